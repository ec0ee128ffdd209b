import { describe, expect, it } from "vitest";
import { mug, order } from "../../support/orders.ts";
import { documentOf, facts, inLedger, planOf, rowsOf, sums } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

const dinars = { facts: facts({ currencies: [{ code: "KWD", rate: "34" }] }), decimals: 2 };

describe("R3, amounts finer than the ledger keeps", () => {
  it("are rounded row by row, and a rounding row meets the charge", () => {
    // 1.235 + 2.475 = 3.710: in cents 1.24 + 2.48 = 3.72, so 0.01 is taken off.
    const lines = [mug("1", { id: "a", price: "1.235" }), mug("1", { id: "b", price: "2.475" })];
    const plan = planOf(order({ currency: "KWD", lines }), {}, dinars);
    expect(rowsOf(plan)).toEqual([
      "3001 25 % 1.240 of which 0.250",
      "3001 25 % 2.480 of which 0.500",
      "3740 0 % -0.010 of which 0.000",
    ]);
    expect(sums(documentOf(plan))).toBe("net 2.970 + vat 0.750 = 3.720, rounding -0.010");
    const back = order({ currency: "KWD", lines, refunds: [refund({ currency: "KWD", money: "3.710" })] });
    const credit = documentOf(planOf(back, {}, { ...dinars, existing: inLedger(plan) }), "refund-R1");
    expect([credit.gross, credit.rounding]).toEqual(["3.710", "0.000"]);
  });

  it("that the ledger cannot hold at all are held", () => {
    const sold = order({ currency: "KWD", lines: [mug("3", { price: "1.235" })] });
    expect(planOf(sold, {}, dinars).outcome).toMatchObject({
      state: "held",
      code: "LEDGER_REJECTED",
      message: "Fortnox keeps 2 decimals, which cannot hold 3.705 KWD.",
    });
  });
});

describe("R2, unit prices with four decimals", () => {
  it("are one row of the line's amount, with the quantity in its text", () => {
    // 1000 x 0.0125 = 12.50
    const plan = planOf(order({ lines: [mug("1000", { title: "Pin", price: "0.0125" })] }));
    expect(documentOf(plan).rows[0]).toMatchObject({
      quantity: "1",
      unitPrice: "12.50",
      text: "Pin (1000 pcs)",
      gross: "12.50",
      vat: "2.50",
    });
  });

  it("and quantities with decimals stay as they are where two decimals hold them", () => {
    const ribbon = (quantity: string, price: string) => mug(quantity, { title: "Ribbon", price });
    // 2.5 m at 10.00 and 0.333 m at 30.00 = 9.99
    expect(documentOf(planOf(order({ lines: [ribbon("2.5", "10.00")] }))).rows[0]).toMatchObject({
      quantity: "2.5",
      unitPrice: "10.00",
      gross: "25.00",
    });
    expect(documentOf(planOf(order({ lines: [ribbon("0.333", "30.00")] }))).rows[0]).toMatchObject({
      quantity: "1",
      unitPrice: "9.99",
      text: "Ribbon (0.333 pcs)",
    });
  });
});
