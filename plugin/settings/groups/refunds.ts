import { z } from "zod";
import { accountNumber } from "../fields.ts";
import { meta } from "../meta.ts";

export const refunds = z.strictObject({
  enabled: z.boolean().default(true).meta(meta("Book refunds")),
  booking: z.enum(["draft", "book"]).default("book").meta(meta("Finish credit notes")),
  register_payment: z.boolean().default(true).meta(meta("Register the money that went back")),
  offset_account: accountNumber
    .optional()
    .meta(
      meta(
        "Account to set credit notes off",
        "Settles a credit note against an invoice of the same order when no money moves. Empty: both stay open, with a warning.",
        "accounts",
      ),
    ),
  restocking_fee_account: accountNumber
    .optional()
    .meta(meta("Account for restocking fees", "Empty: the fee lowers the credited sale.", "accounts")),
});
