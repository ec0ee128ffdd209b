import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";

/** Three mugs and freight by card: 796.00 SEK, of which 159.20 is VAT. */
export const THREE_MUGS: OrderDraft = {
  paid: true,
  lines: [{ sku: "MUG-01", title: "Mug, birch", quantity: "3", unitPrice: "249.00", rate: "25" }],
  shipping: { price: "49.00", rate: "25" },
  customer: { email: "anna@example.se", name: "Anna Ek", country: "SE" },
};

/** Coffee at 12 % every month: 119.00 SEK, of which 12.75 is VAT. */
export const RENEWAL: OrderDraft = {
  paid: true,
  kind: "renewal",
  source: "subscription",
  lines: [{ sku: "COFFEE-01", title: "Coffee, 500 g", unitPrice: "119.00", rate: "12" }],
  customer: { email: "bo@example.se", name: "Bo Berg", country: "SE" },
};

/**
 * The shop charges 0.25 of VAT on each of five lines, 6.20 in all; a ledger that rounds per document comes to 1.24. Sent
 * as net rows it needs a rounding row of a cent (R3).
 */
export const FIVE_PINS: OrderDraft = {
  paid: true,
  pricesIncludeTax: false,
  lines: [{ sku: "PIN-01" }, {}, {}, {}, {}].map((line) => ({
    ...line,
    title: "Pin",
    unitPrice: "0.99",
    rate: "25",
  })),
  customer: { email: "anna@example.se", name: "Anna Ek", country: "SE" },
};
