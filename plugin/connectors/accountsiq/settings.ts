import { z } from "zod";

/** What only AccountsIQ lets a merchant choose. */
export const accountsIqSettings = z.object({
  documents: z.enum(["batch", "item"]).default("batch").meta({
    title: "Kind of invoice",
    help: "Batch: VAT as the shop charged it, posted with its payment in one call. Item: stock items, addresses and notes, VAT worked out by AccountsIQ, stock moved. Drafts are always item invoices.",
  }),
  row_item: z.string().min(1).max(50).optional().meta({
    title: "Stock item of rows without a product",
    help: "Freight, rounding and amounts given back: every row of an item invoice or draft needs a stock item.",
    widget: "articles",
  }),
  zero_tax_code: z.string().min(1).max(50).optional().meta({
    title: "VAT code of what is outside VAT",
    help: "Of rounding, gift cards and tips. Empty: AccountsIQ's code that is left out of the VAT return.",
    widget: "vat_codes",
  }),
  bi_code: z.string().min(1).max(50).optional().meta({
    title: "BI code",
    help: "Of every row for which the dimensions choose none.",
    widget: "bi_codes",
  }),
  customer_prefix: z
    .string()
    .regex(/^[A-Z0-9-]{0,12}$/)
    .default("WEB-")
    .meta({ title: "Beginning of customer codes", help: "Capitals, digits and hyphens." }),
  currency_customers: z
    .record(z.string().regex(/^[A-Z]{3}$/), z.string().min(1).max(50))
    .default({})
    .meta({
      title: "Collective customers of other currencies",
      help: "A customer in AccountsIQ has one currency: the code to use instead of the collective customer, per currency.",
    }),
  enforce_credit_limit: z.boolean().default(false).meta({
    title: "Keep to credit limits",
    help: "An order that is not paid yet is held when it exceeds the customer's limit in AccountsIQ. Paid orders are always booked.",
  }),
  read_back: z.boolean().default(false).meta({
    title: "Read documents back",
    help: "Reads number and total from AccountsIQ after posting, by one more call. Documents that are e-mailed are read back in any case.",
  }),
});

export type AccountsIqSettings = z.output<typeof accountsIqSettings>;

/** The stored choices; what this version does not know is left alone. */
export function readSettings(stored: unknown): AccountsIqSettings {
  return accountsIqSettings.parse(stored ?? {});
}
