import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse, SET_UP } from "../../../support/house.ts";
import { formOn, type PanelReader, plain, readPanel, words } from "../../../support/panel.ts";

const [engine] = engines;
const PATH = "/settings/flow";

describe("the flow's editor", () => {
  let house: House;
  let panel: PanelReader;
  beforeAll(async () => {
    if (engine === undefined) throw new Error("no engine");
    house = await openHouse(engine, { scopes: ["order"] });
    panel = readPanel(house, house);
  });
  afterAll(() => house.close());

  const stored = async () => {
    const { body } = await house.api("GET", `/connections/${house.connectionId()}/settings`);
    return (body as { orders: { flow: unknown } }).orders.flow;
  };
  /** Presses a button of the page that the form stands on. */
  const press = async (html: string, typed: Readonly<Record<string, string | null>> = {}) => {
    const form = formOn(html, PATH);
    for (const [name, value] of Object.entries(typed)) {
      if (value === null) form.fields.delete(name);
      else form.fields.set(name, value);
    }
    return await panel.post(form.action, form.fields);
  };

  it("begins with a line that others use, shows it before it is saved, and saves it", async () => {
    const first = await panel.get(PATH);
    expect(words(first.text)).toContain("Orders are booked in one go, as the settings say.");
    const chosen = await press(first.text, { do: "preset:order_then_invoice" });
    expect(chosen.status).toBe(200);
    expect(words(chosen.text)).toMatch(/1 Paid Order in the ledger 2 Shipped Invoice, Book the invoice/);
    expect(await stored()).toEqual([]);
    const saved = await press(chosen.text);
    expect(saved.headers.get("location")).toBe("/embedded/settings/flow?notice=settings_saved");
    expect(await stored()).toEqual([
      { when: "paid", do: ["order"] },
      { when: "fulfilled", do: ["invoice", "book", "payment"] },
    ]);
    expect(words((await panel.get(PATH)).text)).toContain("Orders go through 2 steps.");
  });

  it("moves, adds and takes away steps without saving them", async () => {
    const moved = await press((await panel.get(PATH)).text, { do: "up:1" });
    expect(words(moved.text)).toMatch(/1 Shipped .* 2 Paid/);
    const added = await press(moved.text, { do: "add:" });
    expect(added.text).toContain('name="steps.2.when"');
    const fewer = await press(added.text, { do: "remove:0" });
    expect(fewer.text).not.toContain('name="steps.2.when"');
    expect(await stored()).toHaveLength(2);
  });

  it("says in words, at the step, what cannot be followed, and keeps what was typed", async () => {
    const { text } = await panel.get(PATH);
    const refused = await press(text, { "steps.1.when": "authorized" });
    expect(refused.status).toBe(422);
    expect(words(refused.text)).toContain("Step 2 comes too late: an order is authorized before it is paid.");
    const german = await press(text, {
      "steps.1.do": "webhook",
      "steps.1.url": "http://wms.example/in",
      "steps.1.awaited": "on",
    });
    expect(plain(german.text)).toContain('value="http://wms.example/in"');
    expect(words(german.text)).toContain("Step 2 needs an https address that others can reach.");
  });

  it("is what an order's page shows: the step it stands at, and what it waits for", async () => {
    await house.changeSettings({ orders: SET_UP.orders });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, (one) => one.code === "FLOW_WAITING");
    const { text } = await panel.get(`/orders/${id}`);
    expect(words(text)).toMatch(
      /Flow Paid Order in the ledger Reached on .* 2026 2 Shipped Invoice, Book the invoice, Register payments Waits until/,
    );
    const { text: overview } = await panel.get("");
    expect(words(overview)).toMatch(/SEK 796\.00 1 order SEK 0\.00 0 orders/);
  });
});
