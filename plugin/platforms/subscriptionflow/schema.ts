import { z } from "zod";
import {
  amount,
  amountOrZero,
  currency,
  day,
  flag,
  id,
  instant,
  listOf,
  optionalAmount,
  optionalDay,
  optionalText,
  word,
} from "./members.ts";

// What the API sends, every member in one form. Members not named here are ignored.

export const customerRecord = z.object({
  id,
  name: optionalText,
  email: optionalText,
  company: optionalText,
  phone_number: optionalText,
  po_number: optionalText,
  legal_entity: optionalText,
  currency: currency.nullish().catch(null),
  vat_id: optionalText,
  billing_address_1: optionalText,
  billing_address_2: optionalText,
  billing_city: optionalText,
  billing_state: optionalText,
  billing_postal_code: optionalText,
  billing_country: optionalText,
  billing_name: optionalText,
  shipping_address_1: optionalText,
  shipping_address_2: optionalText,
  shipping_city: optionalText,
  shipping_state: optionalText,
  shipping_postal_code: optionalText,
  shipping_country: optionalText,
  shipping_name: optionalText,
  /** The id in another accounting system, where the site's own link is connected with one. */
  accounting_resource_id: optionalText,
});

const charge = z.object({
  id,
  name: optionalText,
  quantity: amountOrZero,
  service_from: optionalDay,
  service_to: optionalDay,
  discount: amountOrZero,
  tax: amountOrZero,
  sub_total: amount,
  total_amount: amount,
});

const item = z.object({
  subscription_id: optionalText,
  product_id: optionalText,
  plan_name: optionalText,
  product_name: optionalText,
  product_sku: optionalText,
  charges: listOf(charge),
});

/** A payment or refund as an invoice's link shows it: with the part that is that invoice's. */
export const linkedTransaction = z.object({
  id,
  date: z.string().nullish(),
  status: word,
  type: word,
  amount,
  pivot_amount: optionalAmount,
  cash_or_card: optionalText,
  currency: currency.nullish(),
  created_at: instant,
  updated_at: instant,
});

/** The read of one invoice, the only one that has its lines. */
export const invoiceRecord = z.object({
  id,
  name: optionalText,
  invoice_date: day,
  due_date: optionalDay,
  status: word,
  discount_value: optionalAmount,
  tax_amount: amountOrZero,
  miscellaneous_charges: amountOrZero,
  total_amount: amount,
  received_payment: amountOrZero,
  sum_of_credit_notes: amountOrZero,
  currency,
  is_oneoff: flag,
  reversed_reference: optionalText,
  created_at: instant,
  updated_at: instant,
  accounting_resource_id: optionalText,
  customer: customerRecord,
  items: listOf(item),
  /** Its money once more, in a form the vendor does not specify: what cannot be read is left to the link. */
  transactions: z.array(linkedTransaction).catch([]),
});

export const creditNote = z.object({
  id,
  name: optionalText,
  amount,
  status: word,
  created_at: instant,
  updated_at: instant,
});

/** The read of one credit note: whose it is and what of it is left. */
export const creditRecord = creditNote.extend({ customer_id: id, balance: optionalAmount });

/** An invoice as a credit note's link shows it. */
export const linkedInvoice = z.object({ id, pivot_amount: optionalAmount });

/** A credit note as a refund's link shows it. */
export const linkedCredit = z.object({ id });

/** Any record of a list, read no further than needed to visit it. */
export const visited = z.object({ id, updated_at: instant });

/** An invoice of a list: forecasts and drafts are not visited. */
export const visitedInvoice = visited.extend({
  name: optionalText,
  status: word,
  total_amount: amountOrZero,
  tax_amount: amountOrZero,
  received_payment: amountOrZero,
  sum_of_credit_notes: amountOrZero,
  reversed_reference: optionalText,
});

/** A credit note of a list. */
export const visitedCredit = visited.extend({ status: word, amount, balance: optionalAmount });

/** The invoices a payment or refund covers, in the read of one transaction. */
export const coveredInvoices = z.object({ invoices: listOf(z.object({ invoice_id: id })) });

export const product = z.object({
  id,
  name: optionalText,
  sku: optionalText,
  updated_at: instant,
});

export type InvoiceRecord = z.output<typeof invoiceRecord>;
export type VisitedInvoice = z.output<typeof visitedInvoice>;
export type VisitedCredit = z.output<typeof visitedCredit>;
export type Charge = z.output<typeof charge>;
export type Item = z.output<typeof item>;
export type LinkedTransaction = z.output<typeof linkedTransaction>;
export type CreditNote = z.output<typeof creditNote>;
export type CustomerRecord = z.output<typeof customerRecord>;

/** A credit note with what of it belongs to the invoice in question. */
export interface InvoiceCredit {
  /** The note's id, or one made of it where it was set off against the same invoice several times. */
  readonly id: string;
  readonly note: CreditNote;
  readonly amount: string;
}

/** Everything that makes one order: the invoice, its money, and what was credited of it. */
export interface InvoiceFile {
  readonly invoice: InvoiceRecord;
  readonly transactions: readonly LinkedTransaction[];
  readonly credits: readonly InvoiceCredit[];
}

/** Everything that makes one credit note an order: whose it is, what took it up, and the money given back for it. */
export interface CreditFile {
  readonly note: z.output<typeof creditRecord>;
  readonly customer: CustomerRecord;
  /** Null where the site has no such links. */
  readonly invoices: readonly z.output<typeof linkedInvoice>[] | null;
  readonly transactions: readonly LinkedTransaction[];
}
