import { describe, expect, it } from "vitest";
import type { Order } from "../../../plugin/domain/order.ts";
import type { Plan } from "../../../plugin/domain/plan.ts";
import type { PlannedPurchase } from "../../../plugin/domain/purchase.ts";
import type { Sale } from "../../../plugin/domain/sale.ts";
import { mug, order, parcel } from "../../support/orders.ts";
import { codeOf, inLedger, planOf } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

const TERMS = { supplier: "WOODWORKS", account: "4010", markup: "25" } as const;
const BACK_TO_BACK = { purchases: { mode: "back_to_back", ...TERMS } } as const;
const ABLE = { takesPurchases: true } as const;

const purchasesOf = (plan: Plan): readonly PlannedPurchase[] => plan.purchases ?? [];

/** "invoice WOODWORKS 159.36 + VAT 39.84": kind, supplier, net and VAT. */
const told = ({ kind, supplier, net, vat }: PlannedPurchase): string =>
  `${kind} ${supplier} ${net} + VAT ${vat}`;

const bought = (sold: Order, more: Record<string, unknown> = {}): Plan =>
  planOf(sold, { purchases: { ...BACK_TO_BACK.purchases, ...more } }, ABLE);

/** Decides again with everything of an earlier plan in the ledger. */
function later(sold: Order, first: Plan, purchases: Record<string, unknown> = BACK_TO_BACK.purchases): Plan {
  const made = purchasesOf(first);
  return planOf(sold, { purchases }, { ...ABLE, existing: inLedger(first), purchases: made });
}

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

const cup = { id: "L2", title: "Cup", sku: "CUP-1", price: "100.00", tax: "20.00" };
const knife = { id: "L3", title: "Knife", sku: "KNIFE-1", price: "250.00", tax: "50.00" };
/** Mug 199.20, cup 80.00 and knife 200.00 before VAT. */
const three = (changes: Parameters<typeof order>[0] = {}): Order =>
  order({ lines: [mug(), cup, knife], ...changes });
const sku = (word: string) => [{ field: "line.sku", op: "starts_with", value: word } as const];
const SUPPLIERS = {
  suppliers: [
    { when: sku("CUP"), supplier: "POTTERY", markup: "60", vat_rate: "25", account: "4020" },
    { when: sku("KNIFE"), supplier: "SMITHY" },
  ],
};

describe("R19, what is bought by line", () => {
  it("comes from the first supplier whose conditions fit, one purchase for each, with his markup, VAT and account", () => {
    const plan = bought(three(), SUPPLIERS);
    expect(purchasesOf(plan).map(told)).toEqual([
      "invoice WOODWORKS 159.36 + VAT 0.00",
      // 80.00 / 1.60, and 25 % of 50.00.
      "invoice POTTERY 50.00 + VAT 12.50",
      // 200.00 / 1.25, the markup for all.
      "invoice SMITHY 160.00 + VAT 0.00",
    ]);
    expect(purchasesOf(plan).map((one) => one.key)).toEqual([
      "purchase-invoice",
      "purchase2-invoice",
      "purchase3-invoice",
    ]);
    expect(purchasesOf(plan)[1]?.rows).toMatchObject([{ text: "Cup", account: "4020", vatRate: "25" }]);
  });

  it("is nothing where a line comes from stock", () => {
    const suppliers = [{ when: sku("KNIFE"), buys: "no" }];
    expect(purchasesOf(bought(three(), { suppliers })).map(told)).toEqual([
      "invoice WOODWORKS 223.36 + VAT 0.00",
    ]);
  });

  it("needs no supplier for all, only for lines that no entry fits", () => {
    const general = { supplier: undefined, account: "4010" };
    const knives = order({ lines: [knife] });
    expect(purchasesOf(bought(knives, { ...SUPPLIERS, ...general })).map(told)).toEqual([
      "invoice SMITHY 160.00 + VAT 0.00",
    ]);
    expect(codeOf(bought(three(), { ...SUPPLIERS, ...general }))).toBe("PURCHASE_UNMAPPED");
  });

  it("costs what the table says of its SKU, whatever it was sold for: three cups at 31.50 are 94.50", () => {
    const cups = { ...cup, quantity: "3", tax: "60.00" };
    const [purchase] = purchasesOf(bought(order({ lines: [cups] }), { cost_by_sku: { "CUP-1": "31.50" } }));
    expect(purchase?.net).toBe("94.50");
    expect(purchase?.rows[0]?.why).toBe("3 x CUP-1 at 31.50 SEK (R19) · setting purchases.cost_by_sku");
  });

  it("costs what the shop's catalogue says where it was asked, and by the markup where it says nothing", () => {
    const asked = { purchases: { ...BACK_TO_BACK.purchases, cost_from: "catalogue" } } as const;
    const costs = { "CUP-1": { amount: "42.00", currency: "SEK" } };
    const [purchase] = purchasesOf(planOf(three(), asked, { ...ABLE, costs }));
    expect(purchase?.rows.map((row) => `${row.text} ${row.net}`)).toEqual([
      "Mug 159.36",
      "Cup 42.00",
      "Knife 160.00",
    ]);
    const table = { purchases: { ...asked.purchases, cost_by_sku: { "CUP-1": "40.00" } } };
    expect(purchasesOf(planOf(three(), table, { ...ABLE, costs }))[0]?.rows[1]?.net).toBe("40.00");
  });

  it("costs the same in another currency, converted as the shop converted the order", () => {
    // 24.90 EUR are 280.00 SEK in the shop's own: a cup at 56.00 SEK costs 4.98 EUR.
    const sold = order({
      currency: "EUR",
      shopAmount: ["280.00", "SEK"],
      lines: [{ ...cup, price: "24.90", tax: "4.98" }],
    });
    const plan = bought(sold, { cost_by_sku: { "CUP-1": "56.00" } });
    expect(purchasesOf(plan).map(told)).toEqual(["invoice WOODWORKS 4.98 + VAT 0.00"]);
    const unknown = bought({ ...sold, shopTotal: null }, { cost_by_sku: { "CUP-1": "56.00" } });
    expect(unknown.outcome).toMatchObject({
      code: "PURCHASE_UNMAPPED",
      message: "What is bought costs SEK, and the shop does not say how much of it one EUR is.",
    });
  });

  it("is finished with the suppliers that are left when only the first is in the ledger", () => {
    const first = bought(three(), SUPPLIERS);
    const [woodworks] = purchasesOf(first);
    const again = planOf(
      three(),
      { purchases: { ...BACK_TO_BACK.purchases, ...SUPPLIERS } },
      { ...ABLE, existing: inLedger(first), purchases: woodworks === undefined ? [] : [woodworks] },
    );
    expect(purchasesOf(again)).toEqual(purchasesOf(first));
  });

  it("stays as it was bought when the settings name other suppliers afterwards", () => {
    const first = bought(three(), SUPPLIERS);
    const others = { ...BACK_TO_BACK.purchases, suppliers: [{ when: sku("KNIFE"), supplier: "OTHER" }] };
    expect(purchasesOf(later(three(), first, others))).toEqual(purchasesOf(first));
    // Also where a line came from stock then.
    const stock = bought(three(), { suppliers: [{ when: sku("KNIFE"), buys: "no" }] });
    expect(purchasesOf(later(three(), stock))).toEqual(purchasesOf(stock));
  });

  it("takes back also what an earlier version bought, which did not tell its rows apart", () => {
    const plain = bought(three());
    const old: PlannedPurchase[] = purchasesOf(plain).map((one) => ({
      ...one,
      rows: one.rows.map((row) => {
        const { sold, ...before } = row;
        expect(sold).toBeDefined();
        return before;
      }),
    }));
    const plan = planOf(three({ refunds: [cupBackOf()] }), BACK_TO_BACK, {
      ...ABLE,
      existing: inLedger(plain),
      purchases: old,
    });
    // 80.00 of 479.20 sold, of 383.36 bought.
    expect(purchasesOf(plan)[1]?.net).toBe("64.00");
  });

  function cupBackOf() {
    return refund({ lines: [["L2", "1", "100.00", "20.00"]], money: "100.00" });
  }
});

describe("R19, what is bought by line and credited", () => {
  const terms = { ...BACK_TO_BACK.purchases, ...SUPPLIERS };
  const cupBack = refund({ lines: [["L2", "1", "100.00", "20.00"]], money: "100.00" });

  it("goes back to the supplier it came from, and the others keep theirs", () => {
    const plan = later(three({ refunds: [cupBack] }), bought(three(), SUPPLIERS), terms);
    expect(purchasesOf(plan).slice(3).map(told)).toEqual(["credit_note POTTERY 50.00 + VAT 12.50"]);
    expect(purchasesOf(plan)[3]).toMatchObject({
      key: "purchase-refund-R1",
      credits: "purchase2-invoice",
      rows: [{ text: "Cup", account: "4020" }],
    });
  });

  it("goes back at its own cost: of a line sold for 80.00 and bought for 10.00 those 10.00", () => {
    const costs = { ...BACK_TO_BACK.purchases, cost_by_sku: { "CUP-1": "10.00" } };
    const first = bought(three(), costs);
    const plan = later(three({ refunds: [cupBack] }), first, costs);
    expect(purchasesOf(plan).map((one) => one.net)).toEqual(["329.36", "10.00"]);
  });

  it("goes back in part with a goodwill: a tenth of the sale is a tenth from each supplier", () => {
    // 59.90 of 599.00, 11.98 of it VAT: 47.92 of 479.20.
    const goodwill = refund({ adjustments: [["goodwill", "59.90", "11.98"]], money: "59.90" });
    const plan = later(three({ refunds: [goodwill] }), bought(three(), SUPPLIERS), terms);
    expect(purchasesOf(plan).slice(3).map(told)).toEqual([
      "credit_note WOODWORKS 15.94 + VAT 0.00",
      "credit_note POTTERY 5.00 + VAT 1.25",
      "credit_note SMITHY 16.00 + VAT 0.00",
    ]);
  });

  it("ends with nothing bought when a goodwill and all the goods have come back", () => {
    const goodwill = refund({ id: "R1", adjustments: [["goodwill", "59.90", "11.98"]], money: "59.90" });
    const goods = refund({
      id: "R2",
      lines: [
        ["L1", "1", "249.00", "49.80"],
        ["L2", "1", "100.00", "20.00"],
        ["L3", "1", "190.10", "38.02"],
      ],
      money: "539.10",
    });
    const first = bought(three(), SUPPLIERS);
    const second = later(three({ refunds: [goodwill] }), first, terms);
    const plan = planOf(
      three({ refunds: [goodwill, goods] }),
      { purchases: terms },
      { ...ABLE, existing: inLedger(second), purchases: purchasesOf(second) },
    );
    const left = Map.groupBy(purchasesOf(plan), (one) => one.supplier);
    const sums = [...left].map(([supplier, all]) => {
      const signed = all.map((one) => (one.kind === "invoice" ? Number(one.net) : -Number(one.net)));
      return `${supplier} ${signed.reduce((a, b) => a + b, 0).toFixed(2)}`;
    });
    expect(sums).toEqual(["WOODWORKS 0.00", "POTTERY 0.00", "SMITHY 0.00"]);
  });
});

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
