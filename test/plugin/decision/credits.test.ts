import { describe, expect, it } from "vitest";
import { book, business, mug, parcel, to } from "../../support/orders.ts";
import { codeOf, documentOf, refunded, rowsOf, sums } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

// The order is in the ledger already when it is refunded, unless a test says otherwise.
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
        const plan = refunded({ total, financialStatus: "refunded" }, [back(told)]);
        const credit = documentOf(plan, "refund-R1");
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
