import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";
import {
  formOn,
  type PanelReader,
  placeOneOfEach,
  plain,
  readPanel,
  type Shown,
  words,
} from "../../../support/panel.ts";

let house: House;
let panel: PanelReader;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
  await placeOneOfEach(house);
  const { id } = await house.shop.placeOrder({ ...THREE_MUGS, gateway: "giro" });
  await house.waitForOrder(id, "booked");
});
afterAll(() => house.close());

const heading = (html: string): string => plain(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? "");
const stored = async (): Promise<Record<string, unknown>> => {
  const { body } = await house.api("GET", `/connections/${house.connectionId()}/settings`);
  return body as Record<string, unknown>;
};
const STAFF = { claims: { roles: ["orders"] } };

/** Fills in the form of an editor and presses one of its buttons. */
async function send(path: string, fields: Readonly<Record<string, string>>): Promise<Shown> {
  const form = formOn((await panel.get(path)).text, path.replace(/\?.*/, ""));
  for (const [name, value] of Object.entries(fields)) form.fields.set(name, value);
  return await panel.post(form.action, form.fields);
}

describe("the VAT map", () => {
  /** The form's field in the row that begins with these words. */
  const fieldOf = (html: string, row: RegExp, column: string): string => {
    const found = html.match(/<tr>[\s\S]*?<\/tr>/g)?.find((one) => row.test(words(one))) ?? "";
    return new RegExp(`name="(rows\\.\\d+\\.${column})"`).exec(found)?.[1] ?? "no such row";
  };

  it("shows what the shop really sold, how often, and the account each kind of sale gets", async () => {
    const { text } = await panel.get("/settings/vat");
    expect(heading(text)).toBe("One kind of sale has no account.");
    expect(words(text)).toContain(
      "you are not registered for OSS in the settings. One recent order needs it.",
    );
    expect(words(text)).toMatch(/Sweden 25 % Domestic sale 3 .*the ledger's own account/);
    expect(words(text)).toMatch(/Sweden 6 % Domestic sale 1 /);
    expect(text).toMatch(/placeholder="3001"/);
  });

  it("leads what has no account to the top, and its account books what waited", async () => {
    const registered = await panel.submit("/settings/vat", { action: "/causes/mend" });
    expect(registered.headers.get("location")).toBe("/embedded/settings/vat?notice=settings_saved");
    house.fortnox.faults.addVatRate({ code: "FI255", rate: "25.5" });
    const { text } = await panel.get("/settings/vat");
    expect(heading(text)).toBe("One kind of sale has no account.");
    expect(words(text)).toMatch(/Finland 25\.5 % EU private buyer \(OSS\) 1 .*has no account yet/);
    const field = fieldOf(text, /Finland/, "account");
    const saved = await send("/settings/vat", { [field]: "3106" });
    expect(saved.headers.get("location")).toBe("/embedded/settings/vat?notice=settings_saved");
    expect(heading((await panel.get("/settings/vat")).text)).toBe(
      "Every kind of sale of your last orders has its account.",
    );
    expect((await stored())["vat"]).toMatchObject({
      treatments: [{ treatment: "oss", country: "FI", rate: "25.5", account: "3106" }],
    });
  });

  it("takes a row of one's own, says what is wrong with it, and lets go of an emptied one", async () => {
    const shown = await panel.get("/settings/vat?add=1");
    const place = /name="(rows\.\d+)\.treatment" aria-label/.exec(shown.text)?.[1] ?? "";
    const typed = { [`${place}.treatment`]: "oss", [`${place}.rate`]: "19", [`${place}.account`]: "3106" };
    const wrong = await send("/settings/vat?add=1", { ...typed, [`${place}.country`]: "Germany" });
    expect(wrong.status).toBe(422);
    expect(plain(wrong.text)).toContain("Two letters such as FI, or empty for all.");
    expect(wrong.text).toContain('value="GERMANY"');
    await send("/settings/vat?add=1", { ...typed, [`${place}.country`]: "de" });
    expect((await stored())["vat"]).toMatchObject({ treatments: [{ country: "FI" }, { country: "DE" }] });
    const { text } = await panel.get("/settings/vat");
    await send("/settings/vat", { [fieldOf(text, /Germany/, "account")]: "" });
    expect((await stored())["vat"]).toMatchObject({ treatments: [{ country: "FI" }] });
  });

  it("rehearses: which orders of the last month would get another account, without saving it", async () => {
    const before = await stored();
    const { text } = await panel.get("/settings/vat");
    const rehearsed = await send("/settings/vat", {
      [fieldOf(text, /Sweden 6 %/, "account")]: "3002",
      rehearse: "1",
    });
    expect(rehearsed.status).toBe(200);
    expect(words(rehearsed.text)).toContain("One order of the last month would be booked differently");
    expect(words(rehearsed.text)).toContain("Book: The quiet kitchen: account: 3003 → 3002");
    expect(rehearsed.text).toContain("There are changes that are not saved.");
    expect(rehearsed.text).toContain('value="3002"');
    expect(await stored()).toEqual(before);
  });

  it("warns when somebody else saved meanwhile", async () => {
    const form = formOn((await panel.get("/settings/vat")).text, "/settings/vat");
    await house.changeSettings({ orders: { rounding_tolerance: "0.30" } });
    const warned = await panel.post(form.action, form.fields);
    expect([warned.status, plain(warned.text)]).toEqual([
      422,
      expect.stringContaining("Somebody else saved"),
    ]);
  });
});

describe("the payment methods", () => {
  it("are those of real orders; the account of one is saved, the others stay as they are", async () => {
    const { text } = await panel.get("/settings/payments");
    expect(words(text)).toMatch(/card 3 .*SEK 1,034\.00.*Covered.*giro 1 SEK 796\.00.*Invoices stay open/);
    const field = /value="giro">[\s\S]*?name="(rows\.\d+\.account)"/.exec(text)?.[1] ?? "";
    const wrong = await send("/settings/payments", { [field]: "what?" });
    expect([wrong.status, plain(wrong.text)]).toEqual([422, expect.stringContaining('value="what?"')]);
    await send("/settings/payments", { [field]: "1580" });
    expect((await stored())["payments"]).toEqual({
      methods: { card: { register: true, account: "1686" }, giro: { register: true, account: "1580" } },
    });
  });
});

describe("rules of one's own", () => {
  const NEW = "/settings/rules/edit?list=rules&at=new";

  it("are written with conditions and what they set, and tried on real orders first", async () => {
    const typed = {
      name: "Books",
      "when.0.field": "line.sku",
      "when.0.op": "starts_with",
      "when.0.value": "BOOK-",
      "set.account": "3002",
    };
    const more = await send(NEW, { ...typed, add: "1" });
    expect(more.text).toContain('name="when.1.field"');
    expect(words(more.text)).toContain("Fits one of 6 recent orders: #1001 : Book: The quiet kitchen");
    const rehearsed = await send(NEW, { ...typed, rehearse: "1" });
    expect(words(rehearsed.text)).toContain("Book: The quiet kitchen: account: 3003 → 3002");
    const unknown = await send(NEW, { ...typed, "set.account": "3999", rehearse: "1" });
    expect(words(unknown.text)).toContain(
      "Outcome: Booked → Account 3999 for Sweden 6 % is not an active account of the ledger. Invoice: 835.00 SEK → nothing",
    );
    const saved = await send(NEW, typed);
    expect(saved.headers.get("location")).toBe("/embedded/settings/rules?notice=settings_saved");
    const list = words((await panel.get("/settings/rules")).text);
    expect(list).toContain("Books When SKU starts with BOOK- Then Account: 3002");
    expect((await stored())["rules"]).toEqual([
      {
        name: "Books",
        when: [{ field: "line.sku", op: "starts_with", value: "BOOK-" }],
        set: { account: "3002" },
      },
    ]);
  });

  it("keep what was typed and mark what is wrong", async () => {
    const wrong = await send(NEW, {
      "when.0.field": "order.total",
      "when.0.op": "greater",
      "when.0.value": "a lot",
      "set.text": "{{#if",
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toMatch(/value="a lot"[^>]* aria-invalid="true"/);
    const empty = await send(NEW, {
      "when.0.field": "order.total",
      "when.0.op": "greater",
      "when.0.value": "10",
    });
    expect([empty.status, plain(empty.text)]).toEqual([
      422,
      expect.stringContaining("Set at least one thing."),
    ]);
  });

  it("know lists, what is missing, and every kind of value again when they are changed", async () => {
    const filter = "/settings/rules/edit?list=orders.filters&at=new";
    await send(filter, {
      name: "Market",
      "when.0.field": "order.channel",
      "when.0.op": "in",
      "when.0.value": "a, b",
    });
    const edit = "/settings/rules/edit?list=orders.filters&at=0";
    expect(formOn((await panel.get(edit)).text, "/settings/rules/edit").fields.get("when.0.value")).toBe(
      "a, b",
    );
    await send(edit, { "when.0.op": "missing", "when.0.value": "" });
    expect((await stored())["orders"]).toMatchObject({
      filters: [{ name: "Market", when: [{ field: "order.channel", op: "exists", value: false }] }],
    });
    expect(words((await panel.get("/settings/rules")).text)).toContain(
      "Sales channel is missing Then the order is left out",
    );
    await send("/settings/rules", { do: "remove:orders.filters:0" });
    expect((await stored())["orders"]).toMatchObject({ filters: [] });
  });

  it("are moved up, because the first that fits decides", async () => {
    await send("/settings/rules/edit?list=dimensions&at=new", { "set.cost_centre": "SHOP" });
    await send("/settings/rules/edit?list=dimensions&at=new", {
      "when.0.field": "line.sku",
      "when.0.op": "is",
      "when.0.value": "MUG-01",
      "set.cost_centre": "MUGS",
    });
    await send("/settings/rules", { do: "up:dimensions:1" });
    expect((await stored())["dimensions"]).toMatchObject([
      { cost_centre: "MUGS" },
      { cost_centre: "SHOP", when: [] },
    ]);
  });

  it("are for administrators", async () => {
    for (const path of [
      "/settings/vat",
      "/settings/payments",
      "/settings/rules/edit",
      "/settings/history/restore",
    ]) {
      expect((await panel.post(path, new URLSearchParams(), STAFF)).status, path).toBe(403);
    }
    const { text } = await panel.get("/settings/vat", STAFF);
    expect(text).toMatch(/<fieldset class="plain" disabled>/);
  });
});
