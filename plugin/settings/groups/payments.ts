import { z } from "zod";
import { accountNumber, template } from "../fields.ts";
import { meta } from "../meta.ts";
import { triggers } from "../triggers.ts";

const paymentMethod = z.strictObject({
  register: z.boolean().default(true).meta(meta("Register payments")),
  account: accountNumber
    .optional()
    .meta(meta("Account", "Where the money is until it is paid out.", "accounts")),
  mode: z
    .string()
    .min(1)
    .max(25)
    .optional()
    .meta(meta("Mode of payment", undefined, "payment_modes")),
  terms: z
    .string()
    .min(1)
    .max(25)
    .optional()
    .meta(meta("Terms of payment", undefined, "payment_terms")),
  layout: z
    .string()
    .min(1)
    .max(25)
    .optional()
    .meta(meta("Printed form", "Empty: the ledger's own.", "print_templates")),
  mail_text: template
    .optional()
    .meta(meta("Text of the e-mail", "A template over the order. Empty: the text for all methods.")),
  fee_account: accountNumber
    .optional()
    .meta(
      meta(
        "Account for the provider's fee",
        "Books the payment net of its fee. Empty: the fee comes with the payout.",
        "accounts",
      ),
    ),
  terms_days: z.int().min(0).max(365).optional().meta(meta("Days until due")),
  trigger: z.array(z.enum(triggers)).min(1).optional().meta(meta("Book when the order is")),
});

export const payments = z.strictObject({
  methods: z
    .record(z.string().min(1).max(100), paymentMethod)
    .default({})
    .meta(meta("Payment methods", "The platform's name of the method, or * for all others.")),
  overpayment_account: accountNumber
    .optional()
    .meta(
      meta(
        "Account for overpayments",
        "Where what a customer pays beyond the order is owed to her. Empty: it is left out, with a warning.",
        "accounts",
      ),
    ),
});
