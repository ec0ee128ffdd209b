import { describe, expect, it } from "vitest";
import type { OrderDraft } from "../../../../sandbox/platforms/shopify/trade/draft.ts";
import { openShop } from "./open-shop.ts";

const HOUR = 3_600_000;
const EARLY = "2000-01-01T00:00:00Z";

/** An order of Krogen AB's for its head office, unless another place buys. */
const order = (location = "Head office", email = "inkop@krogen.example"): OrderDraft => ({
  paid: true,
  lines: [{ sku: "MUG-01", quantity: 1, rate: "25" }],
  customer: { firstName: "Kim", lastName: "Krogh", email },
  company: { name: "Krogen AB", vatNumber: "SE556677889901", location },
});

/** A shop with one order of one company, an hour ago. */
async function shopAfterAnHour(before: readonly OrderDraft[] = []) {
  const day = { now: Date.parse("2026-11-21T09:00:00Z") };
  const open = await openShop({ today: () => new Date(day.now) });
  for (const draft of before) {
    await open.shopify.place(draft);
    day.now += 60_000;
  }
  const { id, company } = await open.shopify.place(order());
  day.now += HOUR;
  const { customers } = open.shop;
  if (customers === undefined || company === null) throw new Error("the shop shows no companies");
  const since = new Date(Date.now() + 1_000).toISOString();
  const changed = async (after = EARLY) => {
    const page = await customers.changed(after, null);
    if (!page.ok) throw new Error(page.problem.message);
    return page.value.customers.map((one) => [one.id, one.lastOrderId]);
  };
  return { ...open, customers, orderId: id, company, key: `company-${company.id}`, day, since, changed };
}

describe("companies of a shop", () => {
  it("are listed with their last order when they or one of their locations changed, each once", async () => {
    const { shopify, orderId, company, key, changed } = await shopAfterAnHour([order("Bar")]);
    await shopify.changeCompany(company.id, { name: "Krogen & Co AB" });
    await shopify.changeCompanyLocation(company.locationId, { taxRegistrationId: "SE556677889902" });
    expect(await changed()).toEqual([[key, orderId]]);
    expect(await changed(new Date(Date.now() + HOUR).toISOString())).toEqual([]);
  });

  it("are listed with their latest change, also where one of their locations changed before", async () => {
    const { shopify, customers, company, key, day } = await shopAfterAnHour();
    const updatedAt = async () => {
      const page = await customers.changed(EARLY, null);
      return page.ok ? page.value.customers.map((one) => [one.id, one.updatedAt]) : page.problem;
    };
    await shopify.changeCompanyLocation(company.locationId, { taxRegistrationId: "SE556036079301" });
    day.now += HOUR;
    await shopify.changeCompany(company.id, { name: "Krogen & Co AB" });
    expect(await updatedAt()).toEqual([[key, "2026-11-21T11:00:00Z"]]);
    day.now += HOUR;
    await shopify.changeCompanyLocation(company.locationId, { taxRegistrationId: "SE556677889901" });
    expect(await updatedAt()).toEqual([[key, "2026-11-21T12:00:00Z"]]);
  });

  it("are shown as their last order would show them today: new name, number, address and e-mail", async () => {
    const { shopify, shop, customers, orderId, company, key } = await shopAfterAnHour();
    const before = await shop.order(orderId);
    await shopify.changeCompany(company.id, { name: "Krogen & Co AB" });
    await shopify.changeCompanyLocation(company.locationId, {
      taxRegistrationId: "SE556677889902",
      billingAddress: { ...company.billingAddress, address1: "Nygatan 4", city: "Umeå" },
    });
    await shopify.changeCustomer(company.customerId, { email: "faktura@krogen.example" });
    const today = await customers.today({ id: key, lastOrderId: orderId, updatedAt: EARLY });
    expect(today).toMatchObject({
      value: {
        customer: {
          id: key,
          type: "B2B",
          name: "Krogen & Co AB",
          vatNumber: "SE556677889902",
          email: "faktura@krogen.example",
        },
        billTo: { company: "Krogen & Co AB", address1: "Nygatan 4", city: "Umeå" },
      },
    });
    if (!before.ok || !today.ok) throw new Error("the order could not be read");
    expect([today.value?.total, today.value?.lines]).toEqual([before.value?.total, before.value?.lines]);
  });

  it("are listed when the person changed who bought for them last, and not when another did", async () => {
    const { shopify, orderId, company, key, changed } = await shopAfterAnHour([
      order("Bar", "bar@krogen.example"),
    ]);
    const [first] = shopify.orders();
    await shopify.changeCustomer(first?.customerId ?? "", { lastName: "Berg" });
    const companies = await changed();
    expect(companies.filter(([id]) => id !== key)).toEqual([]);
    await shopify.changeCustomer(company.customerId, { lastName: "Berg" });
    expect(await changed()).toEqual([[key, orderId]]);
  });

  it("whose last order is another company's, or gone, are nobody", async () => {
    const { customers, orderId, key } = await shopAfterAnHour();
    const nobody = { ok: true, value: null };
    expect(await customers.today({ id: "company-1", lastOrderId: orderId, updatedAt: EARLY })).toEqual(
      nobody,
    );
    expect(await customers.today({ id: key, lastOrderId: "1", updatedAt: EARLY })).toEqual(nobody);
  });

  it("and people are asked for in one question, and only the lists that go on a second time", async () => {
    const { shopify, customers, company, changed } = await shopAfterAnHour();
    await shopify.changeCompany(company.id, { name: "Krogen & Co AB" });
    const before = shopify.calls().length;
    await changed();
    expect(
      shopify
        .calls()
        .slice(before)
        .map(({ query }) => query),
    ).toEqual(["ChangedBuyers"]);
    const goesOn = await customers.changed(EARLY, JSON.stringify({ companies: null }));
    expect(goesOn).toMatchObject({
      value: { customers: [{ id: `company-${company.id}` }], nextCursor: null },
    });
  });

  it("of a shop without B2B trade are asked for once a day, and its people are followed all the same", async () => {
    const { shopify, customers, changed } = await shopAfterAnHour();
    const { customerId } = await shopify.place({ ...order("Bar", "privat@example.com"), company: null });
    shopify.faults.noB2b = true;
    await shopify.changeCustomer(customerId ?? "", { lastName: "Berg" });
    const asked = () => shopify.calls().filter(({ query }) => query === "ChangedBuyers").length;
    const before = asked();
    expect(await customers.changed(EARLY, null)).toMatchObject({ ok: true });
    expect(asked() - before).toBe(2);
    await changed();
    await changed();
    expect(asked() - before).toBe(4);
  });

  it("are followed where either scope shows them, and named as missing where none does", async () => {
    const { with: granted } = await shopAfterAnHour();
    expect(granted(["read_orders", "read_companies"]).customers).toBeDefined();
    expect(granted(["read_orders"]).customers).toBeUndefined();
    expect(granted(["read_orders"]).lacks).toContainEqual({
      feature: "companies",
      scopes: ["read_companies"],
    });
    expect(granted(["read_orders", "read_customers"]).lacks?.map((one) => one.feature)).not.toContain(
      "companies",
    );
  });

  it("where only companies are granted are followed without the people who buy for them", async () => {
    const { shopify, with: granted, company, key, orderId } = await shopAfterAnHour();
    await shopify.changeCompany(company.id, { name: "Krogen & Co AB" });
    await shopify.revokeScopes(["read_customers"]);
    const shop = granted(["read_orders", "read_companies"]);
    const page = await shop.customers?.changed(EARLY, null);
    expect(page).toMatchObject({ value: { customers: [{ id: key, lastOrderId: orderId }] } });
    const today = await shop.customers?.today({ id: key, lastOrderId: orderId, updatedAt: EARLY });
    expect(today).toMatchObject({
      value: { customer: { name: "Krogen & Co AB", vatNumber: "SE556677889901" } },
    });
  });
});
