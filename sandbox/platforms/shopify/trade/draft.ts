import { z } from "zod";

/** A decimal amount as text; signs only where a rule below allows them. */
const amount = z.string().regex(/^\d+(\.\d+)?$/, "is no decimal amount");
const signedAmount = z.string().regex(/^-?\d+(\.\d+)?$/, "is no decimal amount");
const moment = z.iso.datetime({ offset: true });

const taxSchema = z.object({
  title: z.string().default("VAT"),
  /** Percent. */
  rate: amount,
  channelLiable: z.boolean().nullable().default(false),
});

/** `rate` for the usual single tax line; `taxes` for several; neither, or `rate: null`, for none. */
const taxed = { rate: amount.nullable().optional(), taxes: z.array(taxSchema).optional() };

export const draftLineSchema = z.object({
  /** Of a product of the catalogue; title, price and cost then follow from it unless given. */
  sku: z.string().nullable().default(null),
  title: z.string().optional(),
  variantTitle: z.string().nullable().default(null),
  vendor: z.string().nullable().default(null),
  quantity: z.int().positive().default(1),
  /** In the buyer's currency and the sense of `taxesIncluded`. */
  unitPrice: amount.optional(),
  ...taxed,
  /** Taken off the whole line by hand. */
  discount: amount.default("0"),
  giftCard: z.boolean().default(false),
  requiresShipping: z.boolean().default(true),
  duty: z
    .object({ price: amount, ...taxed })
    .nullable()
    .default(null),
  sellingPlan: z
    .object({ id: z.string().nullable().default("900001"), name: z.string() })
    .nullable()
    .default(null),
  attributes: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
});

export const draftShippingSchema = z.object({
  title: z.string().default("Parcel"),
  code: z.string().nullable().default("standard"),
  price: amount,
  ...taxed,
  discount: amount.default("0"),
});

export const draftPaymentSchema = z.object({
  kind: z.enum(["SALE", "AUTHORIZATION", "CAPTURE"]).default("SALE"),
  gateway: z.string().default("shopify_payments"),
  /** In the buyer's currency; absent: what is still owed. */
  amount: amount.optional(),
  status: z.enum(["SUCCESS", "PENDING", "FAILURE", "ERROR"]).default("SUCCESS"),
  /** Cash: what was rounded off or up, beside the amount. */
  rounding: signedAmount.nullable().default(null),
  giftCardId: z.string().nullable().default(null),
  processedAt: moment.optional(),
});

const addressSchema = z
  .object({
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    company: z.string().nullable(),
    address1: z.string().nullable(),
    address2: z.string().nullable(),
    city: z.string().nullable(),
    zip: z.string().nullable(),
    provinceCode: z.string().nullable(),
    countryCode: z.string().length(2).nullable(),
  })
  .partial();

export const orderDraftSchema = z.object({
  lines: z.array(draftLineSchema).min(1),
  shipping: z.array(draftShippingSchema).default([]),
  tip: amount.nullable().default(null),
  additionalFees: z.array(z.object({ name: z.string(), price: amount, ...taxed })).default([]),
  /** Over the whole order, spread over its lines; the tip and gift cards take no part. */
  discount: z
    .object({
      code: z.string().optional(),
      title: z.string().optional(),
      amount: amount.optional(),
      percentage: amount.optional(),
    })
    .refine((discount) => (discount.amount === undefined) !== (discount.percentage === undefined), {
      message: "needs an amount or a percentage",
    })
    .nullable()
    .default(null),
  taxesIncluded: z.boolean().default(true),
  taxExempt: z.boolean().default(false),
  /** The buyer's currency. */
  currency: z.string().length(3).optional(),
  /** Units of the shop's currency for one of the buyer's. */
  exchangeRate: amount.optional(),
  /** `null`: a guest. */
  customer: z
    .object({
      firstName: z.string().nullable().default("Maja"),
      lastName: z.string().nullable().default("Lindqvist"),
      email: z.string().nullable().default("maja@example.com"),
      locale: z.string().default("sv"),
      taxExempt: z.boolean().default(false),
      taxExemptions: z.array(z.string()).default([]),
      tags: z.array(z.string()).default([]),
      country: z.string().length(2).optional(),
    })
    .nullable()
    .prefault({}),
  company: z
    .object({
      name: z.string(),
      externalId: z.string().nullable().default(null),
      vatNumber: z.string().nullable().default(null),
      taxExempt: z.boolean().default(false),
      taxExemptions: z.array(z.string()).default([]),
      location: z.string().default("Head office"),
    })
    .nullable()
    .default(null),
  billingAddress: addressSchema.nullable().optional(),
  /** `null`: nothing is sent. Absent: the billing address. */
  shippingAddress: addressSchema.nullable().optional(),
  inStore: z.boolean().default(false),
  sourceName: z.string().optional(),
  app: z.object({ id: z.string(), name: z.string() }).default({ id: "580111", name: "Online Store" }),
  marketplace: z.object({ id: z.string(), name: z.string() }).nullable().default(null),
  poNumber: z.string().nullable().default(null),
  note: z.string().nullable().default(null),
  tags: z.array(z.string()).default([]),
  attributes: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
  localizedFields: z
    .array(z.object({ key: z.string(), title: z.string(), value: z.string(), countryCode: z.string() }))
    .default([]),
  paymentTerms: z.object({ days: z.int().nonnegative() }).nullable().default(null),
  /** `true`: one successful sale over everything. A list: these transactions, in turn. */
  paid: z.union([z.boolean(), z.array(draftPaymentSchema)]),
  test: z.boolean().default(false),
  /** Absent: the shop's present moment. */
  createdAt: moment.optional(),
  /** Absent: as `createdAt`; differs for imported orders. */
  processedAt: moment.optional(),
});

/** What it takes to place an order; everything else has a default or is worked out. */
export type OrderDraft = z.input<typeof orderDraftSchema>;
export type CompleteDraft = z.output<typeof orderDraftSchema>;
export type DraftLine = z.output<typeof draftLineSchema>;
export type DraftShipping = z.output<typeof draftShippingSchema>;
export type PaymentDraft = z.input<typeof draftPaymentSchema>;
export type CompletePayment = z.output<typeof draftPaymentSchema>;

export const refundDraftSchema = z.object({
  /** Pieces taken back; the last piece takes what is left of its line. */
  lines: z.array(z.object({ lineId: z.string(), quantity: z.int().positive() })).default([]),
  /** `true`: whatever is left of the freight. An amount: as much of it, with its share of tax. */
  shipping: z.union([z.boolean(), amount]).default(false),
  /** `true`: the duties of the pieces taken back too. */
  duties: z.boolean().default(false),
  /** More (negative) or less (positive) given back than the above is worth, written down as such. */
  adjustments: z
    .array(
      z.object({
        reason: z
          .enum(["CUSTOMER", "DAMAGE", "RESTOCK", "REFUND_DISCREPANCY", "PENDING_REFUND_DISCREPANCY"])
          .default("REFUND_DISCREPANCY"),
        amount: signedAmount,
        tax: z
          .object({ title: z.string().default("VAT"), rate: amount, amount: signedAmount })
          .nullable()
          .default(null),
      }),
    )
    .default([]),
  /**
   * The money: absent, what the refund is worth; an amount that differs becomes an adjustment (REFUND_DISCREPANCY);
   * `null`, none moves.
   */
  money: z
    .object({
      amount: amount.optional(),
      gateway: z.string().optional(),
      status: z.enum(["SUCCESS", "PENDING", "FAILURE", "ERROR"]).default("SUCCESS"),
      rounding: signedAmount.nullable().default(null),
      /** Units of the shop's currency for one of the buyer's on the day of the refund. */
      exchangeRate: amount.optional(),
    })
    .nullable()
    .optional(),
  restock: z.boolean().default(true),
  note: z.string().nullable().default(null),
  createdAt: moment.optional(),
});

export type RefundDraft = z.input<typeof refundDraftSchema>;
export type CompleteRefund = z.output<typeof refundDraftSchema>;

export const editDraftSchema = z.object({
  add: z.array(draftLineSchema).default([]),
  remove: z.array(z.object({ lineId: z.string(), quantity: z.int().positive() })).default([]),
  /** A discount on a line already sold, in the sense of `taxesIncluded`. */
  discount: z.array(z.object({ lineId: z.string(), amount })).default([]),
  addShipping: z.array(draftShippingSchema).default([]),
  removeShipping: z.array(z.string()).default([]),
  /** Shopify may also write a refund without money for what was removed. */
  leavesRefund: z.boolean().default(false),
  createdAt: moment.optional(),
});

export type EditDraft = z.input<typeof editDraftSchema>;
export type CompleteEdit = z.output<typeof editDraftSchema>;

export const returnDraftSchema = z.object({
  lines: z
    .array(
      z.object({
        lineId: z.string(),
        quantity: z.int().positive(),
        /** Percent of what the pieces were sold for. */
        restockingFee: amount.nullable().default(null),
      }),
    )
    .min(1),
  /** What sending them back costs the customer. */
  shippingFee: amount.nullable().default(null),
  /** New goods for the old. */
  exchange: z.array(draftLineSchema).default([]),
  createdAt: moment.optional(),
});

export type ReturnDraft = z.input<typeof returnDraftSchema>;
export type CompleteReturn = z.output<typeof returnDraftSchema>;

export type Taxed = { rate?: string | null | undefined; taxes?: z.output<typeof taxSchema>[] | undefined };
