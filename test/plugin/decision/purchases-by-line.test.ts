import { describe, expect, it } from "vitest";
import type { Order } from "../../../plugin/domain/order.ts";
import type { PlannedPurchase } from "../../../plugin/domain/purchase.ts";
import { mug, order } from "../../support/orders.ts";
import { codeOf, inLedger, planOf } from "../../support/plans.ts";
import { ABLE, BACK_TO_BACK, bought, later, purchasesOf, told } from "../../support/purchases.ts";
import { refund } from "../../support/refunds.ts";

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
