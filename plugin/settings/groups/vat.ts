import { z } from "zod";
import { accountNumber, country, decimalText } from "../fields.ts";
import { meta } from "../meta.ts";

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
