import { z } from "zod";
import { accountNumber } from "../fields.ts";
import { meta } from "../meta.ts";

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
