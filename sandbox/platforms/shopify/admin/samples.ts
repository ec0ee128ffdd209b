import type { OrderDraft } from "../trade/draft.ts";

/** Orders to place with one press: the usual one, and one for each thing that makes books hard. */
export const SAMPLES: Readonly<Record<string, OrderDraft>> = {
  "Mugs, a book and freight": {
    paid: true,
    lines: [
      { sku: "MUG-01", quantity: 3, rate: "25" },
      { sku: "BOOK-07", rate: "6" },
    ],
    shipping: [{ price: "49.00", rate: "25" }],
    customer: { firstName: "Anna", lastName: "Lind", email: "anna.lind@example.com" },
  },
  "Tea by subscription": {
    paid: true,
    sourceName: "subscription_contract_checkout_one",
    app: { id: "294517", name: "Recharge" },
    tags: ["Subscription Recurring Order"],
    lines: [{ sku: "TEA-BOX", rate: "12", sellingPlan: { id: "900001", name: "Every month" } }],
    customer: { firstName: "Olle", lastName: "Berg", email: "olle.berg@example.com" },
  },
  "A company on account, 30 days": {
    paid: false,
    taxesIncluded: false,
    paymentTerms: { days: 30 },
    poNumber: "PO-7781",
    lines: [{ sku: "LAMP-02", quantity: 2, unitPrice: "1512.00", rate: "25" }],
    customer: { firstName: "Ida", lastName: "Norén", email: "ida@krog.example.com" },
    company: { name: "Krogen AB", externalId: "C-100", vatNumber: "SE556677889901" },
  },
  "To Germany in euro, with a code": {
    paid: true,
    currency: "EUR",
    exchangeRate: "11.2345",
    discount: { code: "HALLO10", percentage: "10" },
    lines: [{ sku: "BLANKET-01", unitPrice: "119.00", taxes: [{ title: "DE MwSt", rate: "19" }] }],
    shipping: [{ price: "12.90", taxes: [{ title: "DE MwSt", rate: "19" }] }],
    customer: {
      firstName: "Jonas",
      lastName: "Weber",
      email: "jonas@example.com",
      country: "DE",
      locale: "de",
    },
  },
  "A gift card": {
    paid: true,
    lines: [{ sku: "GIFT-500", giftCard: true, rate: null }],
    customer: { firstName: "Eva", lastName: "Holm", email: "eva.holm@example.com" },
  },
  "Over the counter, in cash": {
    paid: [{ gateway: "cash", rounding: "-0.40" }],
    inStore: true,
    customer: null,
    lines: [{ sku: "MUG-01", unitPrice: "199.40", rate: "25" }],
  },
  "Card reserved, not taken": {
    paid: [{ kind: "AUTHORIZATION" }],
    lines: [{ sku: "BLANKET-01", rate: "25" }],
  },
};
