import { describe, expect, it } from "vitest";
import { parseMoney } from "../../../plugin/domain/money.ts";
import { mug, order } from "../../support/orders.ts";
import { documentOf, inLedger, planOf, type settings } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const paymentsOf = (plan: ReturnType<typeof planOf>, key = "invoice") =>
  documentOf(plan, key).payments.map(
    (one) => `${one.direction} ${one.amount} ${one.currency} ${one.date} ${one.account ?? one.mode}`,
  );
const methods = (map: ReturnType<typeof settings>["payments"]["methods"]) => ({ payments: { methods: map } });

describe("R4, payments", () => {
  it("registers each movement with its own amount, day and account", () => {
    const sold = order({
      payments: [
        movement("sale", "100.00", { id: "T1", gateway: "swish", at: "2026-03-03T10:00:00+01:00" }),
        movement("sale", "149.00", { id: "T2", gateway: "card", at: "2026-03-04T10:00:00+01:00" }),
      ],
    });
    const map = { swish: { register: true, account: "1931" }, card: { register: true, account: "1686" } };
    const plan = planOf(sold, methods(map));
    expect(paymentsOf(plan)).toEqual(["in 100.00 SEK 2026-03-03 1931", "in 149.00 SEK 2026-03-04 1686"]);
    expect(documentOf(plan).date).toBe("2026-03-04");
  });

  it("registers the capture and not the authorisation before it, nor what failed or is pending", () => {
    const sold = order({
      payments: [
        movement("authorization", "249.00", { id: "T1" }),
        movement("capture", "249.00", { id: "T2", at: "2026-03-05T10:00:00+01:00" }),
        movement("sale", "249.00", { id: "T3", status: "failure" }),
        movement("void", "249.00", { id: "T4" }),
      ],
    });
    expect(paymentsOf(planOf(sold))).toEqual(["in 249.00 SEK 2026-03-05 1686"]);
  });

  it("never uses the invoice total instead of what was paid", () => {
    const partly = order({ financialStatus: "partially_paid", payments: [movement("sale", "100.00")] });
    expect(paymentsOf(planOf(partly, { orders: { trigger: ["created"] } }))).toEqual([
      "in 100.00 SEK 2026-03-03 1686",
    ]);
  });

  it("lets * stand for all methods that have no account of their own", () => {
    const map = { "*": { register: true, account: "1580" }, card: { register: true, account: "1686" } };
    expect(
      paymentsOf(
        planOf(order({ payments: [movement("sale", "249.00", { gateway: "klarna" })] }), methods(map)),
      ),
    ).toEqual(["in 249.00 SEK 2026-03-03 1580"]);
    expect(paymentsOf(planOf(order(), methods(map)))).toEqual(["in 249.00 SEK 2026-03-03 1686"]);
  });

  it("books the invoice, leaves it open and says so when nobody has mapped the method", () => {
    const plan = planOf(order(), methods({}));
    expect(paymentsOf(plan)).toEqual([]);
    expect(plan).toMatchObject({ outcome: { state: "booked" }, warnings: ["PAYMENT_METHOD_UNMAPPED"] });
    const odd = planOf(order({ payments: [movement("sale", "249.00", { gateway: "constructor" })] }));
    expect(paymentsOf(odd)).toEqual(["in 249.00 SEK 2026-03-03 1686"]);
  });

  it("registers nothing, and warns of nothing, for a method that is not registered", () => {
    const plan = planOf(order(), methods({ card: { register: false } }));
    expect(paymentsOf(plan)).toEqual([]);
    expect(plan.warnings).toEqual([]);
  });

  it("names a mode of payment instead of an account where the ledger has modes", () => {
    expect(paymentsOf(planOf(order(), methods({ card: { register: true, mode: "CARD" } })))).toEqual([
      "in 249.00 SEK 2026-03-03 CARD",
    ]);
  });

  it("registers the money of a refund on its credit note, unless the merchant does that himself", () => {
    const sold = order({ refunds: [refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" })] });
    const keep = { refunded_before_transfer: "book" } as const;
    expect(paymentsOf(planOf(sold, { orders: keep }), "refund-R1")).toEqual([
      "out 249.00 SEK 2026-03-10 1686",
    ]);
    const own = planOf(sold, { orders: keep, refunds: { register_payment: false } });
    expect(paymentsOf(own, "refund-R1")).toEqual([]);
  });

  it("leaves money where the ledger has it when a later invoice comes to the order", () => {
    const sold = { payments: [movement("sale", "300.00")] };
    const edited = order({ ...sold, changes: [{ added: [mug("1", { id: "A1", price: "51.00" })] }] });
    const later = planOf(edited, {}, { existing: inLedger(planOf(order(sold))) });
    for (const plan of [later, planOf(edited)]) {
      expect(paymentsOf(plan)).toEqual(["in 249.00 SEK 2026-03-03 1686"]);
      expect(paymentsOf(plan, "edit-E1")).toEqual(["in 51.00 SEK 2026-03-03 1686"]);
    }
    // Another account in the settings of today does not move what is registered.
    const moved = planOf(edited, methods({ card: { register: true, account: "1580" } }), {
      existing: inLedger(planOf(order(sold))),
    });
    expect([...paymentsOf(moved), ...paymentsOf(moved, "edit-E1")]).toEqual([
      "in 249.00 SEK 2026-03-03 1686",
      "in 51.00 SEK 2026-03-03 1580",
    ]);
  });

  it("books the payment net of the provider's fee where the method names an account for it", () => {
    const sold = order({ payments: [movement("sale", "249.00", { fee: "5.35" })] });
    const net = { card: { register: true, account: "1686", fee_account: "6040" } };
    expect(documentOf(planOf(sold, methods(net))).payments).toMatchObject([
      { amount: "249.00", account: "1686", fee: { amount: "5.35", account: "6040" } },
    ]);
    // Without that account, or in a ledger that cannot divide a payment, the fee comes with the payout.
    const gross = { card: { register: true, account: "1686" } };
    expect(documentOf(planOf(sold, methods(gross))).payments[0]?.fee).toBeUndefined();
    const whole = planOf(sold, methods(net), { splitsPayments: false });
    expect(documentOf(whole).payments[0]?.fee).toBeUndefined();
    const paidOut = planOf(sold, { ...methods(net), payouts: { enabled: true } });
    expect(documentOf(paidOut).payments[0]?.fee).toBeUndefined();
  });

  it("leaves a fee that is nothing, a credit, in another currency or the whole payment to the payout", () => {
    const net = methods({ card: { register: true, account: "1686", fee_account: "6040" } });
    const feeOf = (sold: ReturnType<typeof movement>) =>
      documentOf(planOf(order({ payments: [sold] }), net)).payments[0]?.fee?.amount;
    const fees = ["0.00", "-5.35", "249.00", "248.99"];
    expect(fees.map((fee) => feeOf(movement("sale", "249.00", { fee })))).toEqual([
      undefined,
      undefined,
      undefined,
      "248.99",
    ]);
    expect(feeOf({ ...movement("sale", "249.00"), fee: parseMoney("0.50", "EUR") })).toBeUndefined();
  });

  it("books the fee of a payment once, with the first document it pays", () => {
    const net = methods({ card: { register: true, account: "1686", fee_account: "6040" } });
    const sold = { payments: [movement("sale", "300.00", { fee: "6.00" })] };
    const edited = order({ ...sold, changes: [{ added: [mug("1", { id: "A1", price: "51.00" })] }] });
    const later = planOf(edited, net, { existing: inLedger(planOf(order(sold), net)) });
    for (const plan of [planOf(edited, net), later]) {
      const fees = ["invoice", "edit-E1"].map((key) => documentOf(plan, key).payments[0]?.fee?.amount);
      expect(fees).toEqual(["6.00", undefined]);
    }
  });

  it("prints the document in the method's form and writes the method's text in its e-mail", () => {
    const map = {
      card: { register: true, account: "1686", layout: "web", mail_text: "Paid: {{order.number}}" },
    };
    const email = { send: "after_booking", subject: "Invoice", body: "Thank you" } as const;
    const own = documentOf(planOf(order(), { ...methods(map), email }));
    expect(own).toMatchObject({ layout: "web", email: { subject: "Invoice", body: "Paid: #1001" } });
    const usual = documentOf(
      planOf(order(), { ...methods({ "*": { register: true, account: "1686" } }), email }),
    );
    expect(usual).toMatchObject({ layout: null, email: { body: "Thank you" } });
  });

  it("stay with a booked credit note while something that happened earlier is held", () => {
    const gone = { refunds: [refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" })] };
    const keep = { orders: { refunded_before_transfer: "book" } } as const;
    const existing = inLedger(planOf(order(gone), keep));
    const edited = order({ ...gone, changes: [{ prices: [["L1", "-49.00", "-9.80"]] }] });
    const plan = planOf(edited, keep, { existing });
    expect(plan.outcome).toMatchObject({ state: "held", code: "REFUND_EXCEEDS_REMAINING" });
    expect(paymentsOf(plan, "refund-R1")).toEqual(["out 249.00 SEK 2026-03-10 1686"]);
  });

  it("counts a movement once that the platform lists twice", () => {
    expect(
      paymentsOf(planOf(order({ payments: [movement("sale", "249.00"), movement("sale", "249.00")] }))),
    ).toEqual(["in 249.00 SEK 2026-03-03 1686"]);
  });
});

describe("R15, chargebacks", () => {
  const taken = movement("chargeback", "249.00", { id: "T2", at: "2026-03-20T10:00:00+01:00" });

  it("leave the sale and its payment as they are, and say what is missing", () => {
    const plan = planOf(order({ payments: [movement("sale", "249.00"), taken] }));
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
    expect(paymentsOf(plan)).toEqual(["in 249.00 SEK 2026-03-03 1686"]);
    expect(plan).toMatchObject({ outcome: { state: "booked" }, warnings: ["CHARGEBACK"] });
    expect(plan.notices[0]?.message).toContain("took 249.00 SEK back");
  });

  it("that are won are forgotten", () => {
    const won = movement("chargeback_reversal", "249.00", { id: "T3", at: "2026-04-20T10:00:00+02:00" });
    expect(planOf(order({ payments: [movement("sale", "249.00"), taken, won] })).warnings).toEqual([]);
    const lost = movement("chargeback", "249.00", { id: "T2", status: "failure" });
    expect(planOf(order({ payments: [movement("sale", "249.00"), lost] })).warnings).toEqual([]);
  });
});
