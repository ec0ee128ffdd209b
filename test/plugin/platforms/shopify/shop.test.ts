import { describe, expect, it } from "vitest";
import { type OpenShop, openShop, readOrder } from "./open-shop.ts";

const MUG = { title: "Stoneware mug", sku: "MUG-01", unitPrice: "249.00", rate: "25" };
const EARLY = "2020-01-01T00:00:00.000Z";

describe("an order", () => {
  it("that the shop does not know, or that is a test, is not there", async () => {
    const { shopify, shop } = await openShop();
    const { id } = await shopify.place({ lines: [MUG], paid: true, test: true });
    for (const unknown of [id, "1", "x", "../1", ""]) {
      expect(await shop.order(unknown)).toEqual({ ok: true, value: null });
    }
  });

  it("of 260 lines, changed a dozen times, is read whole: nothing that Shopify cuts off is lost", async () => {
    const { shopify, shop } = await openShop();
    const lines = Array.from({ length: 260 }, (_, index) => ({
      ...MUG,
      title: `Mug ${index}`,
      unitPrice: "10.00",
    }));
    const { id } = await shopify.place({ lines, paid: true });
    for (let change = 0; change < 12; change += 1)
      await shopify.edit(id, { add: [{ ...MUG, unitPrice: "5.00" }] });
    const order = await readOrder(shop, id);
    expect(order.lines).toHaveLength(260);
    expect(new Set(order.lines.map((line) => line.id)).size).toBe(260);
    expect(order.edits).toHaveLength(12);
    expect(JSON.parse(JSON.stringify(order.total))).toBe("2600.00");
  });

  it("costs one question", async () => {
    const { shopify, shop } = await openShop();
    const { id } = await shopify.place({ lines: [MUG], paid: true });
    const before = shopify.calls().length;
    await readOrder(shop, id);
    const asked = shopify.calls().slice(before);
    expect(asked.map((call) => call.query)).toEqual(["Order"]);
    expect(asked[0]?.cost).toBeLessThan(100);
  });

  it("is read without what the shop does not grant", async () => {
    const { shopify, with: granted } = await openShop();
    const { id } = await shopify.place({ lines: [MUG], paid: true, paymentTerms: { days: 30 } });
    await shopify.revokeScopes(["read_customers", "read_companies", "read_payment_terms", "read_products"]);
    const order = await readOrder(granted(["read_orders"]), id);
    expect(order).toMatchObject({
      customer: { id: null },
      paymentTermsDays: null,
      lines: [{ productId: null }],
    });
  });
});

describe("the list of orders", () => {
  it("is walked from the oldest change to the newest, and finds what changed since", async () => {
    const { shopify, shop } = await openShop();
    const placed = await Promise.all([1, 2, 3].map(() => shopify.place({ lines: [MUG], paid: true })));
    await shopify.place({ lines: [MUG], paid: true, test: true });
    const page = await shop.changedOrders({ updatedAfter: EARLY }, null);
    if (!page.ok) throw new Error(page.problem.message);
    expect(new Set(page.value.orders.map((one) => one.id))).toEqual(new Set(placed.map((one) => one.id)));
    const times = page.value.orders.map((one) => Date.parse(one.updatedAt));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const later = await shop.changedOrders(
      { updatedAfter: new Date(Date.now() + 60_000).toISOString() },
      null,
    );
    expect(later).toMatchObject({ value: { orders: [], nextCursor: null } });
  });

  it("of a range is by the day of the sale, which an imported order keeps", async () => {
    const { shopify, shop } = await openShop();
    const { id } = await shopify.place({
      lines: [MUG],
      paid: true,
      processedAt: "2026-03-02T09:00:00+01:00",
    });
    await shopify.place({ lines: [MUG], paid: true });
    const range = { createdAfter: "2026-03-01T23:00:00.000Z", createdBefore: "2026-03-02T23:00:00.000Z" };
    const page = await shop.changedOrders(range, null);
    expect(page).toMatchObject({ value: { orders: [{ id }] } });
    expect((await readOrder(shop, id)).createdAt).toContain("2026-03-02T08:00:00");
  });
});

describe("the catalogue", () => {
  const pricesOf = async ({ shop }: OpenShop): Promise<Record<string, string | null>> => {
    const page = await shop.changedProducts?.(null, null);
    if (page?.ok !== true) throw new Error("no products");
    return Object.fromEntries(page.value.products.map(({ sku, price }) => [sku, price]));
  };

  it("in a shop whose prices contain VAT gives a price for what is sold without VAT only", async () => {
    const open = await openShop();
    expect(await pricesOf(open)).toMatchObject({ "MUG-01": null, "BOOK-07": null, "GIFT-500": "500.00" });
  });

  it("gives every price of a shop whose prices are without VAT, also when it was changed to that since the installation", async () => {
    const open = await openShop();
    await open.shopify.setTaxesIncluded(false);
    expect(await pricesOf(open)).toMatchObject({ "MUG-01": "199.00", "BOOK-07": "189.00" });
  });

  it("gives each variant with a SKU its title and cost; a price with VAT in it says nothing", async () => {
    const { shop, with: granted } = await openShop();
    const page = await shop.changedProducts?.(null, null);
    if (page?.ok !== true) throw new Error("no products");
    const [first] = page.value.products;
    expect(first).toMatchObject({ currency: "SEK", price: null });
    expect(page.value.products.every((one) => one.sku !== "")).toBe(true);
    expect(granted(["read_orders"]).changedProducts).toBeNull();
  });

  it("gives what changed since", async () => {
    const { shopify, shop } = await openShop();
    const since = new Date(Date.now() + 60_000).toISOString();
    expect(await shop.changedProducts?.(since, null)).toMatchObject({ value: { products: [] } });
    const [variant] = shopify.variants();
    await shopify.changeProduct(variant?.sku ?? "", { barcode: "7350000000017" });
    const page = await shop.changedProducts?.(EARLY, null);
    expect(JSON.stringify(page)).toContain("7350000000017");
  });
});

describe("stock", () => {
  it("is set where it differs, and SKUs the shop does not have are named", async () => {
    const { shopify, shop } = await openShop();
    const [first, second] = shopify.variants().filter((one) => one.tracked && one.sku !== null);
    const skus = [first?.sku ?? "", second?.sku ?? ""];
    const levels = [
      { sku: skus[0] ?? "", available: "7", location: null },
      { sku: skus[1] ?? "", available: "0", location: null },
      { sku: "NO-SUCH", available: "3", location: null },
    ];
    expect(await shop.setStock?.(levels)).toEqual({ ok: true, value: { unknown: ["NO-SUCH"] } });
    expect(skus.map((sku) => shopify.stock().get(sku))).toEqual([7, 0]);
    const before = shopify.calls().filter((call) => call.query === "SetStock").length;
    await shop.setStock?.(levels);
    expect(shopify.calls().filter((call) => call.query === "SetStock").length).toBe(before);
  });

  it("is not ours to set without the scope", async () => {
    const { with: granted } = await openShop();
    expect(granted(["read_orders", "read_inventory"]).setStock).toBeNull();
  });
});

describe("payouts", () => {
  it("are there once they are paid, with what they settle and the fees", async () => {
    const { shopify, shop } = await openShop();
    const { id, transactions } = await shopify.place({ lines: [MUG], paid: true });
    const payout = await shopify.payOut();
    const listed = await shop.payouts?.changed(EARLY, null);
    expect(listed).toMatchObject({ value: { payouts: [{ id: payout.id }] } });
    const read = await shop.payouts?.find(payout.id);
    const plain = JSON.parse(JSON.stringify(read)) as unknown;
    expect(plain).toMatchObject({
      value: {
        id: payout.id,
        gateway: "shopify_payments",
        net: payout.net,
        lines: [{ orderId: id, transactionId: transactions[0]?.id, refundId: null, amount: "249.00" }],
      },
    });
    expect(await shop.payouts?.find("1")).toEqual({ ok: true, value: null });
  });

  it("are a feature that is off without both scopes", async () => {
    const { with: granted } = await openShop();
    expect(granted(["read_orders", "read_shopify_payments_payouts"]).payouts).toBeUndefined();
  });
});

describe("what the merchant has not allowed", () => {
  it("is named with the scopes her admin is to ask for, and what is allowed now can be read", async () => {
    const { shopify, shop, with: granted } = await openShop();
    expect(shop.lacks).toEqual([]);
    expect(granted(shopify.app.scopes).lacks?.map((one) => one.feature)).toEqual([
      "older_orders",
      "stock",
      "payouts",
    ]);
    await shopify.revokeScopes(["write_inventory"]);
    const now = await shop.grants?.();
    if (now?.ok !== true) throw new Error("it does not say");
    expect(now.value).toContain("read_all_orders");
    expect(now.value).not.toContain("write_inventory");
  });
});

describe("trouble of Shopify", () => {
  it("passes: throttling, an outage, an expired token, a page of HTML", async () => {
    const { shopify, shop } = await openShop();
    const { id } = await shopify.place({ lines: [MUG], paid: true });
    shopify.faults.tokenExpired = true;
    expect((await shop.order(id)).ok).toBe(true);
    shopify.faults.apiThrottled = 1;
    expect((await shop.order(id)).ok).toBe(true);
    shopify.faults.apiHtml = 1;
    expect(await shop.order(id)).toMatchObject({ problem: { act: "retry" } });
    shopify.faults.shopFrozen = true;
    expect(await shop.order(id)).toMatchObject({ problem: { act: "retry", afterMs: 3_600_000 } });
    shopify.faults.shopFrozen = false;
    expect((await shop.order(id)).ok).toBe(true);
  });

  it("that takes our access away says what the merchant can do", async () => {
    const { shopify, shop } = await openShop();
    shopify.faults.refreshInvalidGrant = true;
    shopify.faults.tokenExpired = true;
    expect(await shop.order("1")).toMatchObject({ problem: { act: "fix", code: "NOT_CONNECTED" } });
  });
});
