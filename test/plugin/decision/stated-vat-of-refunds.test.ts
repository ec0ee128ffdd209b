import { describe, expect, it } from "vitest";
import { book, mug, parcel } from "../../support/orders.ts";
import { codeOf, documentOf, refunded, rowsOf, sums } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

/** 249.00 at 25 % (49.80) and 106.00 at 6 % (6.00). */
const sold = { lines: [mug(), book()] };

const goodwill = (gross: string, tax: string | null, at = sold) =>
  refunded(at, [refund({ adjustments: [["goodwill", gross, tax]], money: gross })]);

describe("R6, VAT that the shop states of an amount without lines", () => {
  it("is that of one rate: 50.00 with 10.00 of VAT is credited at 25 %, 53.00 with 3.00 at 6 %", () => {
    expect(rowsOf(goodwill("50.00", "10.00"), "refund-R1")).toEqual(["3001 25 % 50.00 of which 10.00"]);
    const atSix = goodwill("53.00", "3.00");
    expect(rowsOf(atSix, "refund-R1")).toEqual(["3003 6 % 53.00 of which 3.00"]);
    expect(documentOf(atSix, "refund-R1").rows[0]?.why).toBe(
      "amount without lines, at the rate to which its stated VAT belongs (R6)",
    );
  });

  it("is spread over all rates when it is the VAT of the spread, or none is stated", () => {
    // 50.00 over 249.00 and 106.00: 35.07 (7.01) and 14.93 (0.85).
    for (const tax of ["7.86", null]) {
      expect(rowsOf(goodwill("50.00", tax), "refund-R1")).toEqual([
        "3001 25 % 35.07 of which 7.01",
        "3003 6 % 14.93 of which 0.85",
      ]);
    }
  });

  it("tells how an amount is divided between two rates: 103.00 with 13.00 is 50.00 and 53.00", () => {
    // x / 5 + (103.00 - x) * 6 / 106 = 13.00 gives x = 50.00. Spread evenly 103.00 would bear 16.19.
    const plan = goodwill("103.00", "13.00");
    expect(rowsOf(plan, "refund-R1")).toEqual([
      "3001 25 % 50.00 of which 10.00",
      "3003 6 % 53.00 of which 3.00",
    ]);
    expect(sums(documentOf(plan, "refund-R1"))).toBe("net 90.00 + vat 13.00 = 103.00, rounding 0.00");
  });

  it("chooses the one rate of three that explains it", () => {
    const three = { lines: [mug(), book(), mug("1", { id: "L3", price: "112.00", rate: "12" })] };
    expect(rowsOf(goodwill("56.00", "6.00", three), "refund-R1")).toEqual(["3002 12 % 56.00 of which 6.00"]);
  });

  it("does not ask on which accounts goods of one rate were sold", () => {
    const rules = [
      {
        when: [{ field: "line.kind" as const, op: "is" as const, value: "shipping" }],
        set: { account: "3520" },
      },
    ];
    const back = refund({ adjustments: [["goodwill", "100.00", "20.00"]], money: "100.00" });
    // 100.00 over 249.00 and 49.00: 83.56 (16.71) and 16.44 (3.29).
    expect(rowsOf(refunded({ ...sold, freight: [parcel()] }, [back], { rules }), "refund-R1")).toEqual([
      "3001 25 % 83.56 of which 16.71",
      "3520 25 % 16.44 of which 3.29",
    ]);
  });

  it("never credits more at a rate than is left of it", () => {
    // 150.00 with 8.49 would be 6 % alone, but only 106.00 is left there.
    expect(codeOf(goodwill("150.00", "8.49"))).toBe("TOTAL_MISMATCH");
  });

  it("is held, without calling the shop wrong, when no rate or more than one choice explains it", () => {
    expect(goodwill("50.00", "20.00").outcome).toMatchObject({
      code: "TOTAL_MISMATCH",
      message:
        "The shop states 20.00 SEK of VAT in 50.00 paid back, and what is left at 25 %, 6 % does not tell which rates that belongs to.",
    });
    // 8.00 could be 25 % and 12 %, or 25 % and 6 %.
    const three = { lines: [mug(), book(), mug("1", { id: "L3", price: "112.00", rate: "12" })] };
    expect(codeOf(goodwill("50.00", "8.00", three))).toBe("TOTAL_MISMATCH");
  });

  it("is followed for a restocking fee too: 25.00 with 5.00 of VAT lowers what comes back at 25 %", () => {
    const back = refund({
      lines: [
        ["L1", "1", "249.00", "49.80"],
        ["L2", "1", "106.00", "6.00"],
      ],
      adjustments: [["restocking_fee", "-25.00", "-5.00"]],
      money: "330.00",
    });
    expect(rowsOf(refunded(sold, [back]), "refund-R1")).toEqual([
      "3001 25 % 249.00 of which 49.80",
      "3003 6 % 106.00 of which 6.00",
      "3001 25 % -25.00 of which -5.00",
    ]);
  });
});
