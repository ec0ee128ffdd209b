import { glob, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";
import { formOn, type PanelReader, plain, readPanel } from "../../../support/panel.ts";

let house: House;
let panel: PanelReader;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
});
afterAll(() => house.close());

async function stored(): Promise<Record<string, Record<string, unknown>>> {
  const { body } = await house.api("GET", `/connections/${house.connectionId()}/settings`);
  return body as Record<string, Record<string, unknown>>;
}
/** Saves fields of one group on that group's page. */
const save = (fields: Readonly<Record<string, string | null>>) =>
  panel.submit(pageOf(Object.keys(fields)[0] ?? "orders"), { action: "/settings", fields });
const pageOf = (field: string) => `/settings?group=${field.split(".")[0]}`;

describe("the settings form", () => {
  it("saved as it is changes nothing", async () => {
    const before = await stored();
    for (const group of Object.keys(before)) {
      const saved = await panel.submit(pageOf(group), { action: "/settings" });
      expect([group, saved.status]).toEqual([group, 303]);
    }
    expect(await stored()).toEqual(before);
  });

  it("saves a text, a switch, a choice and words", async () => {
    const saved = await save({
      "orders.rounding_tolerance": "0.50",
      "orders.locked_period": "next_open_day",
    });
    expect(saved.headers.get("location")).toBe("/embedded/settings?group=orders&notice=settings_saved");
    await save({ "refunds.enabled": null });
    await save({ "vat.registrations": "OSS, GB" });
    const { orders, refunds, vat } = await stored();
    expect(orders).toMatchObject({ rounding_tolerance: "0.50", locked_period: "next_open_day" });
    expect(refunds).toMatchObject({ enabled: false });
    expect(vat).toMatchObject({ registrations: ["OSS", "GB"] });
  });

  it("writes decimals and takes them as the reader's language has them", async () => {
    const swedish = { claims: { locale: "sv-SE" } };
    const typed = async (field: string, value: string): Promise<void> => {
      const page = await panel.get(pageOf(field), swedish);
      const form = formOn(page.text, "/settings");
      form.fields.set(field, value);
      expect((await panel.post(form.action, form.fields, swedish)).status).toBe(303);
    };
    await typed("orders.rounding_tolerance", "0,25");
    expect((await stored())["orders"]).toMatchObject({ rounding_tolerance: "0.25" });
    const { text } = await panel.get("/settings", swedish);
    expect(text).toMatch(/name="orders.rounding_tolerance" value="0,25"[^>]* inputmode="decimal"/);
    await typed("orders.rounding_tolerance", "0,25");
    expect((await stored())["orders"]).toMatchObject({ rounding_tolerance: "0.25" });
    expect((await panel.get("/settings")).text).toContain('name="orders.rounding_tolerance" value="0.25"');
    await save({ "orders.rounding_tolerance": "0.50" });
  });

  it("takes a value away when its field is emptied", async () => {
    await save({ "liabilities.tip_account": "3990" });
    expect((await stored())["liabilities"]).toMatchObject({ tip_account: "3990" });
    await save({ "liabilities.tip_account": "" });
    expect((await stored())["liabilities"]).not.toHaveProperty("tip_account");
  });

  it("shows a mistake beside its field, keeps what was typed and saves nothing", async () => {
    const before = await stored();
    const refused = await save({
      "orders.rounding_tolerance": "3,5",
      "orders.comment_text": "For {{order.number}}",
    });
    expect(refused.status).toBe(422);
    const text = plain(refused.text);
    expect(text).toContain("Nothing was saved: one field needs another look.");
    expect(text).toContain("Give an amount from 0 to 1.00, such as 0.10.");
    expect(text).toMatch(/name="orders.rounding_tolerance" value="3,5"[^>]*aria-invalid="true"/);
    expect(text).toContain("For {{order.number}}");
    expect(await stored()).toEqual(before);
  });

  it("adds a VAT rule in a row that was asked for, and drops a row left empty", async () => {
    const form = formOn((await panel.get("/settings?add=vat.treatments")).text, "/settings");
    form.fields.set("vat.treatments.0.treatment", "oss");
    form.fields.set("vat.treatments.0.country", "FI");
    form.fields.set("vat.treatments.0.rate", "25.5");
    form.fields.set("vat.treatments.0.account", "3106");
    form.fields.set("add", "vat.treatments");
    const again = formOn((await panel.post(form.action, form.fields)).text, "/settings");
    expect(again.fields.get("vat.treatments.1.treatment")).toBe("");
    expect((await panel.post(again.action, again.fields)).status).toBe(303);
    expect((await stored())["vat"]).toMatchObject({
      treatments: [{ treatment: "oss", country: "FI", rate: "25.5", account: "3106" }],
    });
  });

  it("says in the right cell what is wrong in a row", async () => {
    const form = formOn((await panel.get("/settings?add=payments.methods")).text, "/settings");
    form.fields.set("payments.methods.1.@name", "klarna.se");
    form.fields.set("payments.methods.1.account", "not an account");
    const { status, text } = await panel.post(form.action, form.fields);
    expect(status).toBe(422);
    expect(text).toMatch(/name="payments.methods.1.account" value="not an account"[^>]*aria-invalid="true"/);
  });

  it("adds, changes and removes payment methods", async () => {
    const form = formOn((await panel.get("/settings?add=payments.methods")).text, "/settings");
    form.fields.set("payments.methods.1.@name", "klarna.se");
    form.fields.set("payments.methods.1.account", "1580");
    await panel.post(form.action, form.fields);
    expect((await stored())["payments"]).toMatchObject({
      methods: { card: { account: "1686" }, "klarna.se": { account: "1580" } },
    });
    const next = formOn((await panel.get("/settings?group=payments")).text, "/settings");
    next.fields.set("remove", "payments.methods.0");
    const shown = formOn((await panel.post(next.action, next.fields)).text, "/settings");
    shown.fields.set("payments.methods.1.account", "");
    await panel.post(shown.action, shown.fields);
    expect((await stored())["payments"]).toEqual({ methods: { "klarna.se": { register: true } } });
  });

  it("does not let one method stand in two rows", async () => {
    const form = formOn((await panel.get("/settings?add=payments.methods")).text, "/settings");
    form.fields.set("payments.methods.1.@name", "klarna.se");
    const { status, text } = await panel.post(form.action, form.fields);
    expect(status).toBe(422);
    expect(text).toContain("This name stands in another row already.");
  });

  it("keeps the order in which customers are recognised", async () => {
    const form = formOn((await panel.get("/settings?group=customers")).text, "/settings");
    form.fields.delete("customers.match_by");
    for (const key of ["email", "", "phone"]) form.fields.append("customers.match_by", key);
    await panel.post(form.action, form.fields);
    expect((await stored())["customers"]).toMatchObject({ match_by: ["email", "phone"] });
  });

  it("warns when somebody else saved meanwhile, and then means it", async () => {
    const form = formOn((await panel.get("/settings")).text, "/settings");
    await save({ "orders.rounding_tolerance": "0.20" });
    form.fields.set("orders.rounding_tolerance", "0.30");
    const warned = await panel.post(form.action, form.fields);
    expect(warned.status).toBe(422);
    expect(warned.text).toContain("Somebody else saved the settings");
    expect(plain(warned.text)).toMatch(
      /Orders › Largest difference booked as rounding: <del>0.[0-9]+<\/del> → <ins>0.20<\/ins>/,
    );
    expect((await stored())["orders"]).toMatchObject({ rounding_tolerance: "0.20" });
    const second = formOn(warned.text, "/settings");
    expect((await panel.post(second.action, second.fields)).status).toBe(303);
    expect((await stored())["orders"]).toMatchObject({ rounding_tolerance: "0.30" });
  });

  it("has a place for every field that a held order leads to", async () => {
    const fields = new Set<string>();
    for await (const source of glob("plugin/{decision,pipeline,connectors,api}/**/*.ts")) {
      const text = await readFile(source, "utf8");
      for (const [, field = ""] of text.matchAll(
        /\b(?:settingsField|settings|field)\("([a-z_]+\.[a-z_.]+)"\)/g,
      )) {
        // What only one ledger knows stands in the form of that ledger alone.
        if (!field.startsWith("ledger.")) fields.add(field);
      }
    }
    expect(fields).toContain("orders.rounding_tolerance");
    // What only one ledger has is not on the page of another; the reference names it.
    const reference = await readFile("docs/reference/settings.md", "utf8");
    for (const field of fields) {
      if (field.startsWith("ledger.")) expect(reference).toContain(`\`${field}\``);
      else expect((await panel.get(pageOf(field))).text).toContain(`id="${field}"`);
    }
  });

  it("leaves filters, dimensions and rules alone, which have an editor of their own", async () => {
    const when = [{ field: "customer.type", op: "is", value: "B2B" }];
    const own = {
      orders: { filters: [{ name: "Firms", when }] },
      dimensions: [{ when: [], cost_centre: "WEB" }],
      rules: [{ name: "Wholesale", when, set: { account: "3010", trigger: ["created", "paid"] } }],
    };
    await house.changeSettings(own);
    await save({ "orders.rounding_tolerance": "0.40" });
    expect(await stored()).toMatchObject({ ...own, orders: { ...own.orders, rounding_tolerance: "0.40" } });
    const wrong = {
      rules: [{ when: [{ field: "order.colour", op: "is", value: "red" }], set: { project: "1" } }],
    };
    const refused = await house.api("PATCH", `/connections/${house.connectionId()}/settings`, wrong);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      errors: [{ path: "rules.0.when.0.field", message: 'There is no field "order.colour".' }],
    });
    await house.changeSettings({ orders: { filters: [] }, dimensions: [], rules: [] });
  });

  it("has a page a group, each lighter than 60 kB", async () => {
    const { text } = await panel.get("/settings");
    const pages = [...text.matchAll(/href="([^"]*)" data-group=/g)].map(([, href = ""]) => plain(href));
    expect(pages.length).toBeGreaterThan(10);
    for (const path of pages) {
      const shown = await panel.get(path);
      expect([path, shown.status, Buffer.byteLength(shown.text) < 60_000]).toEqual([path, 200, true]);
    }
  });

  it("offers the ledger's own lists", async () => {
    const { text } = await panel.get("/settings?group=customers");
    expect(text).toMatch(
      /<select id="in:customers\.b2c\.terms"[^>]*>\s*<option value="" selected>The ledger&#x27;s own/,
    );
    const accounts = await panel.get("/settings/choices/accounts");
    expect(accounts.text).toContain('<option value="3001">');
    expect((await panel.get("/settings/choices/passwords")).status).toBe(404);
  });
});
