import { describe, expect, it } from "vitest";
import type { ShopifyShop } from "../../../../sandbox/platforms/shopify/server.ts";
import type { OrderDraft } from "../../../../sandbox/platforms/shopify/trade/draft.ts";
import { booksOf, openShop, readOrder } from "./open-shop.ts";

const MUG = { title: "Stoneware mug", sku: "MUG-01", unitPrice: "249.00", rate: "25" };
const BOOK = { title: "Book", sku: "BOOK-07", unitPrice: "106.00", rate: "6" };
const LAMP = { title: "Lamp", sku: "LAMP-02", unitPrice: "400.00", rate: "25" };
const IN_GERMANY: Pick<OrderDraft, "customer" | "billingAddress"> = {
  customer: { country: "DE" },
  billingAddress: { countryCode: "DE" },
};

interface Life {
  readonly what: string;
  readonly draft: OrderDraft;
  readonly later: (shop: ShopifyShop, id: string, lineIds: readonly string[]) => Promise<unknown>;
  readonly booked: readonly string[];
}

/** Lives in which goods and money take ways of their own, each with what the books are to hold, worked out by hand. */
const LIVES: readonly Life[] = [
  {
    what: "a refund whose money was on its way and has arrived",
    draft: { lines: [{ ...MUG, quantity: 2 }], paid: true },
    later: async (shop, id, [mug = ""]) => {
      const { transactions } = await shop.refund(id, {
        lines: [{ lineId: mug, quantity: 1 }],
        money: { status: "PENDING" },
      });
      await shop.settle(id, transactions.at(-1)?.id ?? "", "SUCCESS");
    },
    booked: ["invoice 498.00 99.60 SEK", "credit_note 249.00 49.80 SEK"],
  },
  {
    what: "a refund whose money failed, which the shop still owes",
    draft: { lines: [{ ...MUG, quantity: 2 }], paid: true },
    later: (shop, id, [mug = ""]) =>
      shop.refund(id, { lines: [{ lineId: mug, quantity: 1 }], money: { status: "FAILURE" } }),
    booked: ["invoice 498.00 99.60 SEK", "waiting REFUND_PENDING"],
  },
  {
    what: "one of two mugs taken off, of which Shopify writes a refund without money as well",
    draft: { lines: [{ ...MUG, quantity: 2 }], paid: true },
    later: (shop, id, [mug = ""]) =>
      shop.edit(id, { remove: [{ lineId: mug, quantity: 1 }], leavesRefund: true }),
    booked: ["invoice 498.00 99.60 SEK", "credit_note 249.00 49.80 SEK"],
  },
  {
    what: "a mug exchanged for a lamp, and the difference paid",
    draft: { lines: [MUG, BOOK], paid: true },
    later: async (shop, id, [mug = ""]) => {
      await shop.processReturn(id, { lines: [{ lineId: mug, quantity: 1 }], exchange: [LAMP] });
      await shop.pay(id);
    },
    booked: ["invoice 355.00 55.80 SEK", "invoice 400.00 80.00 SEK", "credit_note 249.00 49.80 SEK"],
  },
  {
    what: "a lamp exchanged for a mug, and the difference given back",
    draft: { lines: [LAMP], paid: true },
    later: async (shop, id, [lamp = ""]) => {
      const { returns } = await shop.processReturn(id, {
        lines: [{ lineId: lamp, quantity: 1 }],
        exchange: [MUG],
      });
      await shop.refundReturn(id, returns[0]?.id ?? "", { money: { amount: "151.00" } });
    },
    booked: ["invoice 400.00 80.00 SEK", "invoice 249.00 49.80 SEK", "credit_note 400.00 80.00 SEK"],
  },
  {
    what: "a mug added and taken off again",
    draft: { lines: [BOOK], paid: true },
    later: async (shop, id) => {
      const { lines } = await shop.edit(id, { add: [MUG] });
      await shop.edit(id, { remove: [{ lineId: lines.at(-1)?.id ?? "", quantity: 1 }] });
    },
    booked: ["invoice 106.00 6.00 SEK", "invoice 249.00 49.80 SEK", "credit_note 249.00 49.80 SEK"],
  },
  {
    what: "euros given back on a day on which they cost more",
    draft: {
      ...IN_GERMANY,
      lines: [{ ...MUG, unitPrice: "23.80", rate: "19", quantity: 2 }],
      currency: "EUR",
      exchangeRate: "11.20",
      paid: true,
    },
    later: (shop, id, [mug = ""]) =>
      shop.refund(id, { lines: [{ lineId: mug, quantity: 1 }], money: { exchangeRate: "11.45" } }),
    booked: ["invoice 47.60 7.60 EUR", "credit_note 23.80 3.80 EUR"],
  },
  {
    what: "yen, which have no hundredths",
    draft: {
      lines: [{ ...MUG, unitPrice: "3333", rate: null, quantity: 3 }],
      taxesIncluded: false,
      currency: "JPY",
      exchangeRate: "0.068",
      customer: { country: "JP" },
      billingAddress: { countryCode: "JP" },
      paid: true,
    },
    later: (shop, id, [mug = ""]) => shop.refund(id, { lines: [{ lineId: mug, quantity: 1 }] }),
    booked: ["invoice 9999 0 JPY", "credit_note 3333 0 JPY"],
  },
  {
    what: "dinars, which have thousandths",
    draft: {
      lines: [{ ...MUG, unitPrice: "7.125", rate: null }],
      taxesIncluded: false,
      currency: "KWD",
      exchangeRate: "31.4",
      customer: { country: "KW" },
      billingAddress: { countryCode: "KW" },
      paid: true,
    },
    later: async () => {},
    booked: ["invoice 7.125 0.000 KWD"],
  },
  {
    what: "cash in the store, rounded when paid and when given back",
    draft: {
      lines: [{ ...MUG, unitPrice: "249.40", quantity: 2 }],
      inStore: true,
      shippingAddress: null,
      paid: [{ gateway: "cash", rounding: "0.20" }],
    },
    later: (shop, id, [mug = ""]) =>
      shop.refund(id, {
        lines: [{ lineId: mug, quantity: 1 }],
        money: { gateway: "cash", rounding: "-0.40" },
      }),
    booked: ["invoice 498.80 99.76 SEK", "credit_note 249.40 49.88 SEK"],
  },
];

describe("an order on Shopify that goes on is booked as a bookkeeper would", () => {
  it.each(LIVES)("$what", async ({ draft, later, booked }) => {
    const { shopify, shop } = await openShop();
    const { id, lines } = await shopify.place(draft);
    await later(
      shopify,
      id,
      lines.map((line) => line.id),
    );
    expect(booksOf(await readOrder(shop, id))).toEqual(booked);
  });
});

describe("an order of a subscription of Recharge", () => {
  const plan = { id: "688123", name: "Every 30 days" };

  it("is known by its plan at first and as a renewal later, and booked like any other", async () => {
    const { shopify, shop } = await openShop();
    const bought: OrderDraft = { lines: [{ ...MUG, sellingPlan: plan }], paid: true };
    const recharge = { id: "294517", name: "Recharge Subscriptions" };
    const first = await shopify.place({ ...bought, app: recharge, sourceName: "web" });
    const renewal = await shopify.place({ ...bought, app: recharge, sourceName: "subscription_contract" });
    const withoutPlan = await shopify.place({
      lines: [MUG],
      paid: true,
      app: recharge,
      sourceName: "294517",
    });
    const read = await Promise.all([first, renewal, withoutPlan].map(({ id }) => readOrder(shop, id)));
    expect(read.map(({ kind, source }) => [kind, source])).toEqual([
      ["order", "subscription"],
      ["renewal", "subscription"],
      ["renewal", "subscription"],
    ]);
    expect(read.map(({ subscription }) => subscription?.id)).toEqual(["688123", "688123", withoutPlan.id]);
    expect(read.map(booksOf)).toEqual(Array(3).fill(["invoice 249.00 49.80 SEK"]));
  });
});

describe("numbers beyond 2^53", () => {
  it("of an order, its refund and its money are exact, and the order is marked and found by them", async () => {
    const { shopify, shop } = await openShop({ firstId: "9007199254740993" });
    const { id, lines } = await shopify.place({ lines: [{ ...MUG, quantity: 2 }], paid: true });
    await shopify.refund(id, { lines: [{ lineId: lines[0]?.id ?? "", quantity: 1 }] });
    const kept = shopify.order(id);
    const read = await readOrder(shop, id);
    expect([read.id, read.lines[0]?.id]).toEqual([id, lines[0]?.id]);
    expect(read.refunds.map((refund) => refund.id)).toEqual(kept?.refunds.map((refund) => refund.id));
    const movements = [...read.payments, ...read.refunds.flatMap((refund) => refund.payments)];
    expect(movements.map((one) => one.id)).toEqual(kept?.transactions.map((one) => one.id));
    expect(BigInt(id) > 2n ** 53n).toBe(true);
    const shown = { state: "booked", text: "", url: "", tags: [] };
    expect(await shop.showState(id, shown)).toEqual({ ok: true, value: null });
    expect(shopify.order(id)?.tags).toEqual(["Booked"]);
  });
});
