import { z } from "zod";
import { meta } from "../meta.ts";

export const email = z.strictObject({
  send: z
    .enum(["never", "after_booking"])
    .default("never")
    .meta(meta("Send the invoice by e-mail", "Once it is booked. An e-mail never stops an order.")),
  from: z
    .enum(["ledger", "own_server"])
    .default("ledger")
    .meta(meta("Sent by", "The ledger, or the mail server of this app with a text and layout of ours.")),
  subject: z
    .string()
    .max(100)
    .default("")
    .meta(
      meta(
        "Subject",
        "A template such as Invoice {{document.number}}. Empty: the ledger's own, or a plain one.",
      ),
    ),
  body: z
    .string()
    .max(5000)
    .default("")
    .meta(
      meta(
        "Text",
        "A template over order, customer and document: {{customer.name}}, {{document.number}}, {{document.total}}. Empty: the ledger's own, or a plain one.",
      ),
    ),
  attach_pdf: z
    .boolean()
    .default(true)
    .meta(meta("Attach the invoice as PDF", "To e-mails of our own server; a ledger attaches it by itself.")),
  credit_notes: z.boolean().default(false).meta(meta("Send credit notes too")),
});
