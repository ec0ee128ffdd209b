import { z } from "zod";
import { accountNumber } from "../fields.ts";
import { meta } from "../meta.ts";

export const liabilities = z.strictObject({
  gift_card_account: accountNumber
    .optional()
    .meta(meta("Account for sold gift cards", "A gift card is a debt until it is used (R8).", "accounts")),
  store_credit_account: accountNumber
    .optional()
    .meta(
      meta(
        "Account for store credit",
        "What you owe customers as store credit: given by refunds, used as a payment (R8).",
        "accounts",
      ),
    ),
  customer_balance_account: accountNumber
    .optional()
    .meta(
      meta(
        "Account for credit not set off yet",
        "Books credit notes that no invoice has taken up, without VAT, and takes them back when one does. Empty: they are not booked.",
        "accounts",
      ),
    ),
  single_purpose_vouchers: z
    .array(z.string().min(1).max(200))
    .default([])
    .meta(
      meta(
        "Single-purpose vouchers",
        "SKUs of vouchers sold with VAT; SKU=25 where orders paid with it may bear several rates.",
      ),
    ),
  unnamed_vouchers: z
    .enum(["hold", "single_purpose", "multi_purpose"])
    .default("hold")
    .meta(
      meta(
        "Gift cards the shop does not name",
        "What a gift card that pays is taken for when single-purpose vouchers are listed and the shop does not say which card it was (R8).",
      ),
    ),
  tip_account: accountNumber
    .optional()
    .meta(meta("Account for tips", "Tips are outside VAT (R14).", "accounts")),
  channel_tax_account: accountNumber
    .optional()
    .meta(meta("Account for tax a marketplace remits", undefined, "accounts")),
});
