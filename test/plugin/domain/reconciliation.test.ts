import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Code } from "../../../plugin/domain/problem.ts";
import { type ReconciledOrder, Reconciliation } from "../../../plugin/domain/reconciliation.ts";
import { kronor, öreOf } from "../../support/arbitrary-orders.ts";

const amount = fc.integer({ min: -5_000_000, max: 9_000_000 }).map(kronor);
const standing = fc.constantFrom<Pick<ReconciledOrder, "state" | "code">>(
  { state: "booked", code: null },
  { state: "skipped", code: "ZERO_TOTAL" },
  { state: "skipped", code: "BEFORE_START_DATE" },
  { state: "waiting", code: "REFUND_PENDING" },
  { state: "held", code: "VAT_UNMAPPED" },
);
const anyOrders = fc.array(
  fc
    .tuple(
      standing,
      fc.constantFrom("2026-09", "2026-10"),
      fc.constantFrom("SEK", "EUR"),
      amount,
      amount,
      amount,
    )
    .map(
      ([stands, month, currency, charged, refunded, booked]): ReconciledOrder => ({
        ...stands,
        month,
        sums: { currency, charged, refunded, booked },
      }),
    ),
);

const added = (orders: readonly ReconciledOrder[]) => {
  const all = new Reconciliation();
  for (const one of orders) all.add(one);
  return all.result();
};

const sold = (
  state: ReconciledOrder["state"],
  code: Code | null,
  [charged, refunded, booked]: readonly [string, string, string],
): ReconciledOrder => ({
  state,
  code,
  month: "2026-10",
  sums: { currency: "SEK", charged, refunded, booked },
});

describe("the reconciliation", () => {
  it("adds up to the cent, per currency and per month, whatever the orders", () => {
    fc.assert(
      fc.property(anyOrders, (orders) => {
        for (const { currency, months, ...all } of added(orders)) {
          const own = orders.filter(({ sums }) => sums.currency === currency);
          const shop = own.reduce((sum, { sums }) => sum + öreOf(sums.charged) - öreOf(sums.refunded), 0);
          expect([öreOf(all.shopTotal), all.orders]).toEqual([shop, own.length]);
          for (const one of [all, ...months]) {
            const { booked, skipped, waiting, held } = one;
            const parts = [booked, skipped, waiting, held];
            expect(parts.reduce((sum, part) => sum + öreOf(part.sum), 0)).toBe(öreOf(one.shopTotal));
            expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(one.orders);
            for (const part of [skipped, waiting, held]) {
              expect(part.reasons.reduce((sum, reason) => sum + öreOf(reason.sum), 0)).toBe(öreOf(part.sum));
            }
          }
          expect(months.reduce((sum, one) => sum + öreOf(one.shopTotal), 0)).toBe(shop);
        }
      }),
    );
  });

  it("counts the invoice of an order as booked while its refund waits, and the refund as waiting", () => {
    const [sek] = added([sold("waiting", "REFUND_PENDING", ["796.00", "100.00", "796.00"])]);
    expect(sek).toMatchObject({
      shopTotal: "696.00",
      booked: { count: 0, sum: "796.00" },
      waiting: { count: 1, sum: "-100.00", reasons: [{ code: "REFUND_PENDING", count: 1, sum: "-100.00" }] },
    });
  });

  it("names what is booked as asked but is not what the shop keeps", () => {
    const [sek] = added([sold("booked", null, ["796.00", "100.00", "796.00"])]);
    expect(sek).toMatchObject({
      shopTotal: "696.00",
      booked: { count: 1, sum: "796.00" },
      skipped: { count: 0, sum: "-100.00", reasons: [{ code: "DIFFERENCE", count: 0, sum: "-100.00" }] },
    });
  });
});
