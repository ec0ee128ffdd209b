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
} from "../../../support/panel.ts";

let house: House;
let panel: PanelReader;
let ids: string[];
let invoice: string;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
  ids = await placeOneOfEach(house);
  invoice = (await house.order(ids[0] ?? ""))?.documents[0]?.number ?? "";
});
afterAll(() => house.close());

const heading = (html: string): string => plain(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? "");
const numbersOn = (html: string): string[] =>
  Array.from(html.matchAll(/data-row>([^<]*)</g), ([, number = ""]) => number);
const found = async (query: string): Promise<string[]> =>
  numbersOn((await panel.get(`/orders?${query}`)).text);

/** Sends the form below the list with these orders ticked. */
async function act(
  chosen: readonly string[],
  fields: Readonly<Record<string, string>>,
  path = "/orders",
): Promise<Shown> {
  const form = formOn((await panel.get(path)).text, "/orders/selected");
  for (const id of chosen) form.fields.append("id", id);
  for (const [name, value] of Object.entries(fields)) form.fields.set(name, value);
  return await panel.post(form.action, form.fields);
}

describe("searching the orders", () => {
  it("finds by number, customer, amount and the number of a document", async () => {
    expect(await found("q=1003")).toEqual(["#1003"]);
    expect(await found("q=lind")).toEqual(["#1001"]);
    for (const amount of ["158.00", "158,00", "158", "PLN"]) {
      expect(await found(`q=${amount}`), amount).toEqual(amount === "PLN" ? [] : ["#1003"]);
    }
    expect(invoice).toMatch(/^\d+$/);
    expect(await found(`q=${invoice}&state=booked`)).toEqual(["#1001"]);
  });

  it("keeps to the days of the shop's calendar", async () => {
    const { id, number } = await house.shop.placeOrder({ ...THREE_MUGS, createdAt: "2026-03-31T23:30:00Z" });
    await house.waitForOrder(id, "booked");
    expect(await found("from=2026-04-01&to=2026-04-01")).toEqual([number]);
    expect(await found("from=2026-03-31&to=2026-03-31")).toEqual([]);
    expect(await found("from=not-a-day&state=booked")).toContain(number);
  });

  it("says when nothing matches, and leads back to all orders", async () => {
    const { text } = await panel.get("/orders?q=nobody&state=held");
    expect(heading(text)).toBe("No order matches.");
    expect(text).toContain("Show all orders");
  });
});

describe("several orders at once", () => {
  it("are left out with a reason, and taken back by “Sync now”", async () => {
    const id = ids[1] ?? "";
    const left = await act([id], { do: "leave-out", reason: "A test order of ours" }, "/orders?state=held");
    expect(left.headers.get("location")).toBe("/embedded/orders?state=held&notice=left_out");
    const order = await house.waitForOrder(id, "skipped");
    expect(order).toMatchObject({
      code: "SKIPPED_BY_HAND",
      message: "Left out by hand: A test order of ours",
      documents: [],
    });
    expect(order.log.map((line) => line.message)).toContain("Left out by hand: A test order of ours");

    await house.changeSettings({ orders: { rounding_tolerance: "0.20" } });
    expect(await house.waitForOrder(id, ({ state }) => state === "skipped")).toMatchObject({
      state: "skipped",
    });

    const synced = await act([id], { do: "sync" });
    expect(synced.headers.get("location")).toBe("/embedded/orders?notice=orders_synced");
    await house.waitForOrder(id, ({ code }) => code === "VAT_UNMAPPED");
  });

  it("need a choice and a reason; what was chosen stays chosen", async () => {
    const none = await act([], { do: "sync" });
    expect([none.status, plain(none.text)]).toEqual([
      422,
      expect.stringContaining("Choose at least one order."),
    ]);
    const silent = await act([ids[1] ?? ""], { do: "leave-out", reason: "  " });
    expect(silent.status).toBe(422);
    expect(silent.text).toContain("Say why these orders are left out.");
    expect(silent.text).toMatch(new RegExp(`name="id" value="${ids[1]}" checked`));
  });

  it("that are booked stay booked", async () => {
    const tried = await act([ids[0] ?? ""], { do: "leave-out", reason: "No" });
    expect(tried.headers.get("location")).toBe("/embedded/orders?notice=none_left_out");
    expect(await house.order(ids[0] ?? "")).toMatchObject({ state: "booked" });
  });

  it("are all that the list shows, also those on its other pages", async () => {
    const before = house.shop.orders().length;
    for (let count = 0; count < 30; count += 1) await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    const waiting = house.shop.orders().slice(before);
    await house.waitForOrder(waiting.at(-1)?.id ?? "", ({ code }) => code === "TRIGGER_NOT_REACHED");
    const path = "/orders?code=TRIGGER_NOT_REACHED";
    expect((await panel.get(path)).text).toContain("Also those on the other pages");
    await act([], { do: "leave-out", reason: "Closed for the winter", all: "1" }, path);
    for (const { id } of waiting) await house.waitForOrder(id, "skipped");
    expect(await house.order(ids[1] ?? "")).toMatchObject({ code: "VAT_UNMAPPED" });
  });
});

describe("the orders as a file", () => {
  it("are those of the list, in the reader's words, without formulas", async () => {
    const { id } = await house.shop.placeOrder({
      ...THREE_MUGS,
      customer: { name: '=HYPERLINK("x")', email: "f@example.se", country: "SE" },
    });
    await house.waitForOrder(id, "booked");
    const file = await panel.get("/orders.csv?state=booked");
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(file.headers.get("content-disposition")).toBe("attachment; filename=orders.csv");
    const [head, ...lines] = file.text.trim().split("\n");
    expect(head).toBe("Order,Ordered,Customer,Total,Currency,State,Reason,Documents");
    expect(lines).toContainEqual(
      expect.stringMatching(new RegExp(`^#1001,.*,Anna Lind,835.00,SEK,Booked,,${invoice}$`)),
    );
    expect(file.text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(file.text).not.toContain("Ola Nowak");
    expect((await panel.get("/orders.csv")).text).toContain("Finland 25.5 %");
  });
});

describe("one order", () => {
  it("is left out from its own page", async () => {
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    await house.waitForOrder(id, ({ code }) => code === "TRIGGER_NOT_REACHED");
    const empty = await panel.submit(`/orders/${id}`, { action: "/leave-out", fields: { reason: "" } });
    expect([empty.status, plain(empty.text)]).toEqual([422, expect.stringContaining("Say why")]);
    const left = await panel.submit(`/orders/${id}`, { action: "/leave-out", fields: { reason: "Double" } });
    expect(left.headers.get("location")).toBe(`/embedded/orders/${id}?notice=left_out`);
    const { text } = await panel.get(`/orders/${id}`);
    expect(heading(text)).toBe("Left out by hand: Double");
    expect(text).not.toContain("/leave-out");
  });

  it("bears notes, with who wrote them", async () => {
    const id = ids[0] ?? "";
    const noted = await panel.submit(`/orders/${id}`, {
      action: "/note",
      fields: { note: "Called Anna: <b>ok</b>" },
    });
    expect(noted.headers.get("location")).toBe(`/embedded/orders/${id}?notice=noted`);
    const { text } = await panel.get(`/orders/${id}`);
    expect(plain(text)).toContain('Called Anna: <b>ok</b> <span class="note">');
    expect(text).not.toContain("<b>ok</b>");
    expect((await panel.submit(`/orders/${id}`, { action: "/note", fields: { note: " " } })).status).toBe(
      422,
    );
  });

  it("shows raw data to administrators only", async () => {
    const path = `/orders/${ids[0]}`;
    expect((await panel.get(path)).text).toContain("<pre>");
    expect((await panel.get(path, { claims: { roles: ["orders"] } })).text).not.toContain("<pre>");
  });
});
