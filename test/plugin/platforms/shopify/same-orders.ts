import type { Order } from "../../../../plugin/domain/order.ts";
import { normaliseOrder } from "../../../../plugin/platforms/manifest/normalise.ts";
import { agreement, lineItem, type OrderDraft, refund, sale, transaction } from "./orders.ts";

const AT = "2026-03-05T10:00:00Z";
const ORDERED = "2026-03-02T08:00:00Z";

export interface Example {
  readonly what: string;
  readonly shopify: OrderDraft;
  /** The same in the form of the manifest contract. */
  readonly contract: Record<string, unknown>;
}

const paid = (amount: string) => ({
  money: [transaction({ id: "31", amount })],
  received: amount,
});

const contractPaid = (amount: string) => ({
  transactions: [
    { id: "31", kind: "sale", status: "success", gateway: "shopify_payments", amount, processed_at: ORDERED },
  ],
});

const mugs = {
  lines: [lineItem("1", "249.00", { name: "Mug" })],
  freight: ["11"],
  sold: [
    sale({ of: "1", quantity: 2, gross: "450.00", tax: "90.00" }),
    sale({ of: "11", type: "SHIPPING", quantity: null, gross: "49.00", tax: "9.80" }),
  ],
  total: "499.00",
  tax: "99.80",
  ...paid("499.00"),
};

const contractMugs = {
  lines: [
    {
      id: "1",
      variant_id: "81",
      product_id: "91",
      sku: "MUG-1",
      title: "Mug",
      quantity: 2,
      unit_price: "249.00",
      discount: "48.00",
      tax_lines: [{ rate: 25, amount: "90.00" }],
    },
  ],
  shipping: [
    { id: "shipping-11", title: "Parcel", price: "49.00", tax_lines: [{ rate: 25, amount: "9.80" }] },
  ],
  total: "499.00",
  total_tax: "99.80",
  ...contractPaid("499.00"),
};

const oneBack = sale({ of: "1", action: "RETURN", quantity: -1, gross: "-225.00", tax: "-45.00" });
const contractBack = { line_id: "1", quantity: 1, gross: "225.00", tax: "45.00" };
const moneyBack = (amount: string) => transaction({ id: "32", kind: "REFUND", amount, at: AT });
const contractMoney = (amount: string) => ({
  id: "32",
  kind: "refund",
  status: "success",
  gateway: "shopify_payments",
  amount,
  processed_at: AT,
});

export const EXAMPLES: readonly Example[] = [
  { what: "goods, discount and freight: 399.20 + VAT 99.80", shopify: mugs, contract: contractMugs },
  {
    what: "prices without VAT: 3 x 129.99 with 97.49 of VAT",
    shopify: {
      lines: [lineItem("1", "129.99", { name: "Mug" })],
      sold: [sale({ of: "1", quantity: 3, gross: "487.46", tax: "97.49" })],
      total: "487.46",
      tax: "97.49",
      ...paid("487.46"),
      changes: { taxesIncluded: false },
    },
    contract: {
      prices_include_tax: false,
      lines: [
        {
          ...contractMugs.lines[0],
          quantity: 3,
          unit_price: "129.99",
          discount: "0",
          tax_lines: [{ rate: 25, amount: "97.49" }],
        },
      ],
      total: "487.46",
      total_tax: "97.49",
      ...contractPaid("487.46"),
    },
  },
  {
    what: "freight at two rates, one row for each",
    shopify: {
      ...mugs,
      sold: [
        sale({ of: "1", quantity: 2, gross: "450.00", tax: "90.00" }),
        sale({
          of: "11",
          type: "SHIPPING",
          quantity: null,
          gross: "49.00",
          tax: "7.66",
          rate: [
            [25, "6.81"],
            [6, "0.85"],
          ],
        }),
      ],
      tax: "97.66",
    },
    contract: {
      ...contractMugs,
      shipping: [
        {
          id: "shipping-11",
          title: "Parcel",
          price: "49.00",
          tax_lines: [
            { rate: 25, amount: "6.81" },
            { rate: 6, amount: "0.85" },
          ],
        },
      ],
      total_tax: "97.66",
    },
  },
  {
    what: "a mug that comes back",
    shopify: {
      ...mugs,
      later: [agreement("Refund", { id: "2", at: AT, refund: "91", sales: [oneBack] })],
      now: { gross: "274.00", tax: "54.80" },
      refunds: [refund("91", AT, [moneyBack("225.00")])],
      refunded: "225.00",
    },
    contract: {
      ...contractMugs,
      refunds: [{ id: "91", created_at: AT, lines: [contractBack], transactions: [contractMoney("225.00")] }],
    },
  },
  {
    what: "50.00 of goodwill",
    shopify: {
      ...mugs,
      later: [
        agreement("Refund", {
          id: "2",
          at: AT,
          refund: "91",
          sales: [
            sale({
              of: "",
              type: "ADJUSTMENT",
              action: "RETURN",
              quantity: null,
              gross: "-50.00",
              tax: "-10.00",
            }),
          ],
        }),
      ],
      now: { gross: "449.00", tax: "89.80" },
      refunds: [refund("91", AT, [moneyBack("50.00")])],
      refunded: "50.00",
    },
    contract: {
      ...contractMugs,
      refunds: [
        {
          id: "91",
          created_at: AT,
          adjustments: [{ kind: "goodwill", gross: "50.00", tax: "10.00" }],
          transactions: [contractMoney("50.00")],
        },
      ],
    },
  },
  {
    what: "a price lowered by 50.00 and a book added after the order",
    shopify: {
      ...mugs,
      lines: [...mugs.lines, lineItem("2", "106.00", { name: "Book" })],
      later: [
        agreement("OrderEdit", {
          id: "2",
          at: AT,
          sales: [
            sale({ of: "2", gross: "106.00", tax: "6.00", rate: 6 }),
            sale({ of: "1", action: "UPDATE", quantity: 2, gross: "-50.00", tax: "-10.00" }),
          ],
        }),
      ],
      now: { gross: "555.00", tax: "95.80" },
    },
    contract: {
      ...contractMugs,
      edits: [
        {
          id: "2",
          at: AT,
          added: [
            {
              id: "2",
              variant_id: "82",
              product_id: "92",
              sku: "MUG-2",
              title: "Book",
              quantity: 1,
              unit_price: "106.00",
              tax_lines: [{ rate: 6, amount: "6.00" }],
            },
          ],
          price_change: [{ line_id: "1", gross: "-50.00", tax: "-10.00" }],
        },
      ],
    },
  },
  {
    what: "a gift card and a tip",
    shopify: {
      lines: [lineItem("1", "500.00", { name: "Gift card", sku: null, isGiftCard: true })],
      sold: [
        sale({ of: "1", type: "GIFT_CARD", gross: "500.00", rate: 0 }),
        sale({ of: "2", type: "TIP", gross: "20.00", rate: 0 }),
      ],
      total: "520.00",
      tax: "0.00",
      ...paid("520.00"),
    },
    contract: {
      lines: [
        {
          id: "1",
          variant_id: "81",
          product_id: "91",
          title: "Gift card",
          quantity: 1,
          unit_price: "500.00",
          gift_card: true,
        },
        { id: "2", title: "Tip", quantity: 1, unit_price: "20.00", tip: true },
      ],
      total: "520.00",
      total_tax: "0",
      ...contractPaid("520.00"),
    },
  },
];

const ADDRESS = {
  name: "Anna Ek",
  address1: "Kungsgatan 1",
  zip: "111 22",
  city: "Stockholm",
  country: "SE",
};

export function contractOrder(changes: Record<string, unknown>): Order {
  const result = normaliseOrder(
    {
      id: "5001",
      number: "#1001",
      url: "https://admin.shopify.com/store/fjall-form/orders/5001",
      created_at: ORDERED,
      updated_at: "2026-03-03T08:00:00Z",
      financial_status: "paid",
      currency: "SEK",
      prices_include_tax: true,
      customer: { id: "701", name: "Anna Ek", email: "anna.ek@example.com", country: "SE" },
      bill_to: ADDRESS,
      ship_to: ADDRESS,
      ...changes,
    },
    { timeZone: "Europe/Stockholm", currency: "SEK" },
  );
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}
