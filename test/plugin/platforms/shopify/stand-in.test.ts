import { describe, expect, it } from "vitest";
import type { ShopifyShop } from "../../../../sandbox/platforms/shopify/server.ts";
import type { OrderDraft } from "../../../../sandbox/platforms/shopify/trade/draft.ts";
import { booksOf, openShop, readOrder } from "./open-shop.ts";

const MUG = { title: "Stoneware mug", sku: "MUG-01", unitPrice: "249.00", rate: "25" };
const BOOK = { title: "Book", sku: "BOOK-07", unitPrice: "106.00", rate: "6" };
const PARCEL = { title: "Parcel", price: "49.00", rate: "25" };

interface Life {
  readonly what: string;
  readonly draft: OrderDraft;
  readonly later?: (shop: ShopifyShop, id: string, lineIds: readonly string[]) => Promise<unknown>;
  readonly booked: readonly string[];
}

/** Lives of orders as shops have them, each with what the books are to hold, worked out by hand. */
const LIVES: readonly Life[] = [
  {
    what: "two mugs and the parcel, paid by card",
    draft: { lines: [{ ...MUG, quantity: 2 }], shipping: [PARCEL], paid: true },
    booked: ["invoice 547.00 109.40 SEK"],
  },
  {
    what: "a mug at 25 % and a book at 6 % with 10 % off the whole order",
    draft: { lines: [MUG, BOOK], discount: { code: "TEN", percentage: "10" }, paid: true },
    booked: ["invoice 319.50 50.22 SEK"],
  },
  {
    what: "prices without VAT: 3 x 129.99",
    draft: { lines: [{ ...MUG, unitPrice: "129.99", quantity: 3 }], taxesIncluded: false, paid: true },
    booked: ["invoice 487.46 97.49 SEK"],
  },
  {
    what: "a tip on top",
    draft: { lines: [MUG], tip: "20.00", paid: true },
    booked: ["invoice 269.00 49.80 SEK"],
  },
  {
    what: "a gift card sold",
    draft: {
      lines: [{ title: "Gift card", unitPrice: "500.00", giftCard: true, requiresShipping: false }],
      paid: true,
    },
    booked: ["invoice 500.00 0.00 SEK"],
  },
  {
    what: "a mug paid with a gift card and the rest by card",
    draft: { lines: [MUG], paid: [{ gateway: "gift_card", amount: "200.00", giftCardId: "77" }, {}] },
    booked: ["invoice 249.00 49.80 SEK"],
  },
  {
    what: "cash in the store, rounded by 0.40",
    draft: {
      lines: [{ ...MUG, unitPrice: "249.40" }],
      inStore: true,
      shippingAddress: null,
      paid: [{ gateway: "cash", rounding: "-0.40" }],
    },
    booked: ["invoice 249.40 49.88 SEK"],
  },
  {
    what: "euros to a consumer in Germany, through OSS",
    draft: {
      lines: [{ ...MUG, unitPrice: "23.80", rate: "19" }],
      currency: "EUR",
      exchangeRate: "11.20",
      customer: { country: "DE" },
      billingAddress: { countryCode: "DE" },
      paid: true,
    },
    booked: ["invoice 23.80 3.80 EUR"],
  },
  {
    what: "a German company with its number, 30 days to pay",
    draft: {
      lines: [{ ...MUG, unitPrice: "199.20", rate: null }],
      company: { name: "Berg GmbH", vatNumber: "DE123456788", taxExempt: true },
      billingAddress: { countryCode: "DE", company: "Berg GmbH" },
      paymentTerms: { days: 30 },
      taxesIncluded: false,
      paid: true,
    },
    booked: ["held VAT_NUMBER_REQUIRED"],
  },
  {
    what: "one of two mugs comes back",
    draft: { lines: [{ ...MUG, quantity: 2 }], shipping: [PARCEL], paid: true },
    later: (shop, id, [mug = ""]) => shop.refund(id, { lines: [{ lineId: mug, quantity: 1 }] }),
    booked: ["invoice 547.00 109.40 SEK", "credit_note 249.00 49.80 SEK"],
  },
  {
    what: "the freight is given back",
    draft: { lines: [MUG], shipping: [PARCEL], paid: true },
    later: (shop, id) => shop.refund(id, { shipping: true }),
    booked: ["invoice 298.00 59.60 SEK", "credit_note 49.00 9.80 SEK"],
  },
  {
    what: "50.00 of goodwill without goods",
    draft: { lines: [MUG], paid: true },
    later: (shop, id) => shop.refund(id, { money: { amount: "50.00" } }),
    booked: ["invoice 249.00 49.80 SEK", "credit_note 50.00 10.00 SEK"],
  },
  {
    what: "a mug comes back and 25.00 are kept",
    draft: { lines: [MUG, BOOK], paid: true },
    later: (shop, id, [mug = ""]) =>
      shop.refund(id, { lines: [{ lineId: mug, quantity: 1 }], money: { amount: "224.00" } }),
    booked: ["invoice 355.00 55.80 SEK", "credit_note 224.00 44.80 SEK"],
  },
  {
    what: "a refund whose money is on its way",
    draft: { lines: [{ ...MUG, quantity: 2 }], paid: true },
    later: (shop, id, [mug = ""]) =>
      shop.refund(id, { lines: [{ lineId: mug, quantity: 1 }], money: { status: "PENDING" } }),
    booked: ["invoice 498.00 99.60 SEK", "waiting REFUND_PENDING"],
  },
  {
    what: "a book is added and paid",
    draft: { lines: [MUG], paid: true },
    later: async (shop, id) => {
      await shop.edit(id, { add: [BOOK] });
      await shop.pay(id);
    },
    booked: ["invoice 249.00 49.80 SEK", "invoice 106.00 6.00 SEK"],
  },
  {
    what: "one of three mugs is taken off again",
    draft: { lines: [{ ...MUG, quantity: 3 }], paid: true },
    later: (shop, id, [mug = ""]) => shop.edit(id, { remove: [{ lineId: mug, quantity: 1 }] }),
    booked: ["invoice 747.00 149.40 SEK", "credit_note 249.00 49.80 SEK"],
  },
  {
    what: "a price is lowered by 49.00 after the order",
    draft: { lines: [MUG], paid: true },
    later: (shop, id, [mug = ""]) => shop.edit(id, { discount: [{ lineId: mug, amount: "49.00" }] }),
    booked: ["invoice 249.00 49.80 SEK", "credit_note 49.00 9.80 SEK"],
  },
  {
    what: "a return with its money days later",
    draft: { lines: [{ ...MUG, quantity: 2 }], paid: true },
    later: async (shop, id, [mug = ""]) => {
      const { returns } = await shop.processReturn(id, { lines: [{ lineId: mug, quantity: 1 }] });
      await shop.refundReturn(id, returns[0]?.id ?? "");
    },
    booked: ["invoice 498.00 99.60 SEK", "credit_note 249.00 49.80 SEK"],
  },
  {
    what: "a mug exchanged for a book",
    draft: { lines: [{ ...MUG, quantity: 2 }], paid: true },
    later: (shop, id, [mug = ""]) =>
      shop.processReturn(id, { lines: [{ lineId: mug, quantity: 1 }], exchange: [BOOK] }),
    booked: ["invoice 498.00 99.60 SEK", "invoice 106.00 6.00 SEK", "credit_note 249.00 49.80 SEK"],
  },
  {
    what: "a return for a fee of ten percent",
    draft: { lines: [{ ...MUG, unitPrice: "250.00", quantity: 2 }], paid: true },
    later: (shop, id, [mug = ""]) =>
      shop.processReturn(id, { lines: [{ lineId: mug, quantity: 1, restockingFee: "10" }] }),
    booked: ["invoice 500.00 100.00 SEK", "credit_note 225.00 45.00 SEK"],
  },
  {
    what: "cancelled and paid back",
    draft: { lines: [MUG], shipping: [PARCEL], paid: true },
    later: async (shop, id, [mug = ""]) => {
      await shop.refund(id, { lines: [{ lineId: mug, quantity: 1 }], shipping: true });
      await shop.cancel(id);
    },
    booked: ["skipped NOTHING_TO_BOOK"],
  },
  {
    what: "cancelled before any money moved",
    draft: { lines: [MUG], paid: false },
    later: (shop, id) => shop.cancel(id),
    booked: ["skipped CANCELLED_BEFORE_CAPTURE"],
  },
  {
    what: "not paid yet",
    draft: { lines: [MUG], paid: false },
    booked: ["waiting TRIGGER_NOT_REACHED"],
  },
  {
    what: "authorised, then captured in two parts",
    draft: { lines: [MUG], paid: [{ kind: "AUTHORIZATION" }] },
    later: async (shop, id) => {
      await shop.pay(id, { kind: "CAPTURE", amount: "149.00" });
      await shop.pay(id, { kind: "CAPTURE", amount: "100.00" });
    },
    booked: ["invoice 249.00 49.80 SEK"],
  },
  {
    what: "duties to Norway, without VAT",
    draft: {
      lines: [{ ...MUG, rate: null, duty: { price: "30.00" } }],
      billingAddress: { countryCode: "NO" },
      taxesIncluded: false,
      paid: true,
    },
    booked: ["invoice 279.00 0.00 SEK"],
  },
  {
    what: "a fee of Shopify's that is neither freight nor duty",
    draft: { lines: [MUG], additionalFees: [{ name: "Packaging", price: "10.00", rate: "25" }], paid: true },
    booked: ["invoice 259.00 51.80 SEK"],
  },
];

describe("an order on Shopify is booked as a bookkeeper would", () => {
  it.each(LIVES)("$what", async ({ draft, later, booked }) => {
    const { shopify, shop } = await openShop();
    const { id, lines } = await shopify.place(draft);
    await later?.(
      shopify,
      id,
      lines.map((line) => line.id),
    );
    expect(booksOf(await readOrder(shop, id))).toEqual(booked);
  });
});
