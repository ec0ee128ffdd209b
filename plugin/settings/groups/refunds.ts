import { z } from "zod";
import { accountNumber } from "../fields.ts";
import { meta } from "../meta.ts";

export const refunds = z.strictObject({
  enabled: z.boolean().default(true).meta(meta("Book refunds")),
  booking: z.enum(["draft", "book"]).default("book").meta(meta("Finish credit notes")),
  register_payment: z.boolean().default(true).meta(meta("Register the money that went back")),
  restocking_fee_account: accountNumber
    .optional()
    .meta(meta("Account for restocking fees", "Empty: the fee lowers the credited sale.", "accounts")),
});
