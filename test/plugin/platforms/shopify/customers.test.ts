import { describe, expect, it } from "vitest";
import type { OrderDraft } from "../../../../sandbox/platforms/shopify/trade/draft.ts";
import { openShop } from "./open-shop.ts";

const HOUR = 3_600_000;
const EARLY = "2000-01-01T00:00:00Z";
const ONE_MUG: OrderDraft = { paid: true, lines: [{ sku: "MUG-01", quantity: 1, rate: "25" }] };
const NEW_HOME = {
  firstName: "Maja",
  lastName: "Berg",
  company: null,
  address1: "Nygatan 4",
  address2: null,
  city: "Umeå",
  zip: "903 27",
  provinceCode: null,
  countryCode: "SE",
};

/** A shop with one order of one customer, an hour ago. */
async function shopAfterAnHour() {
  const day = { now: Date.parse("2026-11-21T09:00:00Z") };
  const open = await openShop({ today: () => new Date(day.now) });
  const { id, customerId } = await open.shopify.place(ONE_MUG);
  day.now += HOUR;
  const { customers } = open.shop;
  if (customers === undefined || customerId === null) throw new Error("the shop shows no customers");
  return { ...open, customers, orderId: id, customerId, day };
}

describe("customers of a shop", () => {
  it("who changed something of themselves are listed with their last order", async () => {
    const { shopify, customers, orderId, customerId, day } = await shopAfterAnHour();
    expect(await customers.changed(EARLY, null)).toEqual({
      ok: true,
      value: { customers: [], nextCursor: null },
    });
    await shopify.changeCustomer(customerId, { lastName: "Berg" });
    expect(await customers.changed(EARLY, null)).toEqual({
      ok: true,
      value: {
        customers: [{ id: customerId, lastOrderId: orderId, updatedAt: expect.any(String) }],
        nextCursor: null,
      },
    });
    const later = new Date(day.now + HOUR).toISOString();
    expect(await customers.changed(later, null)).toMatchObject({ value: { customers: [] } });
  });

  it("who have just ordered are left out: the order says it itself", async () => {
    const { shopify, customers, customerId } = await shopAfterAnHour();
    await shopify.place(ONE_MUG);
    await shopify.changeCustomer(customerId, { tags: ["returning"] });
    expect(await customers.changed(EARLY, null)).toMatchObject({ value: { customers: [] } });
  });

  it("are shown as their last order would show them today: new name, address and e-mail", async () => {
    const { shopify, shop, customers, orderId, customerId } = await shopAfterAnHour();
    const before = await shop.order(orderId);
    await shopify.changeCustomer(customerId, {
      lastName: "Berg",
      email: "maja.berg@example.com",
      defaultAddress: NEW_HOME,
    });
    const today = await customers.today({ id: customerId, lastOrderId: orderId, updatedAt: EARLY });
    expect(today).toMatchObject({
      value: {
        id: orderId,
        customer: { id: customerId, name: "Maja Berg", email: "maja.berg@example.com", type: "B2C" },
        billTo: { name: "Maja Berg", address1: "Nygatan 4", zip: "903 27", city: "Umeå", country: "SE" },
      },
    });
    if (!before.ok || !today.ok) throw new Error("the order could not be read");
    expect([today.value?.total, today.value?.lines]).toEqual([before.value?.total, before.value?.lines]);
  });

  it("who are gone are nobody, and are not shown where the shop does not let us see customers", async () => {
    const { customers, orderId, with: granted } = await shopAfterAnHour();
    expect(await customers.today({ id: "1", lastOrderId: orderId, updatedAt: EARLY })).toEqual({
      ok: true,
      value: null,
    });
    expect(granted(["read_orders"]).customers).toBeUndefined();
  });
});
