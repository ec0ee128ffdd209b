import { z } from "zod";
import { accountNumber, country, day, decimalText, template } from "./fields.ts";

/** What the form shows beside a field. `widget` names a choice list of the ledger where the field has one. */
export type FieldMeta = {
  readonly title: string;
  readonly help?: string;
  readonly widget?: string;
};

const meta = (title: string, help?: string, widget?: string): FieldMeta => ({
  title,
  ...(help === undefined ? {} : { help }),
  ...(widget === undefined ? {} : { widget }),
});

const triggers = ["created", "authorized", "partially_paid", "paid", "fulfilled", "completed"] as const;

export const orders = z.strictObject({
  trigger: z
    .array(z.enum(triggers))
    .min(1)
    .default(["paid"])
    .meta(meta("Book an order when it is", "The first of these states that an order reaches transfers it.")),
  document: z.enum(["invoice"]).default("invoice").meta(meta("Document made in the ledger")),
  booking: z
    .enum(["draft", "book"])
    .default("book")
    .meta(meta("Finish documents", "Drafts wait for a person in the ledger; booked documents are final.")),
  start_date: day
    .default("1970-01-01")
    .meta(meta("Start date", "Orders placed before this day are skipped, unless they are imported.")),
  zero_total: z.enum(["skip", "book"]).default("skip").meta(meta("Orders with a total of zero")),
  document_currency: z
    .enum(["presentment"])
    .default("presentment")
    .meta(meta("Currency of the document", "The currency the customer was charged.")),
  rounding_tolerance: z
    .string()
    .regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/, { message: "must be between 0 and 1.00" })
    .default("0.10")
    .meta(
      meta(
        "Largest difference booked as rounding",
        "A larger difference between total and lines holds the order.",
      ),
    ),
  rounding_account: accountNumber
    .optional()
    .meta(meta("Rounding account", "Empty: the ledger's own rounding account.", "accounts")),
  cash_rounding_account: accountNumber
    .optional()
    .meta(meta("Account for cash rounding", "Empty: the rounding account.", "accounts")),
  row_mode: z
    .enum(["auto", "gross", "net"])
    .default("auto")
    .meta(meta("Row prices", "Automatic chooses the form in which the ledger's total meets the shop's.")),
  refunded_before_transfer: z
    .enum(["skip", "book"])
    .default("skip")
    .meta(meta("Orders fully refunded before they were transferred")),
  locked_period: z
    .enum(["hold", "next_open_day"])
    .default("hold")
    .meta(meta("When the period is locked", "Hold the order, or date the document on the first open day.")),
  reference_text: template
    .default("{{order.number}}")
    .meta(meta("Your-order-number text", "A template over the order, such as {{order.number}}.")),
  comment_text: template.default("").meta(meta("Comment on the document", "A template over the order.")),
  too_many_rows: z
    .enum(["merge", "hold"])
    .default("merge")
    .meta(
      meta("More rows than the ledger takes", "Merge rows of the same VAT and account, or hold the order."),
    ),
});

const customerGroup = z.strictObject({
  create: z.boolean().default(true).meta(meta("Create new customers")),
  update: z.boolean().default(true).meta(meta("Update customers when their data changes")),
  terms: z
    .string()
    .max(25)
    .optional()
    .meta(meta("Terms of payment", undefined, "payment_terms")),
});

export const customers = z.strictObject({
  mode: z
    .enum(["individual", "single"])
    .default("individual")
    .meta(meta("Customers", "A card for each buyer, or one collective customer.")),
  single_customer: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(meta("The collective customer's number", "Needed when one collective customer is used.")),
  match_by: z
    .array(z.enum(["organisation_number", "vat_number", "email", "phone", "customer_number"]))
    .default(["organisation_number", "email"])
    .meta(meta("Recognise a customer by", "In this order; the first that finds somebody decides.")),
  ambiguous: z.enum(["hold", "oldest", "newest"]).default("hold").meta(meta("When several customers match")),
  b2c: customerGroup.prefault({}),
  b2b: customerGroup.prefault({}),
  ean: customerGroup.prefault({}),
});

export const products = z.strictObject({
  mode: z
    .enum(["create_and_update", "create", "existing_only", "fallback_only"])
    .default("create")
    .meta(meta("Articles", "What happens with a product the ledger does not have.")),
  match_by: z.enum(["sku", "barcode"]).default("sku").meta(meta("Recognise an article by")),
  fallback_article: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(
      meta(
        "Fallback article",
        "Used where a product has no article. Empty: a row with text only.",
        "articles",
      ),
    ),
  shipping_article: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(meta("Article for freight", "Empty: a row with text only.", "articles")),
  fee_article: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(meta("Article for fees", "Empty: a row with text only.", "articles")),
  account_by_rate: z
    .record(z.string().regex(/^\d{1,2}(\.\d{1,2})?$/), accountNumber)
    .default({})
    .meta(meta("Sales account per domestic VAT rate", "Rate in percent, such as 25, and its account.")),
});

const paymentMethod = z.strictObject({
  register: z.boolean().default(true).meta(meta("Register payments")),
  account: accountNumber
    .optional()
    .meta(meta("Account", "Where the money is until it is paid out.", "accounts")),
  mode: z
    .string()
    .min(1)
    .max(25)
    .optional()
    .meta(meta("Mode of payment", undefined, "payment_modes")),
  terms: z
    .string()
    .min(1)
    .max(25)
    .optional()
    .meta(meta("Terms of payment", undefined, "payment_terms")),
  terms_days: z.int().min(0).max(365).optional().meta(meta("Days until due")),
  trigger: z.array(z.enum(triggers)).min(1).optional().meta(meta("Book when the order is")),
});

export const payments = z.strictObject({
  methods: z
    .record(z.string().min(1).max(100), paymentMethod)
    .default({})
    .meta(meta("Payment methods", "The platform's name of the method, or * for all others.")),
});

const treatments = [
  "domestic",
  "oss",
  "eu_goods",
  "eu_service",
  "export",
  "outside",
  "deemed_supplier",
  "local_foreign",
] as const;

export const vat = z.strictObject({
  seller_country: country.optional().meta(meta("Your country", "Empty: the shop's country.")),
  registrations: z
    .array(z.string().regex(/^[A-Z]{2,5}$/))
    .default([])
    .meta(meta("Other VAT registrations", "OSS, IOSS, VOEC, or the code of a country, such as GB.")),
  treatments: z
    .array(
      z.strictObject({
        treatment: z.enum(treatments),
        country: z.union([country, z.literal("*")]).optional(),
        rate: decimalText.optional(),
        account: accountNumber.optional(),
        vat_code: z.string().min(1).max(20).optional(),
      }),
    )
    .default([])
    .meta(meta("Accounts and VAT codes", "Country and rate may be left out; the most exact row wins.")),
  vat_number_check: z
    .enum(["off", "platform"])
    .default("platform")
    .meta(
      meta(
        "Check of VAT numbers",
        "Whether the platform's own check of the number has to say that it is valid.",
      ),
    ),
  unknown_number: z
    .enum(["hold", "charge"])
    .default("hold")
    .meta(
      meta(
        "When nobody has checked the number",
        "Hold the order, or book it with the VAT that would have been due.",
      ),
    ),
});

export const refunds = z.strictObject({
  enabled: z.boolean().default(true).meta(meta("Book refunds")),
  booking: z.enum(["draft", "book"]).default("book").meta(meta("Finish credit notes")),
  register_payment: z.boolean().default(true).meta(meta("Register the money that went back")),
  restocking_fee_account: accountNumber
    .optional()
    .meta(meta("Account for restocking fees", "Empty: the fee lowers the credited sale.", "accounts")),
});

export const liabilities = z.strictObject({
  gift_card_account: accountNumber
    .optional()
    .meta(meta("Account for sold gift cards", "A gift card is a debt until it is used (R8).", "accounts")),
  tip_account: accountNumber
    .optional()
    .meta(meta("Account for tips", "Tips are outside VAT (R14).", "accounts")),
  channel_tax_account: accountNumber
    .optional()
    .meta(meta("Account for tax a marketplace remits", undefined, "accounts")),
});

export const email = z.strictObject({
  send: z
    .enum(["never", "after_booking"])
    .default("never")
    .meta(meta("Send the invoice by e-mail", "The ledger sends it after booking.")),
  subject: z.string().max(100).default("").meta(meta("Subject", "Empty: the ledger's own.")),
  body: z.string().max(5000).default("").meta(meta("Text", "Empty: the ledger's own.")),
});
