import { describe, expect, it } from "vitest";
import { mug, order } from "../../support/orders.ts";
import { codeOf, documentOf, facts, inLedger, planOf, rowsOf, sums } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

describe("R11, currency", () => {
  const euro = { currency: "EUR", lines: [mug("3", { price: "19.99" })] };

  it("is the one the customer was charged, at the platform's own rate", () => {
    // 673.73 SEK for 59.97 EUR
    const plan = planOf(order({ ...euro, shopAmount: ["673.73", "SEK"] }));
    expect(documentOf(plan)).toMatchObject({
      currency: "EUR",
      gross: "59.97",
      exchangeRate: "11.2344505586",
    });
    expect(documentOf(plan).customer.currency).toBe("EUR");
  });

  it("has the ledger's rate of the day when the platform gives none in the ledger's currency", () => {
    expect(documentOf(planOf(order(euro))).exchangeRate).toBe("11.2345");
    expect(documentOf(planOf(order({ ...euro, shopAmount: ["447.00", "DKK"] }))).exchangeRate).toBe(
      "11.2345",
    );
    expect(documentOf(planOf(order({ ...euro, shopAmount: ["0.00", "SEK"] }))).exchangeRate).toBe("11.2345");
    expect(documentOf(planOf(order())).exchangeRate).toBe("1");
  });

  it("is held when the ledger does not have it", () => {
    const plan = planOf(order({ currency: "PLN" }));
    expect(plan.outcome).toMatchObject({
      code: "CURRENCY_NOT_ENABLED",
      message: "Fortnox has no currency PLN. Switch it on there, then release the order.",
      fix: { place: "ledger" },
    });
    const unknown = planOf(order({ currency: "PLN" }), {}, { facts: facts({ currencies: null }) });
    expect(documentOf(unknown).exchangeRate).toBeNull();
  });

  it("keeps the original's rate for its credits, whatever the rate is by then", () => {
    const made = planOf(order(euro));
    const credited = order({ ...euro, refunds: [refund({ currency: "EUR", money: "10.00" })] });
    const later = facts({ currencies: [{ code: "EUR", rate: "12" }] });
    const plan = planOf(credited, {}, { existing: inLedger(made), facts: later });
    expect(documentOf(plan, "refund-R1").exchangeRate).toBe("11.2345");
    const edited = order({ ...euro, changes: [{ prices: [["L1", "-10.00", "-2.00"]] }] });
    const lowered = planOf(edited, {}, { existing: inLedger(made), facts: later });
    expect(documentOf(lowered, "edit-E1").exchangeRate).toBe("11.2345");
  });

  const any = (code: string) => ({ facts: facts({ currencies: [{ code, rate: "1" }] }) });

  it("has no decimals in yen", () => {
    const sold = { currency: "JPY", lines: [mug("3", { price: "1100", rate: "25", tax: "660" })] };
    expect(sums(documentOf(planOf(order(sold), {}, any("JPY"))))).toBe(
      "net 2640 + vat 660 = 3300, rounding 0",
    );
    const money = refund({ currency: "JPY", money: "1000" });
    const plan = planOf(order({ ...sold, refunds: [money] }), {}, any("JPY"));
    expect(sums(documentOf(plan, "refund-R1"))).toBe("net 800 + vat 200 = 1000, rounding 0");
  });

  it("has three decimals in Kuwaiti dinars", () => {
    const sold = { currency: "KWD", lines: [mug("3", { price: "1.235" })] };
    // 3.705 of which 25/125 = 0.741
    expect(sums(documentOf(planOf(order(sold), {}, any("KWD"))))).toBe(
      "net 2.964 + vat 0.741 = 3.705, rounding 0.000",
    );
  });
});

describe("R12, cash rounding", () => {
  it("changes what is paid and not the VAT", () => {
    const sold = order({ lines: [mug("1", { price: "249.40" })], cashRounding: "-0.40", source: "pos" });
    const plan = planOf(sold, { orders: { cash_rounding_account: "3741" } });
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.40 of which 49.88", "3741 0 % -0.40 of which 0.00"]);
    expect(sums(documentOf(plan))).toBe("net 199.52 + vat 49.88 = 249.40, rounding -0.40");
    expect(documentOf(plan).payments.map((one) => one.amount)).toEqual(["249.00"]);
  });

  it("stands beside a rounding difference, each on its own row", () => {
    const sold = order({ lines: [mug("1", { price: "249.35" })], total: "249.40", cashRounding: "-0.40" });
    expect(rowsOf(planOf(sold)).slice(1)).toEqual([
      "3740 0 % 0.05 of which 0.00",
      "3740 0 % -0.40 of which 0.00",
    ]);
  });
});

describe("R13, zero totals", () => {
  const free = { lines: [mug("1", { discount: "249.00", tax: "0.00" })], payments: [] };

  it("are skipped with a reason", () => {
    expect(codeOf(planOf(order(free)))).toBe("ZERO_TOTAL");
  });

  it("are booked when the merchant wants them", () => {
    const plan = planOf(order(free), { orders: { zero_total: "book" } });
    expect(sums(documentOf(plan))).toBe("net 0.00 + vat 0.00 = 0.00, rounding 0.00");
    expect(codeOf(planOf(order({ lines: [], payments: [] }), { orders: { zero_total: "book" } }))).toBe(
      "ZERO_TOTAL",
    );
  });

  it("are not orders paid by gift card", () => {
    const sold = order({
      payments: [movement("sale", "249.00", { gateway: "gift_card", giftCardId: "G1" })],
    });
    const plan = planOf(sold);
    expect(codeOf(plan)).toBe("booked");
    expect(documentOf(plan).payments).toMatchObject([{ amount: "249.00", account: "2421" }]);
  });

  it("do not hide lines that cost something", () => {
    expect(codeOf(planOf(order({ total: "0.00", totalTax: "49.80", payments: [] })))).toBe("TOTAL_MISMATCH");
  });

  it("become sales when something is added later", () => {
    const plan = planOf(order({ ...free, changes: [{ added: [mug("1", { id: "A1" })] }] }));
    expect(plan.documents.map((one) => one.key)).toEqual(["edit-E1"]);
  });
});

describe("R18, subscriptions", () => {
  const credit = order({
    kind: "adjustment",
    lines: [mug("1", { title: "Unused period", price: "-100.00" })],
    payments: [movement("refund", "100.00", { at: "2026-03-06T10:00:00+01:00" })],
  });

  it("a negative total is a credit note with positive amounts", () => {
    const plan = planOf(credit);
    expect(documentOf(plan)).toMatchObject({ kind: "credit_note", credits: null, date: "2026-03-06" });
    expect(rowsOf(plan)).toEqual(["3001 25 % 100.00 of which 20.00"]);
    expect(sums(documentOf(plan))).toBe("net 80.00 + vat 20.00 = 100.00, rounding 0.00");
  });

  it("registers the money the customer got, and waits while it is on its way", () => {
    expect(documentOf(planOf(credit)).payments).toMatchObject([
      { direction: "out", amount: "100.00", account: "1686" },
    ]);
    const pending = { ...credit, payments: [movement("refund", "100.00", { status: "pending" })] };
    expect(codeOf(planOf(pending))).toBe("TRIGGER_NOT_REACHED");
  });

  it("a renewal is booked like any other order", () => {
    expect(codeOf(planOf(order({ kind: "renewal", source: "subscription" })))).toBe("booked");
  });
});
