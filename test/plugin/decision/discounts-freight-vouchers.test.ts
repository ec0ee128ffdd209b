import { describe, expect, it } from "vitest";
import { book, mug, order, parcel, to } from "../../support/orders.ts";
import { codeOf, documentOf, planOf, rowsOf, sums, withOss } from "../../support/plans.ts";
import { movement } from "../../support/refunds.ts";

describe("R5, discounts", () => {
  it("keep the rate of what they reduce, each line with its share of 100.00", () => {
    // 100.00 over 199, 299 and 99 is 33.33, 50.09 and 16.58.
    const lines = [
      mug("1", { id: "a", price: "199.00", discount: "33.33" }),
      mug("1", { id: "b", price: "299.00", discount: "50.09" }),
      book("1", { id: "c", price: "99.00", discount: "16.58" }),
    ];
    const plan = planOf(order({ lines }));
    expect(rowsOf(plan)).toEqual([
      "3001 25 % 165.67 of which 33.13",
      "3001 25 % 248.91 of which 49.78",
      "3003 6 % 82.42 of which 4.67",
    ]);
    expect(sums(documentOf(plan))).toBe("net 409.42 + vat 87.58 = 497.00, rounding 0.00");
    expect(documentOf(plan).rows[0]?.text).toBe("Mug (discount 33.33)");
  });

  it("keep rate, treatment and account as rows of their own with a negative price", () => {
    const lines = [mug(), mug("1", { id: "D1", title: "Discount", sku: null, price: "-50.00", rate: "19" })];
    const german = [mug("1", { rate: "19" }), lines[1] ?? mug()];
    const plan = planOf(order({ lines: german, ...to("DE") }), withOss);
    // 249.00 - 50.00 = 199.00 at 19 %: 39.76 - 7.98
    expect(rowsOf(plan)).toEqual(["3106 19 % 249.00 of which 39.76", "3106 19 % -50.00 of which -7.98"]);
    expect(documentOf(plan).rows.map((row) => row.treatment)).toEqual(["oss", "oss"]);
  });

  it("make a free line a row of 0.00 that needs no ground for its missing VAT", () => {
    const free = mug("1", { id: "L2", price: "99.00", discount: "99.00", rate: null });
    const plan = planOf(order({ lines: [mug(), free] }));
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3001 25 % 0.00 of which 0.00"]);
  });
});

describe("R7, freight", () => {
  it("with two tax lines becomes one row for each rate", () => {
    // Goods of 650 at 6 % and 350 at 25 % share freight of 100: 65 at 6 % (3.90) and 35 at 25 % (8.75).
    const freight = parcel({
      price: "100.00",
      taxLines: [
        { rate: "6", amount: "3.90" },
        { rate: "25", amount: "8.75" },
      ],
    });
    const lines = [book("1", { price: "650.00" }), mug("1", { id: "L1", price: "350.00" })];
    const plan = planOf(order({ pricesIncludeTax: false, lines, freight: [freight] }));
    expect(rowsOf(plan)).toEqual([
      "3003 6 % 689.00 of which 39.00",
      "3001 25 % 437.50 of which 87.50",
      "3003 6 % 68.90 of which 3.90",
      "3001 25 % 43.75 of which 8.75",
    ]);
    expect(sums(documentOf(plan))).toBe("net 1100.00 + vat 139.15 = 1239.15, rounding 0.00");
  });

  it("splits its base so that each part meets its VAT within a cent and the parts sum to the whole", () => {
    // 49.00 including 0.85 at 6 % and 6.81 at 25 %: 41.34 net. 6.81 belongs to 27.24, the other 14.10 bear 0.846.
    const freight = parcel({
      taxLines: [
        { rate: "25", amount: "6.81" },
        { rate: "6", amount: "0.85" },
      ],
    });
    const rows = documentOf(planOf(order({ freight: [freight] }))).rows.slice(1);
    expect(rows.map((row) => `${row.vatRate} % ${row.net} + ${row.vat}`)).toEqual([
      "25 % 27.24 + 6.81",
      "6 % 14.10 + 0.85",
    ]);
  });

  it("at one rate stays at that rate though the goods are mixed", () => {
    const plan = planOf(order({ lines: [mug(), book()], freight: [parcel()] }));
    expect(rowsOf(plan)[2]).toBe("3001 25 % 49.00 of which 9.80");
  });

  it("with two taxes on the same base is one row at their sum", () => {
    const usd = {
      price: "100.00",
      taxLines: [
        { rate: "20", amount: "20.00" },
        { rate: "5", amount: "5.00" },
      ],
    };
    const plan = planOf(order({ pricesIncludeTax: false, lines: [mug("1", usd)] }));
    expect(rowsOf(plan)).toEqual(["3001 25 % 125.00 of which 25.00"]);
  });
});

describe("R8, vouchers", () => {
  const card = mug("1", {
    id: "G1",
    title: "Gift card",
    price: "500.00",
    rate: null,
    giftCard: true,
    sku: null,
  });

  it("sells a gift card as a debt without VAT", () => {
    const plan = planOf(order({ lines: [card] }));
    expect(rowsOf(plan)).toEqual(["2421 0 % 500.00 of which 0.00"]);
    expect(documentOf(plan).rows[0]).toMatchObject({
      kind: "gift_card",
      treatment: "outside",
      article: null,
    });
  });

  it("holds a sold gift card while nobody has named its account", () => {
    const plan = planOf(order({ lines: [card] }), { liabilities: {} });
    expect(plan.outcome).toMatchObject({
      code: "VAT_UNMAPPED",
      fix: { place: "settings", field: "liabilities.gift_card_account" },
    });
  });

  it("takes a redeemed gift card as a payment out of that debt, never as a discount", () => {
    const sold = order({
      payments: [
        movement("sale", "200.00", { id: "T1", gateway: "gift_card", giftCardId: "G-77" }),
        movement("sale", "49.00", { id: "T2" }),
      ],
    });
    const plan = planOf(sold);
    expect(sums(documentOf(plan))).toBe("net 199.20 + vat 49.80 = 249.00, rounding 0.00");
    expect(documentOf(plan).payments.map((one) => `${one.amount} ${one.account}`)).toEqual([
      "200.00 2421",
      "49.00 1686",
    ]);
  });

  it("sells a single-purpose voucher with its VAT", () => {
    const single = mug("1", { price: "500.00", giftCard: true, voucher: "single_purpose" });
    expect(rowsOf(planOf(order({ lines: [single] })))).toEqual(["3001 25 % 500.00 of which 100.00"]);
    const untaxed = { ...single, rate: null };
    expect(codeOf(planOf(order({ lines: [untaxed] })))).toBe("VAT_GROUND_MISSING");
  });

  it("books the VAT a shop charged on a card as VAT", () => {
    const taxed = mug("1", { price: "500.00", giftCard: true });
    expect(rowsOf(planOf(order({ lines: [taxed] })))).toEqual(["3001 25 % 500.00 of which 100.00"]);
  });
});

describe("R14, tips", () => {
  const tip = mug("1", { id: "TIP", title: "Tip", price: "20.00", rate: null, tip: true, sku: null });

  it("are outside VAT and on their own account", () => {
    const plan = planOf(order({ lines: [mug(), tip] }));
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "2890 0 % 20.00 of which 0.00"]);
    expect(documentOf(plan).rows[1]).toMatchObject({ kind: "tip", treatment: "outside" });
  });

  it("are held while nobody has named that account", () => {
    expect(codeOf(planOf(order({ lines: [mug(), tip] }), { liabilities: {} }))).toBe("VAT_UNMAPPED");
  });

  it("that the shop taxed are a service charge: revenue with VAT", () => {
    const charge = { ...tip, rate: "25" };
    expect(rowsOf(planOf(order({ lines: [mug(), charge] })))[1]).toBe("3001 25 % 20.00 of which 4.00");
  });
});
