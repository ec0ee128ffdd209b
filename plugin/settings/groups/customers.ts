import { z } from "zod";
import { meta } from "../meta.ts";

const groupFields = {
  create: z.boolean().default(true).meta(meta("Create new customers")),
  update: z.boolean().default(true).meta(meta("Update customers when their data changes")),
  group: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta(
      meta(
        "Customer group",
        "Of ledgers that sort customers into groups; put on new cards.",
        "customer_groups",
      ),
    ),
  price_list: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta(meta("Price list", "Put on the customer's card. Empty: the ledger's own choice.", "price_lists")),
  terms: z
    .string()
    .max(25)
    .optional()
    .meta(meta("Terms of payment", "Put on the customer's card and on the document.", "payment_terms")),
  vat_code: z
    .string()
    .min(1)
    .max(20)
    .optional()
    .meta(
      meta(
        "VAT type of the customer",
        "Empty: chosen by the VAT treatment of each order.",
        "customer_vat_types",
      ),
    ),
};

const customerGroup = z.strictObject(groupFields);

const eanGroup = z.strictObject({
  ...groupFields,
  require_reference: z
    .boolean()
    .default(true)
    .meta(
      meta(
        "Require the buyer's reference",
        "Public buyers refuse e-invoices without a reference. An order without one is held.",
      ),
    ),
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
  ean: eanGroup.prefault({}),
});
