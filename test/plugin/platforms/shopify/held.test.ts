import { describe, expect, it } from "vitest";
import { agreement, lineItem, type OrderDraft, refund, sale, shopifyOrder, transaction } from "./orders.ts";
import { heldBecause, normalise } from "./read.ts";

const MUG: OrderDraft = {
  lines: [lineItem("1", "249.00")],
  sold: [sale({ of: "1", gross: "249.00", tax: "49.80" })],
  total: "249.00",
  tax: "49.80",
  money: [transaction({ id: "31", amount: "249.00" })],
  received: "249.00",
};

const AT = "2026-03-05T10:00:00Z";
const later = (sales: Parameters<typeof agreement>[1]["sales"], kind = "Refund") => [
  agreement(kind, { id: "2", at: AT, sales }),
];

describe("an order whose own numbers differ is held, and the sentence names both", () => {
  it("when its sales do not come to its total", () => {
    expect(heldBecause({ ...MUG, total: "249.01", now: { gross: "249.00", tax: "49.80" } })).toBe(
      "Shopify's data for order #1001 cannot be booked: what was sold and the original total differ, 249.00 SEK and 249.01 SEK. We never guess.",
    );
  });

  it("when all that happened does not come to what it is now", () => {
    const draft = { ...MUG, now: { gross: "200.00", tax: "49.80" } };
    expect(heldBecause(draft)).toContain("all sales and the current total differ, 249.00 SEK and 200.00 SEK");
  });

  it("when the tax lines of a sale are not its tax", () => {
    const sold = [sale({ of: "1", gross: "249.00", tax: "49.80", rate: [[25, "49.79"]] })];
    expect(heldBecause({ ...MUG, sold })).toContain("differ, 49.79 SEK and 49.80 SEK");
  });

  it("when the tax of all sales is not the order's, but for the tax on duties", () => {
    const draft = { ...MUG, now: { gross: "249.00", tax: "40.00" } };
    expect(heldBecause(draft)).toContain(
      "the tax of all sales and the current tax differ, 49.80 SEK and 40.00 SEK",
    );
    const duty = sale({ of: "41", type: "DUTY", quantity: null, gross: "50.00", tax: "10.00" });
    const withDuty = { ...MUG, sold: [...MUG.sold, duty], total: "299.00" };
    for (const tax of ["49.80", "59.80"]) {
      expect(normalise(shopifyOrder({ ...withDuty, tax })).ok, tax).toBe(true);
    }
  });

  it("when the money does not come to what was received or paid back", () => {
    expect(heldBecause({ ...MUG, received: "200.00" })).toContain(
      "the payments and the total received differ, 249.00 SEK and 200.00 SEK",
    );
    expect(heldBecause({ ...MUG, refunded: "10.00" })).toContain(
      "the refunded money and the total refunded differ",
    );
  });

  it("when the two agree in the customer's currency and not in the shop's", () => {
    const draft: OrderDraft = {
      currency: "EUR",
      lines: [lineItem("1", ["249.00", "22.50"], {}, "EUR")],
      sold: [sale({ of: "1", gross: ["249.00", "22.50"], tax: ["49.80", "4.50"] }, "EUR")],
      total: ["249.10", "22.50"],
      tax: ["49.80", "4.50"],
    };
    expect(heldBecause(draft)).toContain("249.00 SEK and 249.10 SEK");
  });
});

describe("an order is held when it says what nobody understands", () => {
  it("a kind of sale, of agreement or of action that is new", () => {
    const odd = { ...sale({ of: "1", gross: "249.00", tax: "49.80" }), lineType: "UNKNOWN" };
    expect(heldBecause({ ...MUG, sold: [odd] })).toContain("a kind we do not know (UNKNOWN)");
    expect(heldBecause({ ...MUG, later: later([], "Barter") })).toContain(
      "an agreement of a new kind (BarterAgreement)",
    );
    const unknown = { ...sale({ of: "1", gross: "-9.00", tax: "0.00", rate: 0 }), actionType: "UNKNOWN" };
    const draft = { ...MUG, later: later([unknown]), now: { gross: "240.00", tax: "49.80" } };
    expect(heldBecause(draft)).toContain("an action we do not know (UNKNOWN)");
  });

  it("a return of a positive amount, or a sale of a negative one", () => {
    const returned = sale({ of: "1", action: "RETURN", gross: "9.00", tax: "0.00", rate: 0 });
    const up = { ...MUG, later: later([returned]), now: { gross: "258.00", tax: "49.80" } };
    expect(heldBecause(up)).toContain("takes back a positive amount");
    const sold = sale({ of: "1", gross: "-9.00", tax: "0.00", rate: 0 });
    const down = { ...MUG, later: later([sold]), now: { gross: "240.00", tax: "49.80" } };
    expect(heldBecause(down)).toContain("sells a negative amount");
  });

  it("a tax without a rate, unless nothing was charged", () => {
    const taxed = (tax: string) => ({
      ...MUG,
      sold: [sale({ of: "1", gross: "249.00", tax, rate: null })],
      tax,
    });
    expect(heldBecause(taxed("49.80"))).toContain('the tax "Moms" has no rate');
    expect(normalise(shopifyOrder(taxed("0.00"))).ok).toBe(true);
  });

  it("a change of tax without a change of price", () => {
    const odd = sale({ of: "1", action: "UPDATE", gross: "0.00", tax: "-1.00" });
    const draft = { ...MUG, later: later([odd], "OrderEdit"), now: { gross: "249.00", tax: "48.80" } };
    expect(heldBecause(draft)).toContain("changes a tax and no price");
  });

  it("no agreement at all, or a sale of a line that is not there", () => {
    const none = { agreements: { edges: [], pageInfo: { hasNextPage: false } } };
    expect(heldBecause({ ...MUG, changes: none })).toContain("it has no sales agreement");
    expect(heldBecause({ ...MUG, lines: [] })).toContain("which is not among its lines");
  });

  it("a list that Shopify cut off", () => {
    expect(heldBecause({ ...MUG, changes: { transactionsCount: { count: 2 } } })).toContain(
      "more shipping lines, payments or refunds",
    );
    const cut = { ...refund("91", AT), transactions: { nodes: [], pageInfo: { hasNextPage: true } } };
    expect(heldBecause({ ...MUG, changes: { refunds: [cut] } })).toContain(
      "more shipping lines, payments or refunds",
    );
    const many = Array.from({ length: 100 }, (_, index) => refund(String(1_000 + index), AT));
    expect(heldBecause({ ...MUG, changes: { refunds: many } })).toContain(
      "more shipping lines, payments or refunds",
    );
  });
});
