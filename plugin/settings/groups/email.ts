import { z } from "zod";
import { meta } from "../meta.ts";

export const email = z.strictObject({
  send: z
    .enum(["never", "after_booking"])
    .default("never")
    .meta(meta("Send the invoice by e-mail", "The ledger sends it after booking.")),
  subject: z.string().max(100).default("").meta(meta("Subject", "Empty: the ledger's own.")),
  body: z.string().max(5000).default("").meta(meta("Text", "Empty: the ledger's own.")),
});
