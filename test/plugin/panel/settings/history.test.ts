import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";
import { formOn, type PanelReader, placeOneOfEach, plain, readPanel, words } from "../../../support/panel.ts";

let house: House;
let panel: PanelReader;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
  await placeOneOfEach(house);
});
afterAll(() => house.close());

const stored = async (): Promise<Record<string, unknown>> => {
  const { body } = await house.api("GET", `/connections/${house.connectionId()}/settings`);
  return body as Record<string, unknown>;
};

describe("the settings as a whole", () => {
  it("are rehearsed before they are saved", async () => {
    const form = formOn((await panel.get("/settings")).text, "/settings");
    form.fields.set("orders.zero_total", "book");
    form.fields.set("rehearse", "1");
    const rehearsed = await panel.post(form.action, form.fields);
    expect(words(rehearsed.text)).toContain(
      "would be booked differently with these settings, of 5 looked at. Nothing is saved yet.",
    );
    expect(words(rehearsed.text)).toMatch(/Outcome: The order's total is zero.* → Booked/);
    expect((await stored())["orders"]).toMatchObject({ zero_total: "skip" });
  });

  it("remember who changed what, and any version can be brought back", async () => {
    const books = [{ field: "line.sku", op: "starts_with", value: "BOOK-" }];
    await house.changeSettings({ rules: [{ name: "Books", when: books, set: { account: "3002" } }] });
    const market = { name: "Market", when: [{ field: "order.channel", op: "exists", value: false }] };
    await house.changeSettings({ orders: { filters: [market] } });
    const hook = { url: "https://hooks.example/shipped", awaited: true };
    const shipped = { when: "fulfilled", do: ["invoice", "book", "webhook"], webhook: hook };
    await house.changeSettings({ orders: { flow: [shipped] } });
    await house.changeSettings({ orders: { filters: [], flow: [], rounding_tolerance: "0.11" } });
    await house.changeSettings({ orders: { rounding_tolerance: "0.22", zero_total: "book" } });
    await house.changeSettings({ orders: { zero_total: "skip" } });
    const { text } = await panel.get("/settings/history");
    expect(words(text)).toMatch(/Orders › Largest difference booked as rounding: 0\.11 → 0\.22/);
    expect(words(text)).toMatch(/Orders › Orders with a total of zero: Book → Leave out/);
    expect(words(text)).toContain(
      "Orders that are left out › row 1: Market, when Sales channel is missing, then the order is left out → nothing",
    );
    expect(words(text)).toContain("Rules › row 1: Books, when SKU starts with BOOK-, then Account: 3002");
    expect(words(text)).toContain(
      "Flow › row 1: Shipped: Invoice, Book the invoice, Send a webhook, https://hooks.example/shipped, Wait for its answer before the next step",
    );
    expect(text).not.toMatch(/<code>[a-z]+\./);
    const [, version = ""] = [...text.matchAll(/name="restore" value="(\d+)"/g)][1] ?? [];
    const restored = await panel.submit("/settings/history", {
      action: "/restore",
      fields: { restore: version },
    });
    expect(restored.headers.get("location")).toBe("/embedded/settings/history?notice=settings_saved");
    expect((await stored())["orders"]).toMatchObject({ rounding_tolerance: "0.11" });
    const stale = await panel.submit("/settings/history", {
      action: "/restore",
      fields: { restore: version, version: "1" },
    });
    expect(stale.status).toBe(422);
  });

  it("leave as a file and come in again: first what would change is shown", async () => {
    const file = await panel.get("/settings.json");
    expect(file.headers.get("content-disposition")).toBe("attachment; filename=settings.json");
    const taken = JSON.parse(file.text);
    expect(taken).toEqual(await stored());
    taken.orders.rounding_tolerance = "0.33";
    taken.payments.methods = {};
    const bring = (settings: string, more: Record<string, string> = {}) =>
      panel.submit("/settings/history", { action: "/settings/import", fields: { settings, ...more } });
    const shown = await bring(JSON.stringify(taken));
    expect(words(shown.text)).toMatch(/Orders › Largest difference booked as rounding: 0\.11 → 0\.33/);
    expect(words(shown.text)).toMatch(/Payments › Payment methods › card › Account: 1686 → nothing/);
    expect(words(shown.text)).toMatch(/Payments › Payment methods › card › Register payments: Yes → nothing/);
    expect(await stored()).toMatchObject({ orders: { rounding_tolerance: "0.11" } });
    for (const wrong of ["no json", "[]", '{"orders":{"colour":"red"}}']) {
      const refused = await bring(wrong);
      expect(refused.status, wrong).toBe(422);
      expect(plain(refused.text)).toContain(wrong);
    }
    const used = await bring(JSON.stringify(taken), { use: "1" });
    expect(used.headers.get("location")).toBe("/embedded/settings?notice=settings_saved");
    expect(await stored()).toEqual(taken);
  });
});
