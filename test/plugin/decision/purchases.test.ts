import { describe, expect, it } from "vitest";
import { mug, order, parcel } from "../../support/orders.ts";
import { codeOf, inLedger, planOf } from "../../support/plans.ts";
import { ABLE, BACK_TO_BACK, bought, later, purchasesOf, told } from "../../support/purchases.ts";
import { refund } from "../../support/refunds.ts";

describe("R19, purchases that go with sales", () => {
  it("cost 159.36 where a mug is sold for 199.20 before VAT at a markup of 25 %", () => {
    const [purchase] = purchasesOf(bought(order()));
    expect(purchase).toMatchObject({ key: "purchase-invoice", date: "2026-03-03", currency: "SEK" });
    expect(purchase?.rows).toMatchObject([{ text: "Mug", account: "4010", net: "159.36", vatRate: "0" }]);
    expect(purchase === undefined ? "" : told(purchase)).toBe("invoice WOODWORKS 159.36 + VAT 0.00");
  });

  it("bear the VAT of the supplier where he charges it", () => {
    const plan = bought(order(), { vat_rate: "25", vat_code_by_rate: { "25": "I25" } });
    expect(purchasesOf(plan).map(told)).toEqual(["invoice WOODWORKS 159.36 + VAT 39.84"]);
    expect(purchasesOf(plan)[0]?.rows[0]?.vatCode).toBe("I25");
  });

  it("sum to the cent: three times 10.00 at a markup of 30 % cost 23.08, not three times 7.69", () => {
    const lines = ["L1", "L2", "L3"].map((id) => ({ id, price: "10.00" }));
    const [purchase] = purchasesOf(bought(order({ lines, pricesIncludeTax: false }), { markup: "30" }));
    expect(purchase?.net).toBe("23.08");
    expect(purchase?.rows.map((row) => row.net)).toEqual(["7.70", "7.69", "7.69"]);
  });

  it("are of the goods alone: freight, tips and gift cards are bought from nobody", () => {
    const tip = { id: "L2", title: "Tip", price: "20.00", rate: null, tip: true };
    const card = { id: "L3", title: "Gift card", price: "100.00", rate: null, giftCard: true };
    const sold = order({ lines: [mug(), tip, card], freight: [parcel()] });
    expect(purchasesOf(bought(sold)).map(told)).toEqual(["invoice WOODWORKS 159.36 + VAT 0.00"]);
    // 199.20 and 39.20 of freight.
    const withFreight = purchasesOf(bought(sold, { freight: true }));
    expect(withFreight.map(told)).toEqual(["invoice WOODWORKS 190.72 + VAT 0.00"]);
  });

  it("change nothing about the sale: its documents, payments and warnings are the same", () => {
    const { purchases: _, ...sale } = bought(order());
    expect(sale).toEqual(planOf(order()));
  });

  it("wait until somebody books the sale", () => {
    const plan = planOf(order(), { ...BACK_TO_BACK, orders: { booking: "draft" } }, ABLE);
    expect(plan.documents).toHaveLength(1);
    expect(purchasesOf(plan)).toEqual([]);
  });

  it("hold the order while supplier or account is missing, and the sale is booked all the same", () => {
    const plan = bought(order(), { supplier: undefined });
    expect(codeOf(plan)).toBe("PURCHASE_UNMAPPED");
    expect(plan.documents).toHaveLength(1);
    expect(codeOf(bought(order(), { account: undefined }))).toBe("PURCHASE_UNMAPPED");
  });

  it("are held in a ledger that takes none from us", () => {
    const plan = planOf(order(), BACK_TO_BACK, { ...ABLE, takesPurchases: false });
    expect(plan.outcome).toMatchObject({
      code: "PURCHASE_UNMAPPED",
      message: "Fortnox takes no purchase invoices from us. Switch purchases off.",
    });
  });
});

describe("R19, purchases from a day on", () => {
  it("leave the invoices from before it alone, and what was bought for them can still be given back", () => {
    const from = { ...BACK_TO_BACK.purchases, from: "2999-01-01" };
    expect(purchasesOf(planOf(order(), { purchases: from }, ABLE))).toEqual([]);
    const first = planOf(order(), BACK_TO_BACK, ABLE);
    const back = refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });
    const plan = planOf(
      order({ refunds: [back] }),
      { purchases: from },
      { ...ABLE, existing: inLedger(first), purchases: purchasesOf(first) },
    );
    expect(purchasesOf(plan).map((one) => one.kind)).toEqual(["invoice", "credit_note"]);
  });
});

describe("R19, purchases whose sale is credited", () => {
  const whole = (id = "R1") => refund({ id, lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });

  it("are taken back whole when everything comes back", () => {
    const plan = later(order({ refunds: [whole()] }), bought(order()));
    expect(purchasesOf(plan).map(told)).toEqual([
      "invoice WOODWORKS 159.36 + VAT 0.00",
      "credit_note WOODWORKS 159.36 + VAT 0.00",
    ]);
    expect(purchasesOf(plan)[1]).toMatchObject({
      key: "purchase-refund-R1",
      credits: "purchase-invoice",
      rows: [{ account: "4010" }],
    });
  });

  it("are taken back piece by piece to the cent: of 38.38 for three, 12.79, 12.79 and the remainder of 12.80", () => {
    const one = mug("3", { price: "19.99", tax: "11.99" });
    const back = (id: string, tax: string) =>
      refund({ id, lines: [["L1", "1", "19.99", tax]], money: "19.99" });
    const refunds = [back("R1", "4.00"), back("R2", "4.00"), back("R3", "3.99")];
    const plan = later(order({ lines: [one], refunds }), bought(order({ lines: [one] })));
    expect(purchasesOf(plan).map((purchase) => purchase.net)).toEqual(["38.38", "12.79", "12.79", "12.80"]);
  });

  it("follow a goodwill in proportion: 100.00 of 249.00 takes back 64.00 of 159.36", () => {
    const refunds = [refund({ adjustments: [["goodwill", "100.00", "20.00"]], money: "100.00" })];
    const plan = later(order({ refunds }), bought(order()));
    expect(purchasesOf(plan).map((purchase) => purchase.net)).toEqual(["159.36", "64.00"]);
  });

  it("bear supplier, account and VAT of the purchase, whatever the settings say by now", () => {
    const first = bought(order(), { vat_rate: "25" });
    const changed = { mode: "back_to_back", supplier: "OTHER", account: "4011", markup: "80" } as const;
    const plan = later(order({ refunds: [whole()] }), first, changed);
    expect(purchasesOf(plan).map(told)).toEqual([
      "invoice WOODWORKS 159.36 + VAT 39.84",
      "credit_note WOODWORKS 159.36 + VAT 39.84",
    ]);
  });

  it("are taken back also after the setting was switched off, and nothing new is bought then", () => {
    const plan = later(order({ refunds: [whole()] }), bought(order()), { mode: "none" });
    expect(purchasesOf(plan).map(told)[1]).toBe("credit_note WOODWORKS 159.36 + VAT 0.00");
    expect(purchasesOf(planOf(order(), { purchases: { mode: "none" } }, ABLE))).toEqual([]);
  });
});

describe("R19, an order that is taken out of the books", () => {
  const undone = { reason: "Sold by mistake", at: "2026-04-02T08:00:00Z" };

  it("gives back what was bought for it, and buys again when it is booked afresh", () => {
    const first = bought(order());
    const taken = planOf(order(), BACK_TO_BACK, {
      ...ABLE,
      undone,
      existing: inLedger(first),
      purchases: purchasesOf(first),
    });
    expect(purchasesOf(taken).map(told)).toEqual([
      "invoice WOODWORKS 159.36 + VAT 0.00",
      "credit_note WOODWORKS 159.36 + VAT 0.00",
    ]);
    const afresh = later(order(), taken);
    expect(purchasesOf(afresh).map((one) => [one.key, one.credits])).toEqual([
      ["purchase-invoice", null],
      ["purchase-undo", "purchase-invoice"],
      ["2~purchase-invoice", null],
    ]);
  });

  it("is taken back by the company that sells, not by the one that bought from it", () => {
    const first = bought(order());
    const asked = planOf(order(), {}, { ...ABLE, undone, existing: [], purchases: purchasesOf(first) });
    expect(asked.outcome).toMatchObject({ state: "held", code: "UNDO_IMPOSSIBLE" });
    expect(purchasesOf(asked)).toEqual(purchasesOf(first));
  });
});
