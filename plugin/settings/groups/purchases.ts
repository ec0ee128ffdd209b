import { z } from "zod";
import { conditions } from "../condition.ts";
import { accountNumber, day } from "../fields.ts";
import { meta } from "../meta.ts";

/** Percent, not negative. */
const percent = z
  .union([z.string().regex(/^\d{1,4}(\.\d{1,2})?$/), z.int().min(0).max(9_999)])
  .transform(String);

const supplier = z
  .string()
  .min(1)
  .max(50)
  .optional()
  .meta(meta("Supplier", "Who the purchase invoices come from; a card of the ledger.", "suppliers"));
const account = accountNumber
  .optional()
  .meta(meta("Account for what is bought", "The cost of goods sold.", "accounts"));

/** Who single lines are bought from, where that is not one for all; what an entry leaves out is said above it. */
const suppliers = z
  .array(
    z.strictObject({
      when: conditions
        .default([])
        .meta(meta("Conditions", "All must hold; see docs/reference/conditions.md.")),
      supplier,
      account,
      markup: percent.optional().meta(meta("Markup in percent")),
      vat_rate: percent.optional().meta(meta("VAT of the supplier in percent")),
      buys: z
        .enum(["yes", "no"])
        .optional()
        .meta(meta("Bought with the sale", "No: such lines come from stock and bring no purchase.")),
    }),
  )
  .max(200)
  .default([])
  .meta(
    meta(
      "Suppliers by line",
      "For back-to-back: each line is bought from the supplier of the first entry that fits it, with one purchase for each supplier.",
      "conditions",
    ),
  );

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
  from: day
    .optional()
    .meta(
      meta("First day", "For back-to-back: invoices dated before it bring no purchase any more. Empty: all."),
    ),
  supplier,
  account,
  suppliers,
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
  cost_from: z
    .enum(["markup", "catalogue"])
    .default("markup")
    .meta(
      meta(
        "What goods were bought for",
        "For back-to-back: by the markup, or what the shop's catalogue says a product costs, and by the markup where it says nothing.",
      ),
    ),
  cost_by_sku: z
    .record(z.string().min(1).max(255), z.string().regex(/^\d{1,9}(\.\d{1,4})?$/))
    .default({})
    .meta(
      meta(
        "Cost per SKU",
        "For back-to-back: what one costs before VAT, in the shop's currency. It goes before markup and catalogue.",
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
