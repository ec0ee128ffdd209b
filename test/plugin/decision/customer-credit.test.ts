import { describe, expect, it } from "vitest";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { order } from "../../support/orders.ts";
import { codeOf, documentOf, inLedger, planOf, rowsOf, sums } from "../../support/plans.ts";
import { movement } from "../../support/refunds.ts";

const named = {
  liabilities: { customer_balance_account: "2420" },
  refunds: { offset_account: "1515" },
} as const;

/** 100.00 to the credit of Astrid Berg, of which nobody knows yet what it takes back. */
const credit = (more: Parameters<typeof order>[0] = {}) =>
  order({
    kind: "adjustment",
    financialStatus: "pending",
    total: "-100.00",
    lines: [{ title: "Credit note CN-201", price: "-100.00", rate: null, nature: "service", balance: true }],
    payments: [],
    ...more,
  });

/** What an invoice has taken up of it. */
const setOff = (id: string, amount: string) => ({ id, prices: [["L1", amount, "0.00"]] as const });
const booked = inLedger(planOf(credit(), named));
const keys = (plan: Plan) => plan.documents.map((one) => one.key);

describe("R8, credit that no invoice has taken up", () => {
  it("is a credit note on the account of customers' credit, without VAT", () => {
    const plan = planOf(credit(), named);
    expect(documentOf(plan)).toMatchObject({ kind: "credit_note", credits: null, date: "2026-03-02" });
    expect(rowsOf(plan)).toEqual(["2420 0 % 100.00 of which 0.00"]);
    expect(sums(documentOf(plan))).toBe("net 100.00 + vat 0.00 = 100.00, rounding 0.00");
    expect(documentOf(plan).rows[0]).toMatchObject({ kind: "balance", treatment: "outside" });
    expect([codeOf(plan), plan.warnings]).toEqual(["booked", []]);
  });

  it("is skipped while nobody has named an account for it", () => {
    expect(codeOf(planOf(credit()))).toBe("CREDIT_NOT_SET_OFF");
  });

  it("goes back from that account by what an invoice takes up, once", () => {
    const taken = credit({ changes: [setOff("I1", "40.00")] });
    const plan = planOf(taken, named, { existing: booked });
    expect(documentOf(plan, "edit-I1")).toMatchObject({
      kind: "invoice",
      rows: [{ text: "Credit note CN-201, set off" }],
    });
    expect(rowsOf(plan, "edit-I1")).toEqual(["2420 0 % 40.00 of which 0.00"]);
    // The two settle each other; no money has moved.
    expect(documentOf(plan, "edit-I1").payments).toMatchObject([
      { direction: "in", amount: "40.00", account: "1515", setOff: "invoice" },
    ]);
    const again = planOf(taken, named, { existing: inLedger(plan) });
    expect(keys(again)).toEqual(["invoice", "edit-I1"]);
  });

  it("goes back wholly in several parts, whoever is told of them when", () => {
    const first = planOf(credit({ changes: [setOff("I1", "40.00")] }), named, { existing: booked });
    const all = credit({ changes: [setOff("I1", "40.00"), setOff("I2", "60.00")] });
    const late = planOf(all, named, { existing: inLedger(first) });
    expect(keys(late)).toEqual(["invoice", "edit-I1", "edit-I2"]);
    expect(rowsOf(late, "edit-I2")).toEqual(["2420 0 % 60.00 of which 0.00"]);
    expect(keys(planOf(all, named, { existing: booked }))).toEqual(keys(late));
  });

  it("is not booked when all of it was set off before", () => {
    const plan = planOf(credit({ changes: [setOff("I1", "40.00"), setOff("I2", "60.00")] }), named);
    expect([codeOf(plan), plan.documents]).toEqual(["NOTHING_TO_BOOK", []]);
  });

  it("is booked with what was set off of it when a part was set off before", () => {
    const plan = planOf(credit({ changes: [setOff("I1", "40.00")] }), named);
    expect([rowsOf(plan), rowsOf(plan, "edit-I1")]).toEqual([
      ["2420 0 % 100.00 of which 0.00"],
      ["2420 0 % 40.00 of which 0.00"],
    ]);
  });

  it("is paid when the money goes to the customer", () => {
    const paid = credit({
      changes: [setOff("I1", "40.00")],
      payments: [movement("refund", "60.00", { at: "2026-03-06T10:00:00+01:00" })],
    });
    const plan = planOf(paid, named, { existing: booked });
    expect(documentOf(plan).payments).toMatchObject([
      { direction: "out", amount: "60.00", account: "1686", date: "2026-03-06" },
      { direction: "out", amount: "40.00", account: "1515", setOff: "edit-I1" },
    ]);
  });

  it("never goes back by more than was booked", () => {
    const plan = planOf(credit({ changes: [setOff("I1", "110.00")] }), named, { existing: booked });
    expect(plan.outcome).toMatchObject({
      code: "REFUND_EXCEEDS_REMAINING",
      message: "110.00 SEK of the credit was set off, but only 100.00 of it is left in the books.",
      fix: { place: "shop" },
    });
    expect(keys(plan)).toEqual(["invoice"]);
  });

  it("of a business in another country bears no VAT either", () => {
    const abroad = credit({ customer: { type: "B2B", company: "Handel GmbH", country: "DE" } });
    expect(rowsOf(planOf(abroad, named))).toEqual(["2420 0 % 100.00 of which 0.00"]);
  });
});
