import { describe, expect, it } from "vitest";
import { mug, order } from "../../support/orders.ts";
import { codeOf, documentOf, inLedger, planOf, refunded, rowsOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const whole = [["L1", "1", "249.00", "49.80"]] as const;
const sentences = (plan: ReturnType<typeof planOf>) =>
  plan.notices.map((one) => `${one.code}: ${one.message}`);

describe("R6, a refund of which less money is seen than it credits", () => {
  it("is booked, and the order says what is open: 200.00 of 249.00", () => {
    const plan = refunded({}, [refund({ lines: whole, money: "200.00" })]);
    expect(codeOf(plan)).toBe("booked");
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 249.00 of which 49.80"]);
    expect(documentOf(plan, "refund-R1").payments.map((one) => one.amount)).toEqual(["200.00"]);
    expect(sentences(plan)).toEqual([
      "REFUND_PARTLY_PAID: The shop shows only 200.00 SEK paid back for the refund of 2026-03-10, so 49.00 SEK of its credit note is open.",
    ]);
  });

  it("says nothing when all of it came back, in two movements or less a fee", () => {
    const two = refund({
      lines: whole,
      payments: [movement("refund", "200.00", { id: "T8" }), movement("refund", "49.00", { id: "T9" })],
    });
    const fee = refund({ lines: whole, adjustments: [["restocking_fee", "-25.00", null]], money: "224.00" });
    for (const one of [two, fee]) expect(refunded({}, [one]).warnings).toEqual([]);
  });

  it("says nothing of what an open invoice of the order takes: 100.00 of 249.00 had been paid", () => {
    const early = { orders: { trigger: ["created" as const] }, refunds: { offset_account: "1515" } };
    const partly = { financialStatus: "partially_paid" as const, payments: [movement("sale", "100.00")] };
    const plan = refunded(partly, [refund({ lines: whole, money: "100.00" })], early);
    expect(plan.warnings).toEqual([]);
    expect(documentOf(plan, "refund-R1").payments.map((one) => one.amount)).toEqual(["100.00", "149.00"]);
  });

  it("says nothing once the money is there", () => {
    const first = refunded({}, [refund({ lines: whole, money: "200.00" })]);
    const more = refund({ id: "R2", at: "2026-03-12T12:00:00+01:00", money: "49.00" });
    const plan = planOf(
      order({ refunds: [refund({ lines: whole, money: "200.00" }), more] }),
      {},
      {
        existing: inLedger(first),
      },
    );
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
    expect(plan.warnings).toEqual([]);
  });
});

describe("R6, a refund without any movement of money", () => {
  const silent = refund({ lines: whole });

  it("is booked when the shop calls the order refunded, and says that the money was not seen", () => {
    const plan = refunded({ financialStatus: "refunded" }, [silent]);
    expect(codeOf(plan)).toBe("booked");
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 249.00 of which 49.80"]);
    expect(sentences(plan)).toEqual([
      "REFUND_PARTLY_PAID: The shop shows no money paid back for the refund of 2026-03-10, so 249.00 SEK of its credit note is open.",
    ]);
  });

  it("is booked with the money that a later refund shows", () => {
    const later = refund({ id: "R2", at: "2026-03-12T12:00:00+01:00", money: "249.00" });
    const plan = refunded({}, [silent, later]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
    expect(documentOf(plan, "refund-R1").payments).toMatchObject([{ id: "T-R2", amount: "249.00" }]);
    expect(plan).toMatchObject({ outcome: { state: "booked" }, warnings: [] });
  });

  it("is booked when a dearer mug that an edit added is worth what came back", () => {
    const changes = [{ added: [mug("1", { id: "A1" })] }];
    const plan = refunded({ changes }, [silent]);
    expect(codeOf(plan)).toBe("booked");
    expect(documentOf(plan, "refund-R1").gross).toBe("249.00");
  });
});

describe("R6, a refund whose money failed", () => {
  const failed = (told: Parameters<typeof refund>[0] = {}) =>
    refund({ ...told, payments: [movement("refund", "100.00", { id: "T9", status: "failure" })] });

  it("waits when it says what came back, and says that the money failed", () => {
    const plan = refunded({}, [failed({ lines: [["L1", "1", "100.00", "20.00"]] })]);
    expect(plan.outcome).toMatchObject({
      code: "REFUND_PENDING",
      message: "The refund of 100.00 SEK failed at the payment provider; it is booked when the money moves.",
    });
  });

  it("leaves the order booked when it was nothing but that money", () => {
    const plan = refunded({}, [failed()]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
    expect(plan).toMatchObject({ outcome: { state: "booked" }, warnings: [] });
  });

  it("does not hinder the next try from being booked", () => {
    const again = refund({ id: "R2", at: "2026-03-12T12:00:00+01:00", money: "100.00" });
    const plan = refunded({}, [failed(), again]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R2"]);
    expect(codeOf(plan)).toBe("booked");
  });
});
