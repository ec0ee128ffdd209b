import { describe, expect, it } from "vitest";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { mug, order } from "../../support/orders.ts";
import { documentOf, inLedger, planOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const kept = {
  payments: { methods: { "*": { register: true, account: "1686" } }, overpayment_account: "2420" },
};
const paymentsOf = (plan: Plan, key = "invoice") =>
  documentOf(plan, key).payments.map(
    ({ direction, amount, account, surplus }) =>
      `${direction} ${amount} ${account}${surplus === undefined ? "" : ` + ${surplus.amount} ${surplus.account}`}`,
  );
const tooMuch = { payments: [movement("sale", "260.00")] };
const twice = [movement("sale", "249.00"), movement("sale", "249.00", { id: "T2" })];

describe("R4, overpayments", () => {
  it("pay the invoice exactly, and the order says what is over", () => {
    const plan = planOf(order(tooMuch));
    expect(paymentsOf(plan)).toEqual(["in 249.00 1686"]);
    expect(plan).toMatchObject({ outcome: { state: "booked" }, warnings: ["PAYMENT_EXCEEDS_TOTAL"] });
    expect(plan.notices.map((one) => one.message)).toEqual([
      "The customer paid 11.00 SEK more than the order comes to; that is not in the ledger.",
    ]);
  });

  it("are owed to the customer where the merchant names an account", () => {
    const plan = planOf(order(tooMuch), kept);
    expect(paymentsOf(plan)).toEqual(["in 249.00 1686 + 11.00 2420"]);
    expect(plan.warnings).toEqual([]);
    // A ledger that cannot divide a payment keeps nothing.
    const whole = planOf(order(tooMuch), kept, { splitsPayments: false });
    expect(paymentsOf(whole)).toEqual(["in 249.00 1686"]);
    expect(whole.warnings).toEqual(["PAYMENT_EXCEEDS_TOTAL"]);
  });

  it("that are a second payment of a paid invoice have no document to stand on", () => {
    for (const settings of [{}, kept]) {
      const plan = planOf(order({ payments: twice }), settings);
      expect(paymentsOf(plan)).toEqual(["in 249.00 1686"]);
      expect(plan.notices[0]?.message).toContain("249.00 SEK more");
    }
  });

  it("that went back again are no concern of the ledger's", () => {
    const back = { ...tooMuch, refunds: [refund({ money: "11.00" })] };
    for (const settings of [{}, kept]) {
      const plan = planOf(order(back), settings);
      expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
      expect(paymentsOf(plan)).toEqual(["in 249.00 1686"]);
      expect(plan.warnings).toEqual([]);
    }
  });

  it("that go back together with the goods credit the goods only", () => {
    const all = refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "260.00" });
    const plan = planOf(
      order({ ...tooMuch, refunds: [all] }),
      {},
      {
        existing: inLedger(planOf(order(tooMuch))),
      },
    );
    expect(documentOf(plan, "refund-R1").gross).toBe("249.00");
    expect(paymentsOf(plan, "refund-R1")).toEqual(["out 249.00 1686"]);
    expect(plan).toMatchObject({ outcome: { state: "booked" }, warnings: [] });
  });

  it("that the ledger keeps and that go back later have to be taken off their account by hand", () => {
    const existing = inLedger(planOf(order(tooMuch), kept));
    const plan = planOf(order({ ...tooMuch, refunds: [refund({ money: "11.00" })] }), kept, { existing });
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
    expect(plan.warnings).toEqual(["SURPLUS_PAID_BACK"]);
    expect(plan.notices[0]?.message).toContain("11.00 SEK paid too much went back");
  });

  it("pay what is added to the order later, out of the account that keeps them", () => {
    const changes = [{ added: [mug("1", { id: "A1", price: "11.00" })] }];
    const existing = inLedger(planOf(order(tooMuch), kept));
    const plan = planOf(order({ ...tooMuch, changes }), kept, { existing });
    expect(paymentsOf(plan)).toEqual(["in 249.00 1686 + 11.00 2420"]);
    expect(paymentsOf(plan, "edit-E1")).toEqual(["in 11.00 2420"]);
    expect(plan.warnings).toEqual([]);
  });

  it("by a method that is not registered are the merchant's own affair", () => {
    const own = { payments: { methods: { card: { register: false } } } };
    expect(planOf(order(tooMuch), own).warnings).toEqual([]);
  });
});
