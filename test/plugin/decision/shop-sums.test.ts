import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shopSums } from "../../../plugin/decision/rows/shop-sums.ts";
import { add, formatMoney, negate, parseMoney, subtract, sum } from "../../../plugin/domain/money.ts";
import type { Order } from "../../../plugin/domain/order.ts";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { anyOrder, eventfulOrder, tidyTold, öreOf } from "../../support/arbitrary-orders.ts";
import { mug, order, parcel } from "../../support/orders.ts";
import { planOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

function told(sold: Order): string {
  const { charged, refunded } = shopSums(sold);
  return `${formatMoney(charged)} - ${formatMoney(refunded)}`;
}

/** Invoices less credit notes, with their rounding. */
function bookedBy(plan: Plan): string {
  const documents = plan.documents.map(({ kind, gross, rounding, currency }) => {
    const charge = add(parseMoney(gross, currency), parseMoney(rounding, currency));
    return kind === "invoice" ? charge : negate(charge);
  });
  return formatMoney(sum(documents, "SEK"));
}

describe("what the shop keeps of an order", () => {
  it("is its total, with the rounding of a cash sale", () => {
    expect(told(order({ lines: [mug("3")], freight: [parcel()] }))).toBe("796.00 - 0.00");
    expect(told(order({ lines: [mug("1", { price: "249.40" })], cashRounding: "-0.40" }))).toBe(
      "249.00 - 0.00",
    );
  });

  it("is less by what was refunded: lines, freight, goodwill", () => {
    const refunds = [
      refund({
        lines: [["L1", "1", "249.00", "49.80"]],
        freight: [["SH1", "49.00", "9.80"]],
        money: "298.00",
      }),
      refund({ id: "R2", at: "2026-03-12T12:00:00Z", money: "20.00" }),
    ];
    expect(told(order({ lines: [mug("3")], freight: [parcel()], refunds }))).toBe("796.00 - 318.00");
  });

  it("does not count the money that only gives back what was paid too much", () => {
    const lowered = { id: "E1", at: "2026-03-04T12:00:00Z", prices: [["L1", "-100.00", "-20.00"]] } as const;
    const sold = order({ changes: [lowered], refunds: [refund({ money: "100.00" })] });
    expect(told(sold)).toBe("149.00 - 0.00");
  });

  it("grows by what an exchange sells anew", () => {
    const sold = order({
      refunds: [refund({ lines: [["L1", "1", "249.00", "49.80"]] })],
      exchanged: [mug("1", { price: "300.00" })],
    });
    expect(told(sold)).toBe("549.00 - 249.00");
  });

  it("is what is booked, for every honest sale", () => {
    fc.assert(
      fc.property(tidyTold, (one) => {
        const sold = order(one);
        const { charged, refunded } = shopSums(sold);
        expect(formatMoney(subtract(charged, refunded))).toBe(bookedBy(planOf(sold)));
      }),
    );
  });

  it("differs from what is booked by the cents of R3 at most, whatever is edited, exchanged and refunded", () => {
    fc.assert(
      fc.property(eventfulOrder, (sold) => {
        const plan = planOf(sold, { orders: { refunded_before_transfer: "book" } });
        fc.pre(plan.outcome.state === "booked" && sold.refunds.every((one) => one.payments.length > 0));
        const { charged, refunded } = shopSums(sold);
        const off = subtract(subtract(charged, refunded), parseMoney(bookedBy(plan), "SEK"));
        expect(Math.abs(öreOf(formatMoney(off)))).toBeLessThanOrEqual(50);
      }),
      { numRuns: 300 },
    );
  });

  it("can be told of whatever has the contract's shape", () => {
    fc.assert(
      fc.property(anyOrder, (sold) => {
        expect(() => shopSums(sold)).not.toThrow();
      }),
    );
  });

  it("leaves out money that failed or is on its way", () => {
    const payments = [movement("refund", "50.00", { status: "pending" })];
    expect(told(order({ refunds: [refund({ payments })] }))).toBe("249.00 - 0.00");
  });
});
