import { z } from "zod";
import {
  amount,
  amountOrZero,
  currency,
  days,
  decimal,
  eventId,
  flag,
  id,
  innerId,
  instant,
  listOf,
  optionalAmount,
  optionalCountry,
  optionalFlag,
  optionalId,
  optionalInstant,
  optionalPeriod,
  optionalText,
  optionalTimeZone,
  wordOr,
} from "./members.ts";

// What a platform of the contract sends (contract, section 2). Members not named here are ignored.

const customer = z.object({
  id: optionalId,
  type: wordOr(["B2C", "B2B", "EAN"], "B2C"),
  name: optionalText,
  email: optionalText,
  phone: optionalText,
  company: optionalText,
  country: optionalCountry,
  vat_number: optionalText,
  vat_number_valid: optionalFlag,
  organisation_number: optionalId,
  ean: optionalId,
  reference: optionalText,
});

const address = z.object({
  name: optionalText,
  company: optionalText,
  address1: optionalText,
  address2: optionalText,
  zip: optionalId,
  city: optionalText,
  province: optionalText,
  country: optionalCountry,
});

const taxLine = z.object({ rate: decimal, amount, channel_liable: flag });

const line = z.object({
  id: innerId,
  product_id: optionalId,
  variant_id: optionalId,
  sku: optionalId,
  title: optionalText,
  quantity: decimal,
  unit_price: amount,
  discount: amountOrZero,
  nature: wordOr(["goods", "service"], "goods"),
  gift_card: flag,
  voucher: wordOr(["single_purpose", "multi_purpose"], null),
  tip: flag,
  fee: flag,
  period: optionalPeriod,
  tax_lines: listOf(taxLine),
});

const shippingLine = z.object({
  id: innerId,
  title: optionalText,
  price: amount,
  discount: amountOrZero,
  tax_lines: listOf(taxLine),
});

const transaction = z.object({
  id: eventId,
  // null: a kind of movement we do not know; it is left out rather than taken for another.
  kind: wordOr(
    ["authorization", "capture", "sale", "void", "refund", "chargeback", "chargeback_reversal"],
    null,
  ),
  gateway: optionalText,
  status: wordOr(["success", "pending", "failure"], "pending"),
  amount,
  currency: currency.nullish(),
  processed_at: optionalInstant,
  gift_card_id: optionalId,
  fee: optionalAmount,
});

/** The movement that a capture became. */
export const contractCapture = transaction.pick({ id: true });

const lineAmount = z.object({ line_id: innerId, gross: amount, tax: amount });

const edit = z.object({
  id: eventId,
  at: instant,
  added: listOf(line),
  price_change: listOf(lineAmount),
});

const refund = z.object({
  id: eventId,
  created_at: instant,
  note: optionalText,
  lines: listOf(lineAmount.extend({ quantity: decimal })),
  shipping: listOf(z.object({ id: innerId, gross: amount, tax: amount })),
  adjustments: listOf(
    z.object({
      kind: wordOr(["goodwill", "restocking_fee", "unused_period", "other"], "other"),
      gross: amount,
      tax: optionalAmount,
    }),
  ),
  transactions: listOf(transaction),
});

/** An order of the contract (section 2.1), every member in one form. */
export const contractOrder = z.object({
  id,
  number: optionalId,
  url: optionalText,
  created_at: instant,
  updated_at: optionalInstant,
  cancelled_at: optionalInstant,
  status: wordOr(["open", "cancelled", "closed"], "open"),
  financial_status: wordOr(
    ["pending", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "voided"],
    "pending",
  ),
  fulfillment_status: wordOr(["unfulfilled", "partial", "fulfilled"], "unfulfilled"),
  currency,
  prices_include_tax: z.boolean("is missing"),
  shop_currency: currency.nullish(),
  shop_total: optionalAmount,
  shop_timezone: optionalTimeZone,
  source: wordOr(["web", "pos", "subscription", "import"], "web"),
  channel: optionalText,
  kind: wordOr(["order", "renewal", "adjustment"], "order"),
  subscription: z.object({ id, period: optionalPeriod, state: optionalText }).nullish(),
  email: optionalText,
  customer: customer.nullish(),
  bill_to: address.nullish(),
  ship_to: address.nullish(),
  lines: listOf(line),
  shipping: listOf(shippingLine),
  discount_codes: listOf(z.string()),
  tags: listOf(z.string()),
  total_tax: amount,
  total: amount,
  payment_rounding: optionalAmount,
  payment_terms: z.object({ days }).nullish(),
  transactions: listOf(transaction),
  edits: listOf(edit),
  exchange_lines: listOf(line),
  refunds: listOf(refund),
});

export type ContractOrder = z.infer<typeof contractOrder>;
export type ContractLine = z.infer<typeof line>;
export type ContractTransaction = z.infer<typeof transaction>;
export type ContractRefund = z.infer<typeof refund>;
export type ContractTaxLine = z.infer<typeof taxLine>;

/** A page of `GET /orders`; its orders are read one by one, so that one that cannot be read stops no other. */
export const contractPage = z.object({ data: z.array(z.unknown()), next_cursor: optionalText });

/** The answer to `PATCH /stock`; a shop that knows every SKU may say nothing. */
export const contractStockSet = z
  .object({ unknown: z.array(z.string()).nullish() })
  .nullable()
  .transform((answer) => ({ unknown: answer?.unknown ?? [] }));

/** An order of a page, read no further than needed to visit it. */
export const contractPageOrder = z.object({ id, updated_at: instant });

const payoutLine = z.object({
  order_id: optionalId,
  transaction_id: optionalId,
  refund_id: optionalId,
  amount,
  fee: amountOrZero,
  currency: currency.nullish(),
});

/** A payout of the contract (section 2.3). */
export const contractPayout = z.object({
  id,
  gateway: optionalText,
  paid_at: instant,
  updated_at: optionalInstant,
  currency,
  net: amount,
  lines: listOf(payoutLine),
});

/** A payout of a page, read no further than needed to visit it. */
export const contractPagePayout = z.object({ id, paid_at: instant, updated_at: optionalInstant });
