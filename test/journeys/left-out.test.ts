import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { formOn, type PanelReader, readPanel } from "../support/panel.ts";

describe.each(engines)("an order left out by hand on $name", (engine) => {
  let house: House;
  let panel: PanelReader;
  beforeAll(async () => {
    house = await openHouse(engine);
    panel = readPanel(house, house);
  });
  afterAll(() => house.close());

  async function leaveOut(id: string): Promise<void> {
    const form = formOn((await panel.get("/orders")).text, "/orders/selected");
    form.fields.append("id", id);
    form.fields.set("do", "leave-out");
    form.fields.set("reason", "Paid in the shop");
    await panel.post(form.action, form.fields);
  }

  it("stays out when it is paid later, and is booked once somebody asks for it", async () => {
    const { id, number } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    await house.waitForOrder(id, ({ code }) => code === "TRIGGER_NOT_REACHED");
    await leaveOut(id);
    await house.waitForOrder(id, ({ code }) => code === "SKIPPED_BY_HAND");
    await house.shop.pay(id);
    await house.changeSettings({ orders: { rounding_tolerance: "0.20" } });
    const next = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(next.id, "booked");
    expect(await house.order(id)).toMatchObject({ code: "SKIPPED_BY_HAND", documents: [] });
    await house.api("POST", "/orders/sync", { ids: [id] });
    const order = await house.waitForOrder(id, "booked");
    const made = house.fortnox.ledger.invoices().filter((one) => one.YourOrderNumber === number);
    expect(made).toHaveLength(1);
    const { body } = await house.api("GET", `/orders?q=${order.documents[0]?.number}`);
    expect(body).toMatchObject({ data: expect.arrayContaining([expect.objectContaining({ order_id: id })]) });
  });

  it("does not keep back a refund of what was booked before", async () => {
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    await leaveOut(id);
    await house.shop.refund(id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    const order = await house.waitForOrder(id, ({ documents }) => documents.length === 2);
    expect(order.documents[1]).toMatchObject({ kind: "credit_note", gross: "100.00" });
  });
});
