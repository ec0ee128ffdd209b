import { describe, expect, it } from "vitest";
import { book, mug, order, parcel } from "../../support/orders.ts";
import { documentOf, inLedger, planOf, sums } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const inShops = { orders: { document_currency: "shop", refunded_before_transfer: "book" } } as const;
/** Three mugs at 19.99 EUR: 59.97, in the shop's books 673.73 SEK (a rate of 11.2344505586). */
const euro = {
  currency: "EUR",
  lines: [mug("3", { price: "19.99", tax: "12.00" })],
  shopAmount: ["673.73", "SEK"] as const,
};

describe("R11, documents in the shop's currency", () => {
  it("come to the shop's total exactly, at the platform's own rate", () => {
    const plan = planOf(order(euro), inShops);
    // 673.73 x 25 / 125 = 134.746. The shop's 12.00 EUR is 11.99 and a cent of rounding; at the rate that is no cent.
    expect(sums(documentOf(plan))).toBe("net 538.98 + vat 134.75 = 673.73, rounding 0.00");
    expect(documentOf(plan)).toMatchObject({ currency: "SEK", exchangeRate: "1" });
    expect(documentOf(plan).payments).toMatchObject([
      { amount: "673.73", currency: "SEK", movedAs: { amount: "59.97", currency: "EUR" } },
    ]);
  });

  it("share the cents of the conversion out by largest remainder", () => {
    // 10.00 + 10.00 + 10.00 EUR at 100.00/30.00: 33.333... each, so 33.34 + 33.33 + 33.33.
    const lines = ["a", "b", "c"].map((id) => mug("1", { id, price: "10.00" }));
    const plan = planOf(order({ currency: "EUR", lines, shopAmount: ["100.00", "SEK"] }), inShops);
    expect(documentOf(plan).rows.map((row) => row.gross)).toEqual(["33.34", "33.33", "33.33"]);
    expect(sums(documentOf(plan))).toBe("net 79.99 + vat 20.01 = 100.00, rounding 0.00");
  });

  it("convert prices without VAT and their VAT together", () => {
    const lines = [mug("1", { price: "10.00" }), book("1", { price: "10.00" })];
    const told = { currency: "EUR", pricesIncludeTax: false, lines, freight: [parcel({ price: "3.33" })] };
    // 10.00 + 2.50, 10.00 + 0.60, 3.33 + 0.83 = 27.26 EUR are 306.25 SEK
    const plan = planOf(order({ ...told, shopAmount: ["306.25", "SEK"] }), inShops);
    const { gross, rounding } = documentOf(plan);
    expect([gross, rounding]).toEqual(["306.25", "0.00"]);
  });

  it("take refunds out of what the lines became: all of them together mirror the sale", () => {
    const one = (id: string, at: string) =>
      refund({ id, at, currency: "EUR", lines: [["L1", "1", "19.99", "4.00"]], money: "19.99" });
    const refunds = [
      one("R1", "2026-03-10T12:00:00+01:00"),
      one("R2", "2026-03-11T12:00:00+01:00"),
      one("R3", "2026-03-12T12:00:00+01:00"),
    ];
    const plan = planOf(order({ ...euro, refunds }), inShops);
    // 19.99 is 224.58 of 673.73; 39.98 is 449.15; so 224.58, 224.57 and 224.58.
    const credits = plan.documents.slice(1);
    expect(credits.map((credit) => credit.gross)).toEqual(["224.58", "224.57", "224.58"]);
    expect(credits.flatMap((credit) => credit.payments.map((paid) => paid.amount))).toEqual([
      "224.58",
      "224.57",
      "224.58",
    ]);
    expect(plan.outcome.state).toBe("booked");
  });

  it("stay in the customer's currency when the platform states no rate", () => {
    const { shopAmount: _, ...unknown } = euro;
    expect(documentOf(planOf(order(unknown), inShops)).currency).toBe("EUR");
  });

  it("keep the currency of what is in the ledger already", () => {
    const existing = inLedger(planOf(order(euro)));
    const back = order({ ...euro, refunds: [refund({ currency: "EUR", money: "10.00" })] });
    expect(documentOf(planOf(back, inShops, { existing }), "refund-R1")).toMatchObject({
      currency: "EUR",
      gross: "10.00",
    });
  });
});

describe("R11, money in another currency", () => {
  const paymentsOf = (plan: ReturnType<typeof planOf>, key = "invoice") =>
    documentOf(plan, key).payments.map(
      ({ amount, currency, movedAs }) =>
        `${amount} ${currency}${movedAs === undefined ? "" : ` moved as ${movedAs.amount} ${movedAs.currency}`}`,
    );

  it("is worth the order's at the platform's rate when it moved in the shop's currency", () => {
    const payments = [
      movement("sale", "300.00", { currency: "SEK" }),
      movement("sale", "373.73", { id: "T2", currency: "SEK" }),
    ];
    // 300.00 / 673.73 of 59.97 is 26.70; the other payment is the rest.
    expect(paymentsOf(planOf(order({ ...euro, payments })))).toEqual([
      "26.70 EUR moved as 300.00 SEK",
      "33.27 EUR moved as 373.73 SEK",
    ]);
    // In a document of the shop's currency it is what it was.
    expect(paymentsOf(planOf(order({ ...euro, payments }), inShops))).toEqual(["300.00 SEK", "373.73 SEK"]);
  });

  it("is what is left to pay when the shop calls the order paid", () => {
    const sold = order({ payments: [movement("sale", "22.00", { currency: "EUR" })] });
    expect(paymentsOf(planOf(sold))).toEqual(["249.00 SEK moved as 22.00 EUR"]);
    const back = refund({ payments: [movement("refund", "11.00", { id: "T2", currency: "EUR" })] });
    const existing = inLedger(planOf(sold));
    const plan = planOf({ ...sold, refunds: [back] }, {}, { existing });
    expect(documentOf(plan, "refund-R1").gross).toBe("124.50");
    expect(paymentsOf(plan, "refund-R1")).toEqual(["124.50 SEK moved as 11.00 EUR"]);
  });

  it("is left out, with its amount, when nothing tells its rate", () => {
    const payments = [movement("sale", "10.00", { currency: "EUR" })];
    const sold = order({ financialStatus: "partially_paid", payments });
    const plan = planOf(sold, { orders: { trigger: ["partially_paid"] } });
    expect(paymentsOf(plan)).toEqual([]);
    expect(plan.warnings).toEqual(["PAYMENT_CURRENCY_DIFFERS"]);
    expect(plan.notices[0]?.message).toContain("10.00 EUR by card");
  });
});
