import { z } from "zod";
import type { FixPlace } from "../../domain/problem.ts";
import { assumedNames } from "./assumptions.ts";

const number = z.string().min(1).max(50);
const name = z.string().min(1).max(100);

/** What a merchant chooses for Dynaccount alone. Names of registers are kept as Dynaccount shows them. */
export const dynaccountSettings = z.object({
  way: z.enum(["invoice", "voucher"]).default("invoice").meta({
    title: "Sales are made as",
    help: "Invoices of Dynaccount, or vouchers in a draft journal that a person books. For Dynaccount's sales orders choose orders as the document.",
  }),
  automatic_booking: z.enum(["off", "confirmed"]).default("off").meta({
    title: "Automatic booking of invoices",
    help: "Dynaccount does not publish how invoices are booked by other programs. Off: invoices stay drafts that follow the order until a person books them. Confirmed: Dynaccount's support has confirmed the booking action for your company.",
  }),
  draft: name.optional().meta({
    title: "Draft journal",
    help: "Where payments and vouchers wait for a person to book them. Empty: the only one there is.",
    widget: "drafts",
  }),
  group_b2c: name.optional().meta({
    title: "Debtor group of consumers",
    help: "Empty: the only one there is.",
    widget: "debtor_groups",
  }),
  group_b2b: name
    .optional()
    .meta({ title: "Debtor group of companies", help: "Empty: that of consumers.", widget: "debtor_groups" }),
  group_ean: name.optional().meta({
    title: "Debtor group of public buyers",
    help: "Empty: that of companies.",
    widget: "debtor_groups",
  }),
  debtor_numbers_from: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { message: "must be a number of up to nine digits" })
    .default("20001")
    .meta({ title: "First number of new debtors", help: "The next free number from here on is given." }),
  product_group: name.optional().meta({
    title: "Group of new products",
    help: "It decides the sales account in Dynaccount. Empty: the only one there is.",
    widget: "product_groups",
  }),
  row_product: number.optional().meta({
    title: "Product for rows without one",
    help: "Freight, fees and what has no SKU: every line of an invoice needs a product.",
    widget: "articles",
  }),
  products_by_account: z
    .record(z.string().regex(/^\d{1,20}$/), number)
    .default({})
    .meta({
      title: "Products by account",
      help: "An invoice line takes its account from its product: which product stands for rounding, tips, gift cards and other accounts named in the settings.",
    }),
  no_vat_code: name.optional().meta({
    title: "VAT code for what is outside VAT",
    help: "Rounding, gift cards, tips. Empty: the only sales code of 0 %.",
    widget: "vat_codes",
  }),
  vat_rates: z
    .record(name, z.string().regex(/^\d{1,2}(\.\d{1,4})?$/, { message: "must be a rate such as 25" }))
    .default({})
    .meta({
      title: "Rates of VAT codes",
      help: "Only for codes whose rate Dynaccount does not tell.",
    }),
  reference_in: z.enum(["requisition", "text"]).default("requisition").meta({
    title: "Our reference stands in",
    help: "The requisition, or the last line of the text, which leaves the requisition to the order number. Public buyers' own reference always stands in the requisition.",
  }),
  assumptions: z
    .partialRecord(z.enum(assumedNames), z.string().regex(/^[A-Za-z_]{1,60}$/))
    .default({})
    .meta({
      title: "Names of the interface",
      help: "Puts a name right that Dynaccount's support has told otherwise, such as actions.book_invoice.",
    }),
});

export type DynaccountSettings = z.output<typeof dynaccountSettings>;

/** Where a person mends one of these choices. */
export function choice(field: keyof DynaccountSettings): FixPlace {
  return { place: "settings", field: `ledger.${field}` };
}

/** Vouchers and unconfirmed bookings are a person's: what that means for the documents is said by `leavesDrafts`. */
export function booksByItself(settings: DynaccountSettings): boolean {
  return settings.way === "invoice" && settings.automatic_booking === "confirmed";
}
