import { describe, expect, it } from "vitest";
import type { DecisionInput, ExistingDocument } from "../../../plugin/decision/input.ts";
import type { PlannedJournal } from "../../../plugin/domain/journal.ts";
import { parseMoney } from "../../../plugin/domain/money.ts";
import type { Order } from "../../../plugin/domain/order.ts";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { leftOnAccounts } from "../../support/left-on-accounts.ts";
import { book, mug, order, parcel } from "../../support/orders.ts";
import { codeOf, documentOf, facts, inLedger, planOf, rowsOf, sums } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const undone = { reason: "Sold by mistake", at: "2026-04-02T08:00:00Z" };
const DAY = "2026-04-02";

type Patch = Parameters<typeof planOf>[1];
type More = Partial<DecisionInput>;

/** The order booked, then taken out of the books. */
function undo(sold: Order, patch: Patch = {}, more: More = {}): Plan {
  return planOf(sold, patch, { existing: inLedger(planOf(sold, patch)), undone, ...more });
}

const paymentsOf = (plan: Plan, key: string): string[] =>
  documentOf(plan, key).payments.map(
    ({ direction, amount, account, mode }) => `${direction} ${amount} ${account ?? mode}`,
  );

const voucher = (journal: PlannedJournal | undefined): string[] =>
  (journal?.lines ?? []).map(({ account, debit, credit }) => `${account} ${debit}/${credit}`);

describe("R16, an order taken out of the books", () => {
  it("has its booked invoice credited on the day it was asked for, and its payment taken back on the same account", () => {
    const plan = undo(
      order({ lines: [mug(), book("2")], freight: [parcel()], payments: [movement("sale", "510.00")] }),
    );
    expect(codeOf(plan)).toBe("UNDONE");
    expect(plan.outcome).toMatchObject({ message: "Taken out of the books by hand: Sold by mistake" });
    const previewed = undo(order(), {}, { undone: { ...undone, reason: "" } });
    expect(previewed.outcome).toMatchObject({ message: "Taken out of the books by hand." });
    expect(documentOf(plan, "undo")).toMatchObject({
      kind: "credit_note",
      credits: "invoice",
      date: DAY,
      booking: "book",
      email: null,
    });
    expect(sums(documentOf(plan, "undo"))).toBe("net 438.40 + vat 71.60 = 510.00, rounding 0.00");
    expect(rowsOf(plan, "undo").sort()).toEqual(rowsOf(plan, "invoice").sort());
    expect(paymentsOf(plan, "undo")).toEqual(["out 510.00 1686"]);
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("has an invoice that nobody has booked removed", () => {
    const sold = order();
    const plan = planOf(sold, {}, { existing: inLedger(planOf(sold), false), undone });
    expect(plan).toMatchObject({ documents: [], removals: ["invoice"], outcome: { code: "UNDONE" } });
  });

  it("is credited with what earlier credit notes have left: 249.00 of 498.00", () => {
    const back = refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });
    const plan = undo(order({ lines: [mug("2")], payments: [movement("sale", "498.00")], refunds: [back] }));
    expect(sums(documentOf(plan, "undo"))).toBe("net 199.20 + vat 49.80 = 249.00, rounding 0.00");
    expect(documentOf(plan, "undo").rows).toMatchObject([{ quantity: "1", gross: "249.00" }]);
    const whole = undo(order({ lines: [mug("2")], payments: [movement("sale", "498.00")] }));
    expect(documentOf(whole, "undo").rows).toMatchObject([
      { quantity: "2", unitPrice: "249.00", gross: "498.00" },
    ]);
    expect(paymentsOf(plan, "undo")).toEqual(["out 249.00 1686"]);
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("is held where no document has open what came in: nothing is left lying on an account", () => {
    const nothing = parseMoney("0", "SEK");
    const [line] = order({ lines: [mug("1", { price: "0.01" })], pricesIncludeTax: false }).lines;
    if (line === undefined) throw new Error("no line");
    // A total of nothing, rounded off by 0.40: its invoice owes the customer, and 0.01 of an exchange was paid.
    const sold: Order = {
      ...order({ payments: [movement("capture", "0.01")], pricesIncludeTax: false }),
      lines: [],
      total: nothing,
      totalTax: nothing,
      paymentRounding: parseMoney("-0.40", "SEK"),
      exchangeLines: [{ ...line, id: "X1" }],
    };
    const methods = { card: { account: "1686" } };
    const patch = { orders: { trigger: ["created" as const] }, payments: { methods } };
    expect(undo(sold, patch).outcome).toMatchObject({ state: "held", code: "UNDO_IMPOSSIBLE" });
  });

  it("gives the fee back to its account: 243.65 leaves 1686, 5.35 leaves 6040", () => {
    const fees = { payments: { methods: { card: { account: "1686", fee_account: "6040" } } } };
    const plan = undo(order({ payments: [movement("sale", "249.00", { fee: "5.35" })] }), fees);
    expect(paymentsOf(plan, "undo")).toEqual(["out 243.65 1686", "out 5.35 6040"]);
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("takes a surplus of 11.00 off the account where it is owed, by a voucher", () => {
    const kept = { payments: { methods: { "*": { account: "1686" } }, overpayment_account: "2420" } };
    const plan = undo(order({ payments: [movement("sale", "260.00")] }), kept);
    expect(paymentsOf(plan, "undo")).toEqual(["out 249.00 1686"]);
    expect(plan.journals?.map(({ key, date }) => `${key} ${date}`)).toEqual([`undo ${DAY}`]);
    expect(voucher(plan.journals?.[0])).toEqual(["2420 11.00/0.00", "1686 0.00/11.00"]);
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("paid by card and given back as store credit evens both accounts out", () => {
    const patch = { payments: { methods: { card: { account: "1686" }, store_credit: { account: "2422" } } } };
    const payments = [
      movement("refund", "100.00", { id: "T2", gateway: "store_credit", at: "2026-03-10T12:00:00+01:00" }),
    ];
    const goodwill = refund({ adjustments: [["goodwill", "100.00", null]], payments });
    const plan = undo(order({ refunds: [goodwill] }), patch);
    // 249.00 came in on 1686, 100.00 went out on 2422: 149.00 is left to credit, 100.00 goes from one to the other.
    expect(paymentsOf(plan, "undo")).toEqual(["out 149.00 1686"]);
    expect(voucher(plan.journals?.[0])).toEqual(["2422 100.00/0.00", "1686 0.00/100.00"]);
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("where a mode of payment hides the account is held with the sums, and nothing is written", () => {
    const patch = { payments: { methods: { card: { mode: "KORT" }, store_credit: { account: "2422" } } } };
    const payments = [
      movement("refund", "100.00", { id: "T2", gateway: "store_credit", at: "2026-03-10T12:00:00+01:00" }),
    ];
    const plan = undo(
      order({ refunds: [refund({ adjustments: [["goodwill", "100.00", null]], payments })] }),
      patch,
    );
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
    expect(plan.outcome).toMatchObject({
      state: "held",
      code: "UNDO_IMPOSSIBLE",
      message: expect.stringContaining("100.00 SEK came in by card and went back by store_credit"),
    });
  });

  it("that nobody paid has invoice and credit note settle each other", () => {
    const patch = { orders: { trigger: ["created" as const] }, refunds: { offset_account: "1515" } };
    const plan = undo(order({ payments: [], financialStatus: "pending" }), patch);
    expect(paymentsOf(plan, "undo")).toEqual(["out 249.00 1515"]);
    expect(paymentsOf(plan, "invoice")).toEqual(["in 249.00 1515"]);
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("whose payment nobody has mapped leaves invoice and credit note open against each other, and says so", () => {
    const plan = undo(order(), { payments: { methods: { swish: { account: "1930" } } } });
    expect(documentOf(plan, "undo").payments).toEqual([]);
    expect(plan.warnings).toEqual(["OPEN_AGAINST_EACH_OTHER"]);
  });

  it("takes back rounding on the account it went to", () => {
    const patch = { orders: { cash_rounding_account: "3741" } };
    const plan = undo(
      order({ total: "249.05", cashRounding: "-0.05", payments: [movement("sale", "249.00")] }),
      patch,
    );
    expect(
      documentOf(plan, "undo")
        .rows.slice(1)
        .map(({ account, gross }) => `${account} ${gross}`),
    ).toEqual(["3740 0.05", "3741 -0.05"]);
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("of which three months are earned leaves nothing on the deferral account", () => {
    const DEFERRED = { deferral: { enabled: true, account: "2970" } } as const;
    const at = "2026-01-01T10:00:00+01:00";
    const year = order({
      lines: [{ id: "L1", title: "Plan", price: "15000.00", period: ["2026-01-01", "2026-12-31"] }],
      payments: [movement("sale", "15000.00", { at })],
      createdAt: at,
      updatedAt: at,
    });
    const first = planOf(year, DEFERRED);
    const made = (first.journals ?? []).filter((one) => one.date <= "2026-03-31");
    const plan = planOf(year, DEFERRED, { existing: inLedger(first), journals: made, undone });
    // 3,000 of 12,000 are earned; 9,000 wait on 2970 and go back to 3001 with the credit note.
    expect(
      (plan.journals ?? []).slice(made.length).map((one) => [one.key, one.date, ...voucher(one)]),
    ).toEqual([["defer-undo", DAY, "2970 9000.00/0.00", "3001 0.00/9000.00"]]);
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("in a locked period is held, or corrected on the first open day, as the settings say", () => {
    const locked = facts({ lockedUntil: "2026-04-30" });
    expect(codeOf(undo(order(), {}, { facts: locked }))).toBe("PERIOD_LOCKED");
    const moved = undo(order(), { orders: { locked_period: "next_open_day" } }, { facts: locked });
    expect(documentOf(moved, "undo").date).toBe("2026-05-01");
    expect(documentOf(moved, "undo").payments[0]?.date).toBe("2026-05-01");
  });

  it("is credited as a draft where the ledger leaves booking to a person", () => {
    const plan = undo(order(), {}, { leavesDrafts: "all" });
    expect(documentOf(plan, "undo").booking).toBe("draft");
  });

  it("whose invoice a person credited in the ledger is left to that person", () => {
    const changed = {
      what: "credited",
      message: "Invoice 7 was credited by hand in Fortnox: credit note 8 over 100.00 SEK.",
      creditNote: "8",
      isAccepted: true,
    } as const;
    const existing: ExistingDocument[] = inLedger(planOf(order())).map((one) => ({ ...one, changed }));
    const plan = planOf(order(), {}, { existing, undone });
    expect(codeOf(plan)).toBe("UNDO_IMPOSSIBLE");
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
  });

  it("whose invoice a person cancelled in the ledger needs no credit note", () => {
    const changed = {
      what: "cancelled",
      message: "Invoice 7 was cancelled in Fortnox.",
      creditNote: null,
      isAccepted: true,
    } as const;
    const existing: ExistingDocument[] = inLedger(planOf(order())).map((one) => ({ ...one, changed }));
    const plan = planOf(order(), {}, { existing, undone });
    expect(codeOf(plan)).toBe("UNDONE");
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
  });

  it("does not mind what the shop does with it later, and says that nothing of it is booked", () => {
    const plan = undo(order());
    const later = refund({
      at: "2026-04-05T12:00:00+02:00",
      lines: [["L1", "1", "249.00", "49.80"]],
      money: "249.00",
    });
    const again = planOf(order({ refunds: [later] }), {}, { existing: inLedger(plan), undone });
    expect(again.documents).toEqual(plan.documents);
    expect(again).toMatchObject({ outcome: { code: "UNDONE" }, warnings: ["CHANGED_AFTER_UNDO"] });
    expect(again.notices[0]?.message).toBe(
      "The order was refunded in the shop after it was taken out of the books; nothing of that is booked.",
    );
  });
});
