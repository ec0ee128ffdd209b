import Big from "big.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ShopOrder } from "../../../../sandbox/platforms/manifest-shop/order.ts";
import { orderSchema } from "../../../../sandbox/platforms/manifest-shop/order.ts";
import type { OrderDraft } from "../../../../sandbox/platforms/manifest-shop/order-draft.ts";
import { startShop } from "../../../../sandbox/platforms/manifest-shop/server.ts";
import { openShop, THREE_MUGS } from "./open-shop.ts";

const amount = fc.integer({ min: 1, max: 500_000 }).map((cents) => new Big(cents).div(100).toFixed(2));
const draft: fc.Arbitrary<OrderDraft> = fc.record({
  paid: fc.boolean(),
  pricesIncludeTax: fc.boolean(),
  currency: fc.constantFrom("SEK", "EUR", "JPY"),
  lines: fc.array(
    fc.record({
      sku: fc.constantFrom("A", "B"),
      title: fc.constant("Thing"),
      quantity: fc.integer({ min: 1, max: 9 }).map(String),
      unitPrice: amount,
      rate: fc.constantFrom("0", "6", "12", "19", "25", "25.5", null),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  shipping: fc.option(fc.record({ price: amount, rate: fc.constantFrom("0", "25") })),
});

function total(amounts: string[]): Big {
  return amounts.reduce((sum, each) => sum.plus(each), new Big(0));
}

function taxesOf(order: ShopOrder): string[] {
  return [...order.lines, ...order.shipping].flatMap((row) => row.tax_lines.map((tax) => tax.amount));
}

describe("a placed order", () => {
  it("adds up: lines and freight to the total, tax lines to the tax, the payment to the total", async () => {
    const shop = await startShop({});
    await fc.assert(
      fc.asyncProperty(draft, async (given) => {
        const order = await shop.placeOrder(given);
        orderSchema.parse(order);
        const rows = [
          ...order.lines.map((line) =>
            new Big(line.quantity)
              .times(line.unit_price)
              .round(order.decimals, 1)
              .minus(line.discount)
              .toFixed(),
          ),
          ...order.shipping.map((row) => new Big(row.price).minus(row.discount).toFixed()),
        ];
        const tax = total(taxesOf(order));
        const expected = order.prices_include_tax ? total(rows) : total(rows).plus(tax);
        expect(order.total_tax).toBe(tax.toFixed(order.decimals));
        expect(order.total).toBe(expected.toFixed(order.decimals));
        expect(order.transactions.map((each) => each.amount)).toEqual(
          given.paid && !expected.eq(0) ? [order.total] : [],
        );
      }),
      { numRuns: 150 },
    );
    await shop.close();
  });

  it("gives back, piece by piece, exactly what it took", async () => {
    const shop = await startShop({});
    await fc.assert(
      fc.asyncProperty(
        draft,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4 }),
        async (given, steps) => {
          const placed = await shop.placeOrder({ ...given, paid: true });
          for (const line of placed.lines) {
            let left = Number(line.quantity);
            for (const step of [...steps, 9]) {
              const quantity = Math.min(left, step);
              left -= quantity;
              if (quantity > 0) {
                await shop.refund(placed.id, {
                  lines: [{ line_id: line.id, quantity: String(quantity) }],
                  transaction: null,
                });
              }
            }
          }
          const hasFreight = placed.shipping.some(
            (row) => row.price !== row.discount && !/^0*\.?0*$/.test(row.price),
          );
          if (hasFreight) await shop.refund(placed.id, { shipping: true, transaction: null });
          const order = shop.order(placed.id);
          const parts = order?.refunds.flatMap((refund) => [...refund.lines, ...refund.shipping]) ?? [];
          expect(total(parts.map((part) => part.gross)).toFixed(placed.decimals)).toBe(placed.total);
          expect(total(parts.map((part) => part.tax)).toFixed(placed.decimals)).toBe(placed.total_tax);
        },
      ),
      { numRuns: 60 },
    );
    await shop.close();
  });

  it("has the Swedish VAT in it: 796.00 with 25 % is 159.20 of VAT", async () => {
    const { shop } = await openShop({ today: () => new Date("2026-05-04T08:00:00Z") });
    const order = await shop.placeOrder(THREE_MUGS);
    expect(order).toMatchObject({
      number: "#1001",
      total: "796.00",
      total_tax: "159.20",
      financial_status: "paid",
      currency: "SEK",
      shop_timezone: "Europe/Stockholm",
    });
    expect(order.created_at).toMatch(/^2026-05-04T10:00:00\.\d{3}\+02:00$/);
  });

  it("knows its value in the shop's currency when the customer pays in another", async () => {
    const { shop } = await openShop();
    const order = await shop.placeOrder({ ...THREE_MUGS, currency: "EUR", exchangeRate: "11.25" });
    expect(order).toMatchObject({
      currency: "EUR",
      shop_currency: "SEK",
      total: "796.00",
      shop_total: "8955.00",
    });
  });

  it("of a negative total is a credit that pays money out", async () => {
    const { shop } = await openShop();
    const lines = [{ title: "Moved to a smaller plan", unitPrice: "-100.00", rate: "25" }];
    const order = await shop.placeOrder({ paid: true, kind: "adjustment", lines });
    expect(order).toMatchObject({ total: "-100.00", total_tax: "-20.00", financial_status: "paid" });
    expect(order.transactions).toMatchObject([{ kind: "refund", amount: "100.00" }]);
  });

  it("never takes the number of an order that was brought in", async () => {
    const { shop } = await openShop();
    const first = await shop.placeOrder(THREE_MUGS);
    await shop.putOrder({ ...first, id: "1002", number: "#1002" });
    expect((await shop.placeOrder(THREE_MUGS)).id).toBe("1003");
  });
});

describe("what happens to an order later", () => {
  it("moves its payment from reserved to paid to refunded", async () => {
    const { shop } = await openShop();
    const order = await shop.placeOrder({ ...THREE_MUGS, paid: false, authorized: true });
    const steps = [order.financial_status];
    const paid = await shop.pay(order.id);
    steps.push(paid.financial_status);
    expect(paid.transactions.map((each) => each.kind)).toEqual(["authorization", "capture"]);
    steps.push((await shop.refund(order.id, { shipping: true })).financial_status);
    const rest = { lines: [{ line_id: "L1", quantity: "3" }] };
    steps.push((await shop.refund(order.id, rest)).financial_status);
    expect(steps).toEqual(["authorized", "paid", "partially_refunded", "refunded"]);
  });

  it("releases the reservation when it is cancelled", async () => {
    const { shop } = await openShop();
    const order = await shop.placeOrder({ ...THREE_MUGS, paid: false, authorized: true });
    const cancelled = await shop.cancel(order.id);
    expect(cancelled).toMatchObject({ status: "cancelled", financial_status: "voided" });
    expect(cancelled.transactions.at(-1)?.kind).toBe("void");
    await expect(shop.pay(order.id)).rejects.toThrow("is cancelled");
  });

  it("never pays back more than was paid, nor more pieces than were sold", async () => {
    const { shop } = await openShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    const goodwill = (gross: string) => shop.refund(id, { adjustments: [{ kind: "goodwill", gross }] });
    await expect(goodwill("796.01")).rejects.toThrow("Only 796.00 SEK of the payment is left");
    await goodwill("700.00");
    await expect(goodwill("96.01")).rejects.toThrow("Only 96.00 SEK");
    const four = { lines: [{ line_id: "L1", quantity: "4" }] };
    await expect(shop.refund(id, four)).rejects.toThrow("Only 3 pieces of line L1");
    expect(shop.order(id)?.refunds).toHaveLength(1);
  });

  it("can be a refund whose money has not moved yet", async () => {
    const { shop } = await openShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    const order = await shop.refund(id, { shipping: true, transaction: { status: "pending" } });
    expect(order.financial_status).toBe("paid");
    expect(order.refunds[0]?.transactions).toMatchObject([{ status: "pending", amount: "49.00" }]);
  });
});
