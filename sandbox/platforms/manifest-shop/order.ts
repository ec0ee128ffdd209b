import { z } from "zod";

/*
 * The order of the manifest contract (its section 2.1), as this shop stores and serves it.
 * Money is a decimal string in major units, rates are percent, times are ISO 8601 with offset.
 */

export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a decimal string such as "49.80"');
const time = z.iso.datetime({ offset: true });
const day = z.string();

export const addressSchema = z.object({
  name: z.string().nullable(),
  company: z.string().nullable(),
  address1: z.string().nullable(),
  address2: z.string().nullable(),
  zip: z.string().nullable(),
  city: z.string().nullable(),
  province: z.string().nullable(),
  country: z.string().nullable(),
});

export const customerSchema = z.object({
  id: z.string(),
  type: z.enum(["B2C", "B2B", "EAN"]),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  company: z.string().nullable(),
  country: z.string().nullable(),
  vat_number: z.string().nullable(),
  vat_number_valid: z.boolean().nullable(),
  organisation_number: z.string().nullable(),
  ean: z.string().nullable(),
  reference: z.string().nullable(),
});

const taxLineSchema = z.object({ rate: decimal, amount: decimal, channel_liable: z.boolean() });

export const periodSchema = z.object({ start: day, end: day });

const lineSchema = z.object({
  id: z.string(),
  product_id: z.string().nullable(),
  variant_id: z.string().nullable(),
  sku: z.string().nullable(),
  title: z.string(),
  quantity: decimal,
  unit_price: decimal,
  discount: decimal,
  nature: z.enum(["goods", "service"]),
  gift_card: z.boolean(),
  voucher: z.enum(["single_purpose", "multi_purpose"]).nullable(),
  tip: z.boolean(),
  fee: z.boolean(),
  period: periodSchema.nullable(),
  tax_lines: z.array(taxLineSchema),
});

const shippingSchema = z.object({
  id: z.string(),
  title: z.string(),
  price: decimal,
  discount: decimal,
  tax_lines: z.array(taxLineSchema),
});

const transactionSchema = z.object({
  id: z.string(),
  kind: z.enum(["authorization", "capture", "sale", "void", "refund", "chargeback", "chargeback_reversal"]),
  gateway: z.string(),
  status: z.enum(["success", "pending", "failure"]),
  amount: decimal,
  currency: z.string(),
  processed_at: time,
  gift_card_id: z.string().nullable(),
  fee: decimal.nullable(),
});

const editSchema = z.object({
  id: z.string(),
  at: time,
  added: z.array(lineSchema),
  price_change: z.array(z.object({ line_id: z.string(), gross: decimal, tax: decimal })),
});

export const adjustmentKindSchema = z.enum(["goodwill", "restocking_fee", "unused_period", "other"]);

const refundSchema = z.object({
  id: z.string(),
  created_at: time,
  note: z.string().nullable(),
  lines: z.array(z.object({ line_id: z.string(), quantity: decimal, gross: decimal, tax: decimal })),
  shipping: z.array(z.object({ id: z.string(), gross: decimal, tax: decimal })),
  adjustments: z.array(z.object({ kind: adjustmentKindSchema, gross: decimal, tax: decimal.nullable() })),
  transactions: z.array(transactionSchema),
});

export const subscriptionSchema = z.object({
  id: z.string(),
  period: periodSchema,
  state: z.enum(["active", "trial", "past_due", "expired"]),
});

export const orderSchema = z.object({
  id: z.string().min(1),
  number: z.string(),
  url: z.string(),
  created_at: time,
  updated_at: time,
  cancelled_at: time.nullable(),
  status: z.enum(["open", "cancelled", "closed"]),
  financial_status: z.enum([
    "pending",
    "authorized",
    "partially_paid",
    "paid",
    "partially_refunded",
    "refunded",
    "voided",
  ]),
  fulfillment_status: z.enum(["unfulfilled", "partial", "fulfilled"]),
  currency: z.string(),
  decimals: z.int(),
  prices_include_tax: z.boolean(),
  shop_currency: z.string(),
  shop_total: decimal.nullable(),
  shop_timezone: z.string(),
  source: z.enum(["web", "pos", "subscription", "import"]),
  channel: z.string().nullable(),
  kind: z.enum(["order", "renewal", "adjustment"]),
  subscription: subscriptionSchema.nullable(),
  customer: customerSchema,
  bill_to: addressSchema.nullable(),
  ship_to: addressSchema.nullable(),
  lines: z.array(lineSchema),
  shipping: z.array(shippingSchema),
  discount_codes: z.array(z.string()),
  /** Words of the merchant; a later member of the contract, which a shop may leave out. */
  tags: z.array(z.string()).optional(),
  total_tax: decimal,
  total: decimal,
  payment_rounding: decimal.nullable(),
  payment_terms: z.object({ days: z.int() }).nullable(),
  transactions: z.array(transactionSchema),
  edits: z.array(editSchema),
  exchange_lines: z.array(lineSchema),
  refunds: z.array(refundSchema),
});

export type ShopOrder = z.infer<typeof orderSchema>;
export type OrderLine = z.infer<typeof lineSchema>;
export type ShippingLine = z.infer<typeof shippingSchema>;
export type TaxLine = z.infer<typeof taxLineSchema>;
export type Transaction = z.infer<typeof transactionSchema>;
export type Refund = z.infer<typeof refundSchema>;
export type Customer = z.infer<typeof customerSchema>;
export type Address = z.infer<typeof addressSchema>;
