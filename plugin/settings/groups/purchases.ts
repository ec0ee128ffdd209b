import { z } from "zod";
import { accountNumber } from "../fields.ts";
import { meta } from "../meta.ts";

/** Percent, not negative. */
const percent = z
  .union([z.string().regex(/^\d{1,4}(\.\d{1,2})?$/), z.int().min(0).max(9_999)])
  .transform(String);

export const purchases = z.strictObject({
  mode: z
    .enum(["none", "back_to_back", "intercompany"])
    .default("none")
    .meta(
      meta(
        "Purchases that go with sales",
        "Back-to-back: each sale brings a supplier's invoice in the same books. Intercompany: these books sell nothing, they buy what another connection of the shop sells.",
      ),
    ),
  supplier: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(meta("Supplier", "Who the purchase invoices come from; a card of the ledger.", "suppliers")),
  account: accountNumber
    .optional()
    .meta(meta("Account for what is bought", "The cost of goods sold.", "accounts")),
  seller: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .meta(
      meta(
        "Connection that sells",
        "For intercompany: the company of this shop whose invoices are bought here, one purchase for each.",
        "connections",
      ),
    ),
  markup: percent
    .default("0")
    .meta(
      meta(
        "Markup in percent",
        "For back-to-back: what is sold for 125.00 before VAT was bought for 100.00 at a markup of 25.",
      ),
    ),
  freight: z
    .boolean()
    .default(false)
    .meta(
      meta("Freight is bought too", "For back-to-back: freight that the customer pays, at the same markup."),
    ),
  vat_rate: percent
    .default("0")
    .meta(
      meta(
        "VAT of the supplier in percent",
        "For back-to-back. Between companies it is the VAT of the sale.",
      ),
    ),
  vat_code_by_rate: z
    .record(z.string().regex(/^\d{1,2}(\.\d{1,2})?$/), z.string().min(1).max(50))
    .default({})
    .meta(
      meta(
        "VAT code of purchases per rate",
        "Rate in percent, such as 23, and its code. Empty: the ledger's only code of purchases at that rate.",
      ),
    ),
});
