import { describe, expect, it } from "vitest";
import { book, mug, order, to } from "../../support/orders.ts";
import {
  codeOf,
  documentOf,
  facts,
  inLedger,
  planOf,
  refunded,
  rowsOf,
  sums,
  withOss,
} from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

// The order is in the ledger already when it is refunded, unless a test says otherwise.
const back = refund;

describe("R6, amounts without lines", () => {
  it("contain VAT and are spread over two rates by largest remainder", () => {
    // 100.00 over 249.00 at 25 % and 212.00 at 6 %: 54.01 (10.80) and 45.99 (2.60).
    const sold = { lines: [mug(), book("2")] };
    const plan = refunded(sold, [back({ adjustments: [["goodwill", "100.00", null]], money: "100.00" })]);
    expect(rowsOf(plan, "refund-R1")).toEqual([
      "3001 25 % 54.01 of which 10.80",
      "3003 6 % 45.99 of which 2.60",
    ]);
    expect(sums(documentOf(plan, "refund-R1"))).toBe("net 86.60 + vat 13.40 = 100.00, rounding 0.00");
  });

  it("are the money itself when a refund says nothing else", () => {
    const plan = refunded({}, [back({ money: "50.00", note: "Scratched" })]);
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 50.00 of which 10.00"]);
    expect(documentOf(plan, "refund-R1").rows[0]?.text).toBe("Scratched");
  });

  it("bear the VAT the platform states", () => {
    const plan = refunded({}, [back({ adjustments: [["other", "50.00", "9.99"]], money: "50.00" })]);
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 50.00 of which 9.99"]);
  });

  it("never pass what is left of the invoice", () => {
    const plan = refunded({}, [back({ adjustments: [["goodwill", "249.01", null]], money: "249.01" })]);
    expect(codeOf(plan)).toBe("REFUND_EXCEEDS_REMAINING");
  });

  it("lower the sale and not the debt of a gift card sold with it", () => {
    const card = mug("1", { id: "G1", price: "500.00", rate: null, giftCard: true });
    const plan = refunded({ lines: [mug(), card] }, [back({ money: "100.00" })]);
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 100.00 of which 20.00"]);
  });

  it("leave the remainder of VAT to the credit that empties the rate", () => {
    const sold = { lines: [mug("3", { price: "19.99" })] };
    const part = (id: string, day: number, money: string) =>
      back({ id, at: `2026-03-${day}T12:00:00Z`, money });
    // 59.97 with 11.99 of VAT: 20.00 (4.00), 20.00 (4.00), 19.97 (calculated 3.99).
    const plan = refunded(sold, [part("R1", 10, "20.00"), part("R2", 11, "20.00"), part("R3", 12, "19.97")]);
    expect(["R1", "R2", "R3"].map((id) => documentOf(plan, `refund-${id}`).vat)).toEqual([
      "4.00",
      "4.00",
      "3.99",
    ]);
  });

  it("lower their rate for the lines too: what is left of the rate goes with its VAT", () => {
    const plan = refunded({}, [
      back({
        id: "R1",
        at: "2026-03-10T12:00:00Z",
        adjustments: [["goodwill", "49.01", null]],
        money: "49.01",
      }),
      back({
        id: "R2",
        at: "2026-03-11T12:00:00Z",
        lines: [["L1", "1", "199.99", "39.99"]],
        money: "199.99",
      }),
    ]);
    // 49.01 contains 9.80; of 49.80 there are 40.00 left, not the 39.99 the platform states.
    expect(["R1", "R2"].map((id) => documentOf(plan, `refund-${id}`).vat)).toEqual(["9.80", "40.00"]);
    const more = back({
      id: "R2",
      at: "2026-03-11T12:00:00Z",
      lines: [["L1", "1", "200.00", "40.00"]],
      money: "200.00",
    });
    const first = back({ id: "R1", at: "2026-03-10T12:00:00Z", money: "49.01" });
    expect(codeOf(refunded({}, [first, more]))).toBe("REFUND_EXCEEDS_REMAINING");
  });

  it("are not settled by money that came in later", () => {
    const payments = [
      movement("sale", "249.00"),
      movement("sale", "249.00", { id: "T2", at: "2026-03-12T10:00:00Z" }),
    ];
    const plan = refunded({ payments }, [back({ money: "49.00" })]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
  });

  it("settle an earlier credit instead of crediting twice", () => {
    const changes = [{ prices: [["L1", "-49.00", "-9.80"]] as const }];
    const plan = refunded({ changes }, [back({ money: "49.00" })]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "edit-E1"]);
    expect(documentOf(plan, "edit-E1").payments).toMatchObject([
      { id: "T-R1", direction: "out", amount: "49.00" },
    ]);
  });

  it("give back what was paid twice without touching the sale", () => {
    const payments = [movement("sale", "249.00"), movement("sale", "249.00", { id: "T2" })];
    const plan = refunded({ payments }, [back({ money: "249.00" })]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
    // Neither the second payment nor its return has a document, so the ledger sees neither.
    expect(documentOf(plan).payments.map((one) => `${one.direction} ${one.amount}`)).toEqual(["in 249.00"]);
    expect(plan.warnings).toEqual([]);
  });
});

describe("R6, restocking fees", () => {
  const lines = [["L1", "1", "249.00", "49.80"]] as const;
  const withFee = back({ lines, adjustments: [["restocking_fee", "-25.00", null]], money: "224.00" });

  it("lower the credit at the rate of what was returned", () => {
    const plan = refunded({}, [withFee]);
    expect(rowsOf(plan, "refund-R1")).toEqual([
      "3001 25 % 249.00 of which 49.80",
      "3001 25 % -25.00 of which -5.00",
    ]);
    expect(sums(documentOf(plan, "refund-R1"))).toBe("net 179.20 + vat 44.80 = 224.00, rounding 0.00");
  });

  it("go to their own account when the merchant names one", () => {
    const plan = refunded({}, [withFee], { refunds: { restocking_fee_account: "3990" } });
    expect(rowsOf(plan, "refund-R1")[1]).toBe("3990 25 % -25.00 of which -5.00");
  });

  it("above what is refunded are held", () => {
    const absurd = back({ lines, adjustments: [["restocking_fee", "-250.00", null]] });
    expect(codeOf(refunded({}, [absurd]))).toBe("TOTAL_MISMATCH");
  });
});

describe("R6, when a refund is booked", () => {
  const lines = [["L1", "1", "100.00", "20.00"]] as const;

  it("waits for money that is on its way or failed", () => {
    for (const status of ["pending", "failure"] as const) {
      const plan = refunded({}, [
        back({ lines, payments: [movement("refund", "100.00", { id: "T9", status })] }),
      ]);
      expect(codeOf(plan)).toBe("REFUND_PENDING");
      expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
    }
  });

  it("comes with the sale when the order was refunded in part before its first transfer", () => {
    const plan = planOf(order({ refunds: [back({ lines, money: "100.00" })] }));
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
  });

  it("books nothing at all when everything was paid and given back before the first transfer", () => {
    const all = back({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });
    expect(codeOf(planOf(order({ financialStatus: "refunded", refunds: [all] })))).toBe("NOTHING_TO_BOOK");
    const cash = order({
      cashRounding: "-0.40",
      lines: [mug("1", { price: "249.40" })],
      refunds: [back({ money: "249.00" })],
    });
    expect(codeOf(planOf(cash))).toBe("NOTHING_TO_BOOK");
    const both = planOf(order({ refunds: [all] }), { orders: { refunded_before_transfer: "book" } });
    expect(both.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
  });

  it("leaves refunds to the merchant who does not want them booked", () => {
    const plan = refunded({}, [back({ lines, money: "100.00" })], { refunds: { enabled: false } });
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
  });

  it("makes no credit note for goods that came back without money", () => {
    const plan = refunded({}, [back({ lines: [["L1", "1", "0.00", "0.00"]] })]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
    expect(codeOf(plan)).toBe("booked");
  });

  it("mirrors treatment, country and exchange rate of the original", () => {
    const sold = { lines: [mug("1", { price: "119.00", rate: "19" })], currency: "EUR", ...to("DE") };
    const made = planOf(order(sold), withOss);
    const later = facts({ currencies: [{ code: "EUR", rate: "12.0000" }] });
    const lines119 = [["L1", "1", "119.00", "19.00"]] as const;
    const again = order({ ...sold, refunds: [back({ currency: "EUR", lines: lines119, money: "119.00" })] });
    const credit = documentOf(
      planOf(again, withOss, { existing: inLedger(made), facts: later }),
      "refund-R1",
    );
    expect(credit).toMatchObject({
      exchangeRate: "11.2345",
      rows: [{ treatment: "oss", country: "DE", vatRate: "19", account: "3106", vatCode: "OSSDE19" }],
    });
  });
});
