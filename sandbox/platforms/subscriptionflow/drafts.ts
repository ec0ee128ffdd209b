import { z } from "zod";

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, "must be a decimal text");
const day = z.iso.date();

/**
 * How a charge's members add up; the vendor's document does not say, so every way is to be tried.
 * `on top`: total = sub_total - discount + tax. `discounted`: sub_total is net of the discount already.
 * `inclusive`: tax is contained, total = sub_total - discount.
 */
export const arithmetic = z.enum(["on top", "discounted", "inclusive"]);

const lineDraft = z.object({
  /** Of the catalogue. */
  sku: z.string(),
  title: z.string().optional(),
  quantity: decimal.default("1"),
  /** Per piece; with tax in it when the arithmetic is inclusive. */
  unit_price: decimal,
  /** Of the whole charge. */
  discount: decimal.default("0"),
  /** Percent. */
  rate: decimal.default("25"),
  /** Replaces the tax the rate gives. */
  tax: decimal.optional(),
  service_from: day.nullable().default(null),
  service_to: day.nullable().default(null),
});

export const invoiceDraft = z.object({
  /** Id of a customer; by default the first one of the currency. */
  customer: z.string().optional(),
  currency: z.string().optional(),
  date: day.optional(),
  lines: z.array(lineDraft).min(1),
  arithmetic: arithmetic.default("on top"),
  miscellaneous_charges: decimal.default("0"),
  /** Percent of tax on them, which the header's sums alone show: on top, or contained when the arithmetic is inclusive. */
  miscellaneous_rate: decimal.default("0"),
  is_oneoff: z.boolean().default(false),
  /** Pays it at once by this means; null leaves it due. */
  paid_by: z.string().nullable().default(null),
  status: z.enum(["Draft", "Due", "Overdue", "Projected"]).default("Due"),
});

export const customerDraft = z.object({
  id: z.string().optional(),
  name: z.string(),
  email: z.string().optional(),
  company: z.string().nullable().default(null),
  currency: z.string().optional(),
  vat_id: z.string().nullable().default(null),
  /** As somebody typed it: "SE", "Sweden", "DEU". */
  country: z.string().default("Sweden"),
  shipping_country: z.string().optional(),
  accounting_resource_id: z.string().nullable().default(null),
});

export const refundDraft = z.object({
  amount: decimal,
  /** "Processing" until the provider has moved the money. */
  status: z.enum(["Paid", "Processing", "Failed"]).default("Paid"),
  /** Of the invoices the payment covers; by default the first. */
  invoice: z.string().optional(),
});

export const creditNoteDraft = z.object({
  amount: decimal,
  /** Null leaves it with the customer, unallocated. */
  invoice: z.string().nullable(),
  reference: z.string().nullable().default(null),
  /** Needed for a note without an invoice. */
  customer: z.string().optional(),
});

export const creditRefundDraft = z.object({
  amount: decimal,
  by: z.string().default("Card"),
  status: z.enum(["Paid", "Processing"]).default("Paid"),
});

export const paymentDraft = z.object({
  /** By default all that is still due. */
  amount: decimal.optional(),
  by: z.string().default("Card"),
  status: z.enum(["Paid", "success", "Pending", "Failed"]).default("Paid"),
  /** Further invoices the same payment covers. */
  also: z.array(z.object({ invoice_id: z.string(), amount: decimal })).default([]),
});

export type LineDraft = z.output<typeof lineDraft>;
export type InvoiceDraft = z.input<typeof invoiceDraft>;
export type CustomerDraft = z.input<typeof customerDraft>;
export type RefundDraft = z.input<typeof refundDraft>;
export type CreditNoteDraft = z.input<typeof creditNoteDraft>;
export type CreditRefundDraft = z.input<typeof creditRefundDraft>;
export type PaymentDraft = z.input<typeof paymentDraft>;
export type Arithmetic = z.output<typeof arithmetic>;
