import { z } from "zod";
import { accountNumber, day } from "../fields.ts";
import { meta } from "../meta.ts";

export const deferral = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .meta(
      meta(
        "Defer prepaid periods",
        "What is paid for several months ahead becomes revenue month by month. VAT is never deferred.",
      ),
    ),
  account: accountNumber
    .optional()
    .meta(meta("Account for prepaid revenue", "In the Swedish chart 2970.", "accounts")),
  from: day
    .optional()
    .meta(
      meta(
        "First day",
        "Invoices dated before it stay revenue at once, so that switching this on reaches into no month you have reported. Empty: all.",
      ),
    ),
  method: z.enum(["monthly_equal"]).default("monthly_equal").meta(meta("Spread over the period")),
  voucher_series: z
    .string()
    .min(1)
    .max(10)
    .optional()
    .meta(
      meta("Voucher series", "Empty: the ledger's first series for vouchers made by hand.", "voucher_series"),
    ),
});
