import { describe, expect, it } from "vitest";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { mug, order } from "../../support/orders.ts";
import { documentOf, inLedger, planOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const keep = { orders: { refunded_before_transfer: "book" } } as const;
const named = { ...keep, refunds: { offset_account: "1515" } } as const;
const paymentsOf = (plan: Plan, key: string) =>
  documentOf(plan, key).payments.map(
    ({ direction, amount, account, setOff }) =>
      `${direction} ${amount} ${account}${setOff === undefined ? "" : ` against ${setOff}`}`,
  );

/** A mug of 249.00 comes back for a dearer one of 299.00; the customer pays 50.00. */
const exchange = {
  refunds: [refund({ lines: [["L1", "1", "249.00", "49.80"]] as const })],
  exchanged: [mug("1", { id: "X1", price: "299.00" })],
  payments: [
    movement("sale", "249.00"),
    movement("sale", "50.00", { id: "T2", at: "2026-03-10T13:00:00+01:00" }),
  ],
};

describe("R4, credit notes and invoices without money between them", () => {
  it("settle each other in an exchange, and the customer pays the difference", () => {
    const plan = planOf(order(exchange), named);
    expect(paymentsOf(plan, "invoice")).toEqual(["in 249.00 1686"]);
    expect(paymentsOf(plan, "refund-R1")).toEqual(["out 249.00 1515 against exchange-R1"]);
    expect(paymentsOf(plan, "exchange-R1")).toEqual(["in 50.00 1686", "in 249.00 1515 against refund-R1"]);
    expect(plan.warnings).toEqual([]);
  });

  it("stay open, and say so, while nobody has named an account", () => {
    const plan = planOf(order(exchange), keep);
    expect(paymentsOf(plan, "refund-R1")).toEqual([]);
    expect(plan).toMatchObject({ outcome: { state: "booked" }, warnings: ["OPEN_AGAINST_EACH_OTHER"] });
    expect(plan.notices[0]?.message).toContain("249.00 SEK of the credit of 2026-03-10");
  });

  it("settle each other without an account in a ledger that sets documents off by itself", () => {
    const plan = planOf(order(exchange), keep, { setsOff: true });
    expect(paymentsOf(plan, "refund-R1")).toEqual(["out 249.00 null against exchange-R1"]);
    expect(paymentsOf(plan, "exchange-R1")).toEqual(["in 50.00 1686", "in 249.00 null against refund-R1"]);
    expect(plan.warnings).toEqual([]);
  });

  const unpaid = { financialStatus: "pending", payments: [] } as const;
  const early = { ...named, orders: { trigger: ["created" as const] } };

  it("settle each other when what comes back was never paid", () => {
    const returned = order({ ...unpaid, refunds: [refund({ lines: [["L1", "1", "249.00", "49.80"]] })] });
    const plan = planOf(returned, early, { existing: inLedger(planOf(order(unpaid), early)) });
    expect(paymentsOf(plan, "invoice")).toEqual(["in 249.00 1515 against refund-R1"]);
    expect(paymentsOf(plan, "refund-R1")).toEqual(["out 249.00 1515 against invoice"]);
  });

  it("settle each other when an order is cancelled that nobody paid", () => {
    const gone = order({ ...unpaid, status: "cancelled", cancelledAt: "2026-03-06T10:00:00+01:00" });
    const plan = planOf(gone, early, { existing: inLedger(planOf(order(unpaid), early)) });
    expect(paymentsOf(plan, "cancel")).toEqual(["out 249.00 1515 against invoice"]);
    expect(paymentsOf(plan, "invoice")).toEqual(["in 249.00 1515 against cancel"]);
  });

  it("settle each other to the amount of the smaller one; the rest is still owed", () => {
    const lowered = order({ ...unpaid, changes: [{ prices: [["L1", "-49.00", "-9.80"]] }] });
    const plan = planOf(lowered, early, { existing: inLedger(planOf(order(unpaid), early)) });
    expect(paymentsOf(plan, "invoice")).toEqual(["in 49.00 1515 against edit-E1"]);
    const later = { ...lowered, financialStatus: "paid" as const, payments: [movement("sale", "200.00")] };
    const paid = planOf(later, early, { existing: inLedger(plan) });
    expect(paymentsOf(paid, "invoice")).toEqual(["in 49.00 1515 against edit-E1", "in 200.00 1686"]);
    expect(paid.warnings).toEqual([]);
  });

  it("get the other half of what an interrupted run began, and nothing twice", () => {
    const whole = inLedger(planOf(order(exchange), named));
    expect(planOf(order(exchange), named, { existing: whole }).documents).toEqual(
      whole.map((one) => one.planned),
    );
    const half = whole.map((one) =>
      one.planned.key === "exchange-R1" ? { ...one, planned: { ...one.planned, payments: [] } } : one,
    );
    const plan = planOf(order(exchange), named, { existing: half });
    expect(paymentsOf(plan, "exchange-R1").sort()).toEqual([
      "in 249.00 1515 against refund-R1",
      "in 50.00 1686",
    ]);
  });

  it("are left alone where the shop calls an order paid and does not show the money", () => {
    const elsewhere = { ...exchange, payments: [] };
    const plan = planOf(order(elsewhere), named);
    expect(paymentsOf(plan, "refund-R1")).toEqual([]);
    expect(plan.warnings).toEqual(["PAYMENT_NOT_SEEN"]);
  });
});
