import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Shopify } from "../../../../sandbox/platforms/shopify/server.ts";
import type { OrderDraft } from "../../../../sandbox/platforms/shopify/trade/draft.ts";
import type { Order } from "../../../../sandbox/platforms/shopify/trade/order.ts";
import { expectIdentities } from "./identities.ts";
import { openConnectedShop, readOrder, THREE_MUGS } from "./open-shop.ts";

const price = fc.integer({ min: 1, max: 99_999 }).map((cents) => (cents / 100).toFixed(2));
const rates = fc.constantFrom<Pick<OrderDraft["lines"][number], "rate" | "taxes">>(
  { rate: "25" },
  { rate: "6" },
  { rate: "25.5" },
  { rate: null },
  {
    taxes: [
      { title: "State", rate: "6.25" },
      { title: "City", rate: "2.75" },
    ],
  },
);

const line = fc.record({
  title: fc.constantFrom("Cup", "Lamp", "Blanket"),
  quantity: fc.integer({ min: 1, max: 7 }),
  unitPrice: price,
  tax: rates,
  duty: fc.option(price, { nil: null, freq: 4 }),
});

const drafts: fc.Arbitrary<OrderDraft> = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    freights: fc.array(fc.record({ price, tax: rates }), { maxLength: 2 }),
    taxesIncluded: fc.boolean(),
    exchangeRate: fc.constantFrom("1", "11.2345", "0.087"),
    tip: fc.option(price, { nil: null }),
    fee: fc.option(price, { nil: null, freq: 5 }),
    percentage: fc.option(fc.constantFrom("10", "33.3", "100"), { nil: null }),
  })
  .map(({ lines, freights, exchangeRate, percentage, fee, ...rest }) => ({
    ...rest,
    paid: true,
    currency: exchangeRate === "1" ? "SEK" : "EUR",
    exchangeRate,
    lines: lines.map(({ tax, duty, ...each }) => ({
      ...each,
      ...tax,
      duty: duty === null ? null : { price: duty, ...tax },
    })),
    shipping: freights.map((each) => ({ price: each.price, ...each.tax })),
    additionalFees: fee === null ? [] : [{ name: "Bottle deposit", price: fee, rate: "25" }],
    discount: percentage === null ? null : { code: "SALE", percentage },
  }));

/** Something a merchant does to an order. */
type Deed = (shop: Shopify, order: Order) => Promise<unknown>;
const pieceOf = (order: Order): string => order.lines.find((each) => each.kind === "PRODUCT")?.id ?? "";

const deeds = fc.array(
  fc.constantFrom<Deed>(
    (shop, order) =>
      shop.refund(order.id, { lines: [{ lineId: pieceOf(order), quantity: 1 }], duties: true }),
    (shop, order) => shop.refund(order.id, { lines: [{ lineId: pieceOf(order), quantity: 1 }], money: null }),
    (shop, order) =>
      shop.refund(order.id, { shipping: order.shipping.length > 0, money: { amount: "0.50" } }),
    (shop, order) =>
      shop.edit(order.id, { add: [{ title: "Vase", unitPrice: "19.99", quantity: 3, rate: "25" }] }),
    (shop, order) =>
      shop.edit(order.id, { remove: [{ lineId: pieceOf(order), quantity: 1 }], leavesRefund: true }),
    (shop, order) => shop.edit(order.id, { discount: [{ lineId: pieceOf(order), amount: "0.01" }] }),
    (shop, order) =>
      shop.processReturn(order.id, {
        lines: [{ lineId: pieceOf(order), quantity: 1 }],
        exchange: [{ title: "Bowl", unitPrice: "33.33", rate: "12" }],
      }),
    (shop, order) =>
      shop.processReturn(order.id, {
        lines: [{ lineId: pieceOf(order), quantity: 1, restockingFee: "15" }],
        shippingFee: "29.00",
      }),
    (shop, order) =>
      shop.refundReturn(order.id, order.returns.at(-1)?.id ?? "", { money: { amount: "0.99" } }),
    (shop, order) => shop.pay(order.id),
    (shop, order) => shop.cancel(order.id),
  ),
  { maxLength: 6 },
);

describe("an order's totals", () => {
  it("agree with its sales, its lines and its money, whatever happens to it", async () => {
    const { shop, ask } = await openConnectedShop({ tenant: { plan: "Shopify Plus" } });
    let refused = 0;
    let done = 0;
    await fc.assert(
      fc.asyncProperty(drafts, deeds, async (draft, life) => {
        const placed = await shop.place(draft);
        for (const deed of life) {
          const order = shop.order(placed.id);
          if (order === undefined) throw new Error("The order is gone.");
          // Shops refuse what cannot be: a piece that is gone, a freight paid back, a payment of nothing.
          await deed(shop, order).then(
            () => {
              done += 1;
            },
            () => {
              refused += 1;
            },
          );
        }
        const { order, agreements } = await readOrder(ask, placed.id);
        expectIdentities(order, agreements);
      }),
      { numRuns: 60 },
    );
    expect(done).toBeGreaterThan(refused / 2);
  });

  it("miss its sales by a cent while that fault is on", async () => {
    const { shop, ask } = await openConnectedShop();
    const placed = await shop.place(THREE_MUGS);
    shop.faults.breakTotals = true;
    const { order, agreements } = await readOrder(ask, placed.id);
    expect(() => expectIdentities(order, agreements)).toThrow("I1");
  });
});
