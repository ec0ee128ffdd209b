import { z } from "zod";
import { accountNumber, day, template } from "../fields.ts";
import { meta } from "../meta.ts";
import { triggers } from "../triggers.ts";
import { flow } from "./flow.ts";
import { filters, takes } from "./rules.ts";

export const orders = z.strictObject({
  trigger: z
    .array(z.enum(triggers))
    .min(1)
    .default(["paid"])
    .meta(meta("Book an order when it is", "The first of these states that an order reaches transfers it.")),
  document: z
    .enum(["invoice", "order"])
    .default("invoice")
    .meta(
      meta(
        "Document made in the ledger",
        "Order: with drafts the ledger's sales order is left to people there; with booking it is invoiced there at once. Ledgers without orders get invoices.",
      ),
    ),
  booking: z
    .enum(["draft", "book"])
    .default("book")
    .meta(
      meta(
        "Finish documents",
        "Drafts follow the order until a person books them in the ledger; booked documents are final.",
      ),
    ),
  start_date: day
    .default("1970-01-01")
    .meta(meta("Start date", "Orders placed before this day are skipped, unless they are imported.")),
  other_link: z
    .enum(["guard", "ignore"])
    .default("guard")
    .meta(
      meta(
        "Another accounting link in the shop",
        "Guard: orders it has booked are skipped, orders it may book are held. Ignore: it is switched off, or books elsewhere.",
      ),
    ),
  zero_total: z.enum(["skip", "book"]).default("skip").meta(meta("Orders with a total of zero")),
  document_currency: z
    .enum(["presentment", "shop"])
    .default("presentment")
    .meta(
      meta(
        "Currency of the document",
        "The currency the customer was charged, or the shop's own at the shop's rate.",
      ),
    ),
  language: z
    .enum(["en", "sv", "da"])
    .optional()
    .meta(
      meta(
        "Language of our own texts",
        "Rounding, discount, refund, the law's texts and the like, on documents and vouchers. Empty: Swedish for a seller in Sweden, Danish in Denmark, else English. Documents of an order that has some already keep theirs.",
      ),
    ),
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
  takes,
  filters,
  flow,
  attach_specification: z
    .enum(["when_merged", "always", "never"])
    .default("when_merged")
    .meta(
      meta(
        "Attach the order's rows to the document",
        "As a CSV file, where the ledger keeps files and the connection may put them there.",
      ),
    ),
});
