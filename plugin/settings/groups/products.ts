import { z } from "zod";
import { accountNumber } from "../fields.ts";
import { meta } from "../meta.ts";

export const products = z.strictObject({
  mode: z
    .enum(["create_and_update", "create", "existing_only", "fallback_only"])
    .default("create")
    .meta(
      meta(
        "Articles",
        "What happens with a product the ledger does not have. Kept up to date, an article follows the shop's text, barcode and price at its next sale.",
      ),
    ),
  missing: z
    .enum(["text", "hold"])
    .default("text")
    .meta(
      meta(
        "When an article may not be created and is missing",
        "Products do not stop an invoice: the row goes as text, unless you want to look at such orders first.",
      ),
    ),
  match_by: z.enum(["sku", "barcode"]).default("sku").meta(meta("Recognise an article by")),
  fallback_article: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(
      meta(
        "Fallback article",
        "Used where a product has no article. Empty: a row with text only.",
        "articles",
      ),
    ),
  shipping_article: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(meta("Article for freight", "Empty: a row with text only.", "articles")),
  fee_article: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(meta("Article for fees", "Empty: a row with text only.", "articles")),
  account_by_rate: z
    .record(z.string().regex(/^\d{1,2}(\.\d{1,2})?$/), accountNumber)
    .default({})
    .meta(meta("Sales account per domestic VAT rate", "Rate in percent, such as 25, and its account.")),
});
