import { z } from "zod";
import { meta } from "../meta.ts";

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
