import { describe, expect, it } from "vitest";
import type { Plan } from "../../../plugin/domain/plan.ts";
import {
  book,
  business,
  codeOf,
  documentOf,
  facts,
  inLedger,
  movement,
  mug,
  order,
  parcel,
  planOf,
  refund,
  rowsOf,
  sums,
  to,
  withOss,
} from "../../support/orders.ts";

// The order is in the ledger already when it is refunded, unless a test says otherwise.
type Sold = Parameters<typeof order>[0];
function refunded(sold: Sold, refunds: ReturnType<typeof refund>[], patch = {}): Plan {
  const made = planOf(order(sold), patch);
  return planOf(order({ ...sold, refunds }), patch, { existing: inLedger(made) });
}
const back = refund;

describe("R6, full refunds", () => {
  it("mirror the sale: same rates, accounts and sums, dated the day of the refund", () => {
    const sold = { lines: [mug("2"), book()], freight: [parcel()] };
    const plan = refunded(sold, [
      back({
        at: "2026-03-10T23:30:00Z",
        lines: [
          ["L1", "2", "498.00", "99.60"],
          ["L2", "1", "106.00", "6.00"],
        ],
        freight: [["SH1", "49.00", "9.80"]],
        money: "653.00",
      }),
    ]);
    const credit = documentOf(plan, "refund-R1");
    expect(credit).toMatchObject({ kind: "credit_note", credits: "invoice", date: "2026-03-11" });
    expect(rowsOf(plan, "refund-R1")).toEqual(rowsOf(plan));
    expect(sums(credit)).toBe(sums(documentOf(plan)));
    expect(codeOf(plan)).toBe("booked");
  });

  it("take back the rounding of the invoice too", () => {
    const lines = [["L1", "1", "249.00", "49.80"]] as const;
    for (const [total, rounding] of [
      ["249.05", "0.05"],
      ["248.95", "-0.05"],
    ] as const) {
      for (const told of [{ lines, money: total }, { lines }]) {
        const credit = documentOf(refunded({ total }, [back(told)]), "refund-R1");
        expect(sums(credit)).toBe(`net 199.20 + vat 49.80 = 249.00, rounding ${rounding}`);
      }
    }
  });

  it("take back cash rounding too", () => {
    const sold = { lines: [mug("1", { price: "249.40" })], cashRounding: "-0.40" };
    const plan = refunded(sold, [back({ lines: [["L1", "1", "249.40", "49.88"]], money: "249.00" })]);
    expect(sums(documentOf(plan, "refund-R1"))).toBe("net 199.52 + vat 49.88 = 249.40, rounding -0.40");
  });

  it("give discounts back with the lines they reduced", () => {
    const sold = { lines: [mug(), mug("1", { id: "D1", title: "Discount", price: "-50.00" })] };
    const lines = [
      ["L1", "1", "249.00", "49.80"],
      ["D1", "1", "-50.00", "-10.00"],
    ] as const;
    const plan = refunded(sold, [back({ lines, money: "199.00" })]);
    expect(sums(documentOf(plan, "refund-R1"))).toBe("net 159.20 + vat 39.80 = 199.00, rounding 0.00");
  });
});

describe("R6, partial refunds", () => {
  it("of 3 x 19.99, one at a time, credit 4.00, 4.00 and the remainder of 3.99 of VAT", () => {
    const sold = { lines: [mug("3", { price: "19.99" })] };
    const one = (id: string, day: number) =>
      back({
        id,
        at: `2026-03-${day}T12:00:00+01:00`,
        lines: [["L1", "1", "19.99", "4.00"]],
        money: "19.99",
      });
    const plan = refunded(sold, [one("R1", 10), one("R2", 11), one("R3", 12)]);
    const vat = ["R1", "R2", "R3"].map((id) => documentOf(plan, `refund-${id}`).vat);
    expect(vat).toEqual(["4.00", "4.00", "3.99"]);
    expect(documentOf(plan).vat).toBe("11.99");
  });

  it("of freight only credit the freight's row", () => {
    const plan = refunded({ freight: [parcel()] }, [
      back({ freight: [["SH1", "49.00", "9.80"]], money: "49.00" }),
    ]);
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 49.00 of which 9.80"]);
    expect(documentOf(plan, "refund-R1").rows[0]).toMatchObject({ kind: "shipping", text: "Parcel" });
  });

  it("tell a line from a shipping line with the same id", () => {
    const sold = { lines: [mug("1", { id: "1" })], freight: [parcel({ id: "1" })] };
    expect(codeOf(refunded(sold, [back({ freight: [["1", "60.00", "12.00"]], money: "60.00" })]))).toBe(
      "REFUND_EXCEEDS_REMAINING",
    );
  });

  it("of freight at two rates are shared by what is left of each", () => {
    const freight = parcel({
      price: "100.00",
      taxLines: [
        { rate: "6", amount: "3.90" },
        { rate: "25", amount: "8.75" },
      ],
    });
    const sold = { pricesIncludeTax: false, freight: [freight] };
    // Half of 112.65 = 56.33: over 68.90 and 43.75 it is 34.45 (1.95) and 21.88 (4.38).
    const plan = refunded(sold, [back({ freight: [["SH1", "56.33", "6.33"]], money: "56.33" })]);
    expect(rowsOf(plan, "refund-R1")).toEqual([
      "3003 6 % 34.45 of which 1.95",
      "3001 25 % 21.88 of which 4.38",
    ]);
  });

  it("never credit more than is left of a line, and hold the order instead", () => {
    const plan = refunded({}, [
      back({
        id: "R1",
        at: "2026-03-10T12:00:00Z",
        lines: [["L1", "1", "200.00", "40.00"]],
        money: "200.00",
      }),
      back({ id: "R2", at: "2026-03-11T12:00:00Z", lines: [["L1", "1", "60.00", "12.00"]], money: "60.00" }),
    ]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
    expect(plan.outcome).toMatchObject({
      code: "REFUND_EXCEEDS_REMAINING",
      message: "The shop paid back 60.00 SEK, but only 49.00 of the invoice is left.",
    });
  });

  it("hold even one öre more than was charged", () => {
    const plan = refunded({}, [back({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.01" })]);
    expect(codeOf(plan)).toBe("REFUND_EXCEEDS_REMAINING");
  });

  it("put cents between lines and money on a rounding row, and hold what is more", () => {
    const lines = [["L1", "0.5", "124.50", "24.90"]] as const;
    const plan = refunded({}, [back({ lines, money: "124.60" })]);
    expect(sums(documentOf(plan, "refund-R1"))).toBe("net 99.60 + vat 24.90 = 124.50, rounding 0.10");
    expect(codeOf(refunded({}, [back({ lines, money: "124.61" })]))).toBe("TOTAL_MISMATCH");
  });

  it("credit VAT as the platform states it", () => {
    const plan = refunded({}, [back({ lines: [["L1", "0.5", "124.50", "24.91"]], money: "124.50" })]);
    expect(documentOf(plan, "refund-R1").vat).toBe("24.91");
  });

  it("contain VAT where the platform states none, and are held where no rounding explains it", () => {
    const half = (tax: string) =>
      refunded({}, [back({ lines: [["L1", "0.5", "124.50", tax]], money: "124.50" })]);
    expect(documentOf(half("0.00"), "refund-R1").vat).toBe("24.90");
    expect(codeOf(half("49.80"))).toBe("TOTAL_MISMATCH");
  });

  it("take back the VAT that was booked for an unchecked number, though the shop charged none", () => {
    const sold = {
      lines: [mug("1", { rate: "0" })],
      ...to("DE"),
      customer: business("DE", "DE123456789", null),
    };
    const lines = [["L1", "0.5", "124.50", "0.00"]] as const;
    const plan = refunded(sold, [back({ lines, money: "124.50" })], { vat: { unknown_number: "charge" } });
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 124.50 of which 24.90"]);
  });
});

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
    const more = back({ id: "R2", at: "2026-03-11T12:00:00Z", lines: [["L1", "1", "200.00", "40.00"]] });
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
    expect(documentOf(plan).payments.map((one) => `${one.direction} ${one.amount}`)).toEqual([
      "in 249.00",
      "in 249.00",
      "out 249.00",
    ]);
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
