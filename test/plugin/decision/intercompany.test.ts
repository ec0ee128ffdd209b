import { describe, expect, it } from "vitest";
import type { Order } from "../../../plugin/domain/order.ts";
import type { Plan } from "../../../plugin/domain/plan.ts";
import type { Sale } from "../../../plugin/domain/sale.ts";
import { order, parcel } from "../../support/orders.ts";
import { codeOf, inLedger, planOf } from "../../support/plans.ts";
import { ABLE, purchasesOf, TERMS, told } from "../../support/purchases.ts";
import { refund } from "../../support/refunds.ts";

describe("R19, purchases between two companies of a shop", () => {
  const INTERCOMPANY = { purchases: { mode: "intercompany", seller: "1", ...TERMS } } as const;
  const sale = (plan: Plan, changes: Partial<Sale> = {}): Sale => ({
    seller: "Nordkust AB",
    state: "booked",
    message: null,
    isSettled: true,
    documents: plan.documents.map((document, index) => ({ number: String(index + 1), document })),
    ...changes,
  });
  const buying = (sold: Order, seen: Sale | null, more: Parameters<typeof planOf>[2] = {}): Plan =>
    planOf(sold, INTERCOMPANY, { ...ABLE, sale: seen, ...more });

  it("mirror the sale row by row, and nothing is sold here", () => {
    const sold = order({ freight: [parcel()], total: "298.05" });
    const plan = buying(sold, sale(planOf(sold)));
    expect(plan.documents).toEqual([]);
    expect(codeOf(plan)).toBe("booked");
    const [purchase] = purchasesOf(plan);
    expect(purchase).toMatchObject({ text: "Invoice 1 of Nordkust AB, order #1001", gross: "298.05" });
    expect(purchase?.rows.map((row) => `${row.account} ${row.net} + ${row.vat}`)).toEqual([
      "4010 199.20 + 49.80",
      "4010 39.20 + 9.80",
      "3740 0.05 + 0.00",
    ]);
  });

  it("credit what the seller credits", () => {
    const sold = order({ refunds: [refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" })] });
    const there = planOf(sold, {}, { existing: inLedger(planOf(order())) });
    const made = purchasesOf(buying(order(), sale(planOf(order()))));
    const plan = buying(sold, sale(there), { purchases: made });
    expect(purchasesOf(plan).map(told)).toEqual([
      "invoice WOODWORKS 199.20 + VAT 49.80",
      "credit_note WOODWORKS 199.20 + VAT 49.80",
    ]);
    expect(purchasesOf(plan)[1]).toMatchObject({ credits: "purchase-invoice" });
  });

  it("wait for the sale, and say whose", () => {
    const there = sale(planOf(order()), { state: "held", message: "3001 is locked.", documents: [] });
    expect(buying(order(), there).outcome).toMatchObject({
      code: "SALE_NOT_BOOKED",
      message: "Bought here as soon as Nordkust AB has booked the sale. 3001 is locked.",
    });
    const worked = sale(planOf(order()), { isSettled: false });
    expect(codeOf(buying(order(), worked))).toBe("SALE_NOT_BOOKED");
    expect(purchasesOf(buying(order(), worked))).toHaveLength(1);
  });

  it("are none where the seller leaves the order out", () => {
    const there = sale(planOf(order()), { state: "skipped", documents: [] });
    expect(codeOf(buying(order(), there))).toBe("NOTHING_TO_BUY");
  });

  it("are held while the connection that sells is missing", () => {
    expect(codeOf(buying(order(), null))).toBe("PURCHASE_UNMAPPED");
  });

  it("are not made of orders before the start date", () => {
    const plan = planOf(
      order(),
      { ...INTERCOMPANY, orders: { start_date: "2026-04-01" } },
      { ...ABLE, sale: sale(planOf(order())) },
    );
    expect(codeOf(plan)).toBe("BEFORE_START_DATE");
    expect(purchasesOf(plan)).toEqual([]);
  });
});
