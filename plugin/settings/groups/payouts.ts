import { z } from "zod";
import { accountNumber } from "../fields.ts";
import { meta } from "../meta.ts";

export const payouts = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .meta(
      meta(
        "Book payouts",
        "A voucher for each payout of a payment provider: it empties the clearing accounts of the payment methods.",
      ),
    ),
  bank_account: accountNumber.optional().meta(meta("Bank account", "Where the payout arrives.", "accounts")),
  fee_account: accountNumber
    .optional()
    .meta(meta("Account for the provider's fees", "In the Swedish chart 6040.", "accounts")),
  fee_vat: z
    .enum(["none", "reverse_charge"])
    .default("none")
    .meta(
      meta(
        "VAT on fees",
        "Reverse charge: fees of a provider in another EU country that charges no VAT are self-assessed.",
      ),
    ),
  fee_input_vat_account: accountNumber
    .optional()
    .meta(
      meta(
        "Account for the fees' deductible VAT",
        "For reverse charge; in the Swedish chart 2645.",
        "accounts",
      ),
    ),
  fee_output_vat_account: accountNumber
    .optional()
    .meta(
      meta("Account for the fees' output VAT", "For reverse charge; in the Swedish chart 2614.", "accounts"),
    ),
  exchange_account: accountNumber
    .optional()
    .meta(
      meta(
        "Account for exchange differences",
        "Between the day of the order and that of the payout.",
        "accounts",
      ),
    ),
  dispute_account: accountNumber
    .optional()
    .meta(
      meta("Account for disputes", "Money a bank took back; a dispute that is won returns it.", "accounts"),
    ),
  voucher_series: z
    .string()
    .min(1)
    .max(10)
    .optional()
    .meta(
      meta("Voucher series", "Empty: the ledger's first series for vouchers made by hand.", "voucher_series"),
    ),
});
