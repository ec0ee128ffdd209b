import { describe, expect, it } from "vitest";
import { mug, order } from "../../support/orders.ts";
import { codeOf, documentOf, inLedger, planOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

type Sold = NonNullable<Parameters<typeof order>[0]>;
type Patch = Parameters<typeof planOf>[1];

const sentences = (plan: ReturnType<typeof planOf>) =>
  plan.notices.map((one) => `${one.code}: ${one.message}`);
const early = { orders: { trigger: ["created" as const] } };

describe("R4, an order called paid of which less money is seen", () => {
  const silent = { financialStatus: "paid" as const, payments: [] };

  it("is booked, and says that no payment of 249.00 is seen", () => {
    const plan = planOf(order(silent));
    expect(codeOf(plan)).toBe("booked");
    expect(documentOf(plan).payments).toEqual([]);
    expect(sentences(plan)).toEqual([
      "PAYMENT_NOT_SEEN: The shop calls the order paid, but shows no payment of 249.00 SEK, so its invoice is open.",
    ]);
  });

  it("says what is open when only 100.00 of 249.00 is seen", () => {
    const plan = planOf(order({ financialStatus: "paid", payments: [movement("sale", "100.00")] }));
    expect(documentOf(plan).payments.map((one) => one.amount)).toEqual(["100.00"]);
    expect(sentences(plan)).toEqual([
      "PAYMENT_NOT_SEEN: The shop calls the order paid, but shows payments of only 100.00 SEK, so 149.00 SEK of its invoice is open.",
    ]);
  });

  it("says so of an order called partly paid that shows nothing at all", () => {
    const partly = { financialStatus: "partially_paid" as const };
    expect(sentences(planOf(order({ ...partly, payments: [] }), early))).toEqual([
      "PAYMENT_NOT_SEEN: The shop calls the order partly paid, but shows no payment, so 249.00 SEK of its invoice is open.",
    ]);
    expect(planOf(order({ ...partly, payments: [movement("sale", "100.00")] }), early).warnings).toEqual([]);
  });

  it("says nothing once the movement is there", () => {
    const existing = inLedger(planOf(order(silent)));
    const plan = planOf(order(), {}, { existing });
    expect(documentOf(plan).payments.map((one) => one.amount)).toEqual(["249.00"]);
    expect(plan.warnings).toEqual([]);
  });

  it("says so as well when all of it is called refunded and nothing is seen", () => {
    const back = refund({ lines: [["L1", "1", "249.00", "49.80"]] });
    const existing = inLedger(planOf(order(silent)));
    const plan = planOf(order({ ...silent, financialStatus: "refunded", refunds: [back] }), {}, { existing });
    expect(plan.warnings).toEqual(["PAYMENT_NOT_SEEN"]);
  });

  it("says nothing of 249.00 taken off an order of 498.00 before the rest was paid", () => {
    const sold = { lines: [mug("2")], financialStatus: "pending" as const, payments: [] };
    const existing = inLedger(planOf(order(sold), early));
    const less = refund({ lines: [["L1", "1", "249.00", "49.80"]] });
    const rest = { financialStatus: "paid" as const, payments: [movement("sale", "249.00")] };
    const plan = planOf(order({ ...sold, ...rest, refunds: [less] }), early, { existing });
    expect(plan.warnings).toEqual([]);
  });

  it("says nothing of an order on account, a zero total, a draft, or money on its way", () => {
    const quiet: [Sold, Patch?][] = [
      [{ financialStatus: "pending", payments: [] }, early],
      [{ lines: [mug("1", { price: "0.00" })], payments: [] }, { orders: { zero_total: "book" } }],
      [silent, { orders: { booking: "draft" } }],
      [{ financialStatus: "paid", payments: [movement("sale", "249.00", { status: "pending" })] }, early],
    ];
    for (const [sold, patch] of quiet) expect(planOf(order(sold), patch).warnings).toEqual([]);
  });

  it("says nothing where the merchant registers payments himself", () => {
    const own = { payments: { methods: { "*": { register: false } } } };
    expect(planOf(order(silent), own).warnings).toEqual([]);
    const unmapped = { payments: { methods: {} } };
    expect(planOf(order(silent), unmapped).warnings).toEqual(["PAYMENT_NOT_SEEN"]);
  });
});

describe("R18, a credit called settled of which no money is seen", () => {
  const credit = { kind: "adjustment" as const, lines: [mug("-1")], payments: [] };

  it("is booked as a credit note, and says that 249.00 of it is open", () => {
    const plan = planOf(order(credit));
    expect(documentOf(plan)).toMatchObject({ kind: "credit_note", gross: "249.00", payments: [] });
    expect(sentences(plan)).toEqual([
      "REFUND_PARTLY_PAID: The shop calls this credit settled, but does not show 249.00 SEK of it paid back, so that much of its credit note is open.",
    ]);
  });

  it("says nothing when the money is seen, when the credit is still owed, or when money back is not registered", () => {
    const seen = { ...credit, payments: [movement("refund", "249.00")] };
    expect(planOf(order(seen)).warnings).toEqual([]);
    expect(planOf(order({ ...credit, financialStatus: "pending" })).warnings).toEqual([]);
    expect(planOf(order(credit), { refunds: { register_payment: false } }).warnings).toEqual([]);
  });
});

describe("R16, a payment in the ledger that the shop took back", () => {
  const existing = inLedger(planOf(order()));
  const failed = { payments: [movement("sale", "249.00", { status: "failure" })] };
  const gone =
    "PAYMENT_TAKEN_BACK: The shop no longer shows the payment of 249.00 SEK of 2026-03-03 by card as received, but it is in Fortnox. Take it back there.";

  it("stays registered, and the order names it", () => {
    const plan = planOf(order({ ...failed, financialStatus: "pending" }), {}, { existing });
    expect(documentOf(plan).payments.map((one) => one.amount)).toEqual(["249.00"]);
    expect(sentences(plan)).toEqual([gone]);
  });

  it("is named beside the credit note of an order that was cancelled with it", () => {
    const cancelled = {
      status: "cancelled" as const,
      cancelledAt: "2026-03-12T10:00:00+01:00",
      financialStatus: "voided" as const,
    };
    const first = planOf(order({ ...failed, ...cancelled }), {}, { existing });
    expect(first.documents.map((one) => [one.kind, one.gross])).toEqual([
      ["invoice", "249.00"],
      ["credit_note", "249.00"],
    ]);
    const again = planOf(order({ ...failed, ...cancelled }), {}, { existing: inLedger(first) });
    for (const plan of [first, again]) expect(sentences(plan)).toEqual([gone]);
  });
});

describe("R6, an order cancelled with its money kept", () => {
  const cancelled = { status: "cancelled" as const, cancelledAt: "2026-03-12T10:00:00+01:00" };

  it("stays booked, and says that 249.00 was not paid back", () => {
    const existing = inLedger(planOf(order()));
    for (const financialStatus of ["paid", "voided"] as const) {
      const plan = planOf(order({ ...cancelled, financialStatus }), {}, { existing });
      expect(plan.documents.map((one) => one.kind)).toEqual(["invoice"]);
      expect(sentences(plan)).toEqual([
        "CANCELLED_WITH_MONEY_KEPT: The shop cancelled the order on 2026-03-12, but does not show 249.00 SEK of its money paid back, so the sale stays in the books.",
      ]);
    }
  });

  it("says nothing once the money goes back, or when a fee of it was kept on purpose", () => {
    const existing = inLedger(planOf(order()));
    const lines = [["L1", "1", "249.00", "49.80"]] as const;
    const whole = refund({ lines, money: "249.00" });
    const fee = refund({ lines, adjustments: [["restocking_fee", "-25.00", null]], money: "224.00" });
    for (const [one, financialStatus] of [
      [whole, "refunded"],
      [fee, "partially_refunded"],
    ] as const) {
      const sold = order({ ...cancelled, financialStatus, refunds: [one] });
      expect(planOf(sold, {}, { existing }).warnings).toEqual([]);
    }
  });
});
