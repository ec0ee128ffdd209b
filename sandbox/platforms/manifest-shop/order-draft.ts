import { z } from "zod";
import { addressSchema, customerSchema, decimal, periodSchema, subscriptionSchema } from "./order.ts";

const draftLineSchema = z.object({
  sku: z.string().nullable().optional(),
  title: z.string(),
  quantity: decimal.default("1"),
  /** Per piece, in the sense of `pricesIncludeTax`. */
  unitPrice: decimal,
  /** Percent; `null` for a line that carries no tax line at all, such as a multi-purpose voucher. */
  rate: decimal.nullable(),
  /** Of the whole line. */
  discount: decimal.default("0"),
  nature: z.enum(["goods", "service"]).default("goods"),
  gift_card: z.boolean().default(false),
  voucher: z.enum(["single_purpose", "multi_purpose"]).nullable().default(null),
  tip: z.boolean().default(false),
  fee: z.boolean().default(false),
  period: periodSchema.nullable().default(null),
});

export const orderDraftSchema = z.object({
  lines: z.array(draftLineSchema).min(1),
  shipping: z
    .object({
      title: z.string().default("Parcel"),
      price: decimal,
      rate: decimal.nullable(),
      discount: decimal.default("0"),
    })
    .nullable()
    .default(null),
  customer: customerSchema.partial().default({}),
  bill_to: addressSchema.partial().optional(),
  /** `null`: picked up in the store. Absent: the billing address. */
  ship_to: addressSchema.partial().nullable().optional(),
  currency: z.string().length(3).optional(),
  /** Units of the shop's currency for one of the order's; gives `shop_total`. */
  exchangeRate: decimal.optional(),
  pricesIncludeTax: z.boolean().default(true),
  kind: z.enum(["order", "renewal", "adjustment"]).default("order"),
  source: z.enum(["web", "pos", "subscription", "import"]).default("web"),
  channel: z.string().nullable().default(null),
  subscription: subscriptionSchema.nullable().default(null),
  gateway: z.string().default("card"),
  /** `true`: one successful sale over the whole amount. */
  paid: z.boolean(),
  /** Only with `paid: false`: the card is reserved, the money is not taken yet. */
  authorized: z.boolean().default(false),
  payment_rounding: decimal.nullable().default(null),
  payment_terms: z.object({ days: z.int() }).nullable().default(null),
  discount_codes: z.array(z.string()).default([]),
  tags: z.array(z.string()).optional(),
  /** ISO 8601; absent: the shop's present moment. */
  createdAt: z.iso.datetime({ offset: true }).optional(),
});

/** What it takes to place an order; everything else has a default or is worked out. */
export type OrderDraft = z.input<typeof orderDraftSchema>;
/** A draft with every default filled in. */
export type CompleteDraft = z.output<typeof orderDraftSchema>;
export type DraftLine = CompleteDraft["lines"][number];
