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
  seller_number: z
    .string()
    .regex(/^[A-Z]{2}[A-Z0-9]{2,13}$/, {
      message: "must be a VAT number with its country in front, such as SE556036079301",
    })
    .optional()
    .meta(
      meta(
        "Your VAT number",
        "VIES gives those who name themselves a consultation number, the proof of having asked.",
      ),
    ),
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
    .enum(["off", "platform", "vies"])
    .default("platform")
    .meta(
      meta(
        "Check of VAT numbers",
        "Who has to say that a number is valid before VAT is left out: nobody, the platform, or VIES, the register of the EU, which we ask.",
      ),
    ),
  untaxed_fees: z
    .enum(["hold", "included", "outside"])
    .default("hold")
    .meta(
      meta(
        "Fees charged without VAT",
        "Beside rows that bear VAT: hold the order, book the fee with the VAT of those rows contained in it, or book it outside VAT.",
      ),
    ),
  unknown_number: z
    .enum(["hold", "charge"])
    .default("hold")
    .meta(
      meta(
        "When the number could not be checked",
        "Hold the order (VIES is asked again every hour), or book it with the VAT that would have been due.",
      ),
    ),
});
