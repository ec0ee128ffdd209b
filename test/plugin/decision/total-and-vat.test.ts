import { describe, expect, it } from "vitest";
import { book, mug, order, parcel } from "../../support/orders.ts";
import { codeOf, documentOf, planOf, rowsOf, sums } from "../../support/plans.ts";

describe("R1, the total", () => {
  it("books what the shop charged: goods, discount and freight", () => {
    const plan = planOf(order({ lines: [mug("2", { discount: "48.00" })], freight: [parcel()] }));
    // 2 x 249.00 - 48.00 = 450.00, of which VAT 90.00; freight 49.00, of which 9.80
    expect(rowsOf(plan)).toEqual(["3001 25 % 450.00 of which 90.00", "3001 25 % 49.00 of which 9.80"]);
    expect(sums(documentOf(plan))).toBe("net 399.20 + vat 99.80 = 499.00, rounding 0.00");
    expect(codeOf(plan)).toBe("booked");
  });

  it("keeps each rate on its own account", () => {
    const plan = planOf(order({ lines: [mug(), book("2")] }));
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3003 6 % 212.00 of which 12.00"]);
    expect(sums(documentOf(plan))).toBe("net 399.20 + vat 61.80 = 461.00, rounding 0.00");
  });
});

describe("R2, VAT as charged", () => {
  it("takes the shop's 12.00 of VAT on 3 x 19.99, not the 11.99 of a calculation", () => {
    const lines = [mug("3", { price: "19.99", tax: "12.00" })];
    const plan = planOf(order({ lines }));
    expect(sums(documentOf(plan))).toBe("net 47.97 + vat 12.00 = 59.97, rounding 0.00");
    expect(documentOf(plan).rows[0]).toMatchObject({ quantity: "3", unitPrice: "19.99" });
  });

  it("books 3 x 19.99 with 11.99 of VAT when that is what was charged", () => {
    const plan = planOf(order({ lines: [mug("3", { price: "19.99" })] }));
    expect(sums(documentOf(plan))).toBe("net 47.98 + vat 11.99 = 59.97, rounding 0.00");
  });

  it("books 3 pieces at 129.99 net as 487.46, not as three times the rounded 162.49", () => {
    const plan = planOf(
      order({ pricesIncludeTax: false, lines: [mug("3", { price: "129.99", tax: "97.49" })] }),
    );
    // 3 x 129.99 = 389.97; 25 % = 97.4925, charged 97.49
    expect(sums(documentOf(plan))).toBe("net 389.97 + vat 97.49 = 487.46, rounding 0.00");
    expect(documentOf(plan)).toMatchObject({
      rowForm: "net",
      rows: [{ quantity: "3", unitPrice: "129.99" }],
    });
  });

  it("never rounds a unit price: 487.46 for three pieces is one row of 487.46", () => {
    const lines = [mug("3", { price: "162.486666666667", tax: "97.49" })];
    const plan = planOf(order({ lines, total: "487.46" }));
    expect(documentOf(plan).rows).toMatchObject([
      { quantity: "1", unitPrice: "487.46", text: "Mug (3 pcs)" },
    ]);
    expect(sums(documentOf(plan))).toBe("net 389.97 + vat 97.49 = 487.46, rounding 0.00");
  });

  it("keeps the rate of an amount whose VAT rounds to nothing", () => {
    const plan = planOf(order({ lines: [mug(), mug("1", { id: "L2", price: "0.02", tax: "0.00" })] }));
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3001 25 % 0.02 of which 0.00"]);
  });

  it("rounds VAT that a platform prints with four decimals to the öre", () => {
    const lines = [mug("1", { price: "99.99", tax: "19.9980" })];
    const plan = planOf(order({ lines, totalTax: "19.9980" }));
    expect(sums(documentOf(plan))).toBe("net 79.99 + vat 20.00 = 99.99, rounding 0.00");
  });

  it("books ten lines of 0.99 with 0.20 of VAT each, 2.00 in all where a calculation says 1.98", () => {
    const lines = Array.from({ length: 10 }, (_, index) => mug("1", { id: `L${index}`, price: "0.99" }));
    expect(sums(documentOf(planOf(order({ lines }))))).toBe("net 7.90 + vat 2.00 = 9.90, rounding 0.00");
  });
});

describe("R3, differences", () => {
  const off = (total: string, more = {}) => planOf(order({ total, ...more }));

  it("books a difference of 0.10 on one rounding row without VAT", () => {
    const plan = off("249.10");
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3740 0 % 0.10 of which 0.00"]);
    expect(sums(documentOf(plan))).toBe("net 199.20 + vat 49.80 = 249.00, rounding 0.10");
    expect(sums(documentOf(off("248.90")))).toBe("net 199.20 + vat 49.80 = 249.00, rounding -0.10");
  });

  it("holds a difference of 0.11 and names both sums", () => {
    const plan = off("249.11");
    expect(codeOf(plan)).toBe("TOTAL_MISMATCH");
    expect(plan.documents).toEqual([]);
    expect(plan.outcome).toMatchObject({
      message: "The shop says 249.11 SEK but the order's lines add up to 249.00. We never guess 0.11.",
      fix: { place: "settings", field: "orders.rounding_tolerance" },
    });
    expect(codeOf(off("248.89"))).toBe("TOTAL_MISMATCH");
  });

  it("points to the tolerance where it could be raised that far, to the order where it could not", () => {
    // No tolerance goes beyond 1.00.
    expect(off("250.00").outcome).toMatchObject({ fix: { field: "orders.rounding_tolerance" } });
    expect(off("250.01").outcome).toMatchObject({ fix: { place: "order" } });
  });

  it("follows the merchant's tolerance up to 1.00 and his rounding account", () => {
    const more = { orders: { rounding_tolerance: "1.00", rounding_account: "3741" } };
    expect(rowsOf(planOf(order({ total: "250.00" }), more))).toContain("3741 0 % 1.00 of which 0.00");
    expect(codeOf(planOf(order({ total: "250.01" }), more))).toBe("TOTAL_MISMATCH");
    expect(codeOf(planOf(order({ total: "249.01" }), { orders: { rounding_tolerance: "0" } }))).toBe(
      "TOTAL_MISMATCH",
    );
  });

  it("lets VAT alone differ by 0.01 and half an öre for each row", () => {
    // One row: 0.015, so 0.01 passes and 0.02 does not.
    expect(sums(documentOf(off("249.00", { totalTax: "49.81" })))).toBe(
      "net 199.20 + vat 49.80 = 249.00, rounding 0.00",
    );
    expect(codeOf(off("249.00", { totalTax: "49.82" }))).toBe("TOTAL_MISMATCH");
    const lines = Array.from({ length: 10 }, (_, index) => mug("1", { id: `L${index}` }));
    expect(codeOf(planOf(order({ lines, totalTax: "498.06" })))).toBe("booked");
    expect(codeOf(planOf(order({ lines, totalTax: "498.07" })))).toBe("TOTAL_MISMATCH");
  });

  it("holds VAT that is not the rate's share of the price", () => {
    expect(codeOf(planOf(order({ lines: [mug("1", { tax: "62.25" })] })))).toBe("TOTAL_MISMATCH");
    expect(codeOf(planOf(order({ lines: [mug("1", { tax: "-49.80" })] })))).toBe("TOTAL_MISMATCH");
  });

  it("lets the VAT of one rate differ by 0.01 and half an öre for each of its rows", () => {
    // Two mugs at 249.00 contain 99.60 of VAT; 0.02 is what two rows explain.
    const charged = (first: string, second: string) =>
      planOf(order({ lines: [mug("1", { tax: first }), mug("1", { id: "L2", tax: second })] }));
    expect(sums(documentOf(charged("49.81", "49.81")))).toBe(
      "net 398.38 + vat 99.62 = 498.00, rounding 0.00",
    );
    expect(codeOf(charged("49.81", "49.82"))).toBe("TOTAL_MISMATCH");
    expect(codeOf(charged("49.79", "49.79"))).toBe("booked");
    expect(codeOf(charged("49.79", "49.78"))).toBe("TOTAL_MISMATCH");
  });

  it("takes a rate of 100 %, of which half the price is VAT", () => {
    const sold = order({ lines: [mug("1", { rate: "100", price: "200.00" })] });
    const plan = planOf(sold, {
      vat: { treatments: [{ treatment: "domestic", rate: "100", account: "3009" }] },
    });
    expect(rowsOf(plan)).toEqual(["3009 100 % 200.00 of which 100.00"]);
  });

  it("holds a rate that cannot be one", () => {
    for (const rate of ["-100", "-25", "100.01"]) {
      expect(codeOf(planOf(order({ lines: [mug("1", { rate, tax: "0.00" })] }))), rate).toBe(
        "TOTAL_MISMATCH",
      );
    }
  });

  it("holds an order without lines that has a total", () => {
    expect(codeOf(planOf(order({ lines: [], total: "249.00" })))).toBe("TOTAL_MISMATCH");
  });
});

describe("R3, the form of the rows", () => {
  const net = (told: object) => order({ pricesIncludeTax: false, ...told });

  it("gives prices including VAT for a shop that has such prices", () => {
    expect(documentOf(planOf(order()))).toMatchObject({ rowForm: "gross", rows: [{ unitPrice: "249.00" }] });
  });

  it("gives net prices where a ledger that works out VAT again comes to the same total", () => {
    expect(documentOf(planOf(net({ lines: [mug("1", { price: "200.00" })] })))).toMatchObject({
      rowForm: "net",
      gross: "250.00",
      rows: [{ unitPrice: "200.00" }],
    });
  });

  it("gives gross prices where it would not: three rows of 3.33 net bear 2.49 of VAT, their sum 2.50", () => {
    const lines = ["a", "b", "c"].map((id) => mug("1", { id, price: "3.33" }));
    const document = documentOf(planOf(net({ lines })));
    expect(document.rowForm).toBe("gross");
    expect(sums(document)).toBe("net 9.99 + vat 2.49 = 12.48, rounding 0.00");
    expect(document.rows.map((row) => row.unitPrice)).toEqual(["4.16", "4.16", "4.16"]);
    const perRate = ["0.83", "0.83", "0.84"].map((tax, index) =>
      mug("1", { id: `L${index}`, price: "3.33", tax }),
    );
    expect(documentOf(planOf(net({ lines: perRate }))).rowForm).toBe("gross");
  });

  it("obeys the merchant who wants one form always", () => {
    expect(documentOf(planOf(order(), { orders: { row_mode: "net" } }))).toMatchObject({
      rowForm: "net",
      rows: [{ unitPrice: "199.20" }],
      gross: "249.00",
    });
  });
});
