import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { type PanelReader, readPanel } from "../support/panel.ts";

/** Noon on the 15th of the month before this one, and that month's name. */
function lastMonth(): { at: string; month: string } {
  const now = new Date();
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15, 12)).toISOString();
  return { at, month: at.slice(0, 7) };
}

describe.each(engines)("a closed month on $name", (engine) => {
  const { at, month } = lastMonth();
  const thisMonth = new Date().toISOString().slice(0, 7);
  let house: House;
  let panel: PanelReader;
  let months: string;
  beforeAll(async () => {
    house = await openHouse(engine);
    panel = readPanel(house, house);
    months = `/connections/${house.connectionId()}/closed-months`;
  });
  afterAll(() => house.close());

  it("is not this one, nor one that is closed already", async () => {
    expect((await house.api("POST", months, { month: thisMonth })).status).toBe(409);
    expect((await house.api("POST", months, { month: "2026-13" })).status).toBe(422);
    expect((await house.api("DELETE", `${months}/${month}`)).status).toBe(409);
  });

  it("takes nothing more until it is opened again, and says what has changed since", async () => {
    const { id: before } = await house.shop.placeOrder({ ...THREE_MUGS, createdAt: at });
    await house.waitForOrder(before, "booked");
    const made = await house.api("POST", months, { month });
    expect(made).toMatchObject({
      status: 201,
      body: { month, is_closed: true, can_open: true, has_changed: false },
    });
    expect((await house.api("POST", months, { month })).status).toBe(409);
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, createdAt: at });
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ code: "PERIOD_LOCKED", documents: [] });
    expect(held.message).toContain("somebody of the shop closed");
    expect((await house.api("GET", months)).body).toMatchObject({ data: [{ month, has_changed: true }] });
    const page = await panel.get(`/reports?month=${month}`);
    expect(page.text).toContain("Orders of this month are not what they were when it was closed.");
    const opened = await panel.submit(`/reports?month=${month}`, {
      action: "/reports/close",
      fields: { do: "open" },
    });
    expect(opened.headers.get("location")).toContain("notice=month_opened");
    await house.waitForOrder(id, "booked");
    const { body } = await house.api("GET", months);
    expect(body).toMatchObject({ data: [{ month, is_closed: false, opened_by: expect.any(String) }] });
  });

  it("gives what comes later to the first open day where the settings say so", async () => {
    await house.changeSettings({ orders: { locked_period: "next_open_day" } });
    const shut = await panel.submit(`/reports?month=${month}`, {
      action: "/reports/close",
      fields: { do: "close" },
    });
    expect(shut.headers.get("location")).toContain("notice=month_closed");
    const { id, number } = await house.shop.placeOrder({ ...THREE_MUGS, createdAt: at });
    await house.waitForOrder(id, (one) => one.state === "booked" && one.payments.length === 1);
    const invoice = house.fortnox.ledger.invoices().find((one) => one.YourOrderNumber === number);
    expect(invoice?.InvoiceDate).toBe(`${thisMonth}-01`);
    await house.changeSettings({ orders: { locked_period: "hold" } });
  });

  it("keeps a draft of before from being booked into it", async () => {
    await house.api("DELETE", `${months}/${month}`);
    await house.changeSettings({ orders: { booking: "draft" } });
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, createdAt: at });
    await house.waitForOrder(id, (one) => one.documents[0]?.status === "draft");
    await house.api("POST", months, { month });
    await house.changeSettings({ orders: { booking: "book" } });
    await house.api("POST", "/orders/sync", { ids: [id] });
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ code: "PERIOD_LOCKED", documents: [{ status: "draft" }] });
    await house.api("DELETE", `${months}/${month}`);
    await house.waitForOrder(id, ({ documents }) => documents[0]?.status === "booked");
  });
});
