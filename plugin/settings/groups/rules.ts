import { z } from "zod";
import { conditions } from "../condition.ts";
import { accountNumber, template } from "../fields.ts";
import { meta } from "../meta.ts";
import { triggers } from "../triggers.ts";

const name = z.string().min(1).max(100).optional().meta(meta("Name", "Named where it is the reason."));
const when = conditions.meta(meta("Conditions", "All must hold; see docs/reference/conditions.md."));
const costCentre = z
  .string()
  .min(1)
  .max(20)
  .optional()
  .meta(meta("Cost centre", undefined, "cost_centres"));
const project = z
  .string()
  .min(1)
  .max(20)
  .optional()
  .meta(meta("Project", undefined, "projects"));

/** Orders that are left out; asked only before the first transfer. */
export const filters = z
  .array(z.strictObject({ name, when: when.min(1) }))
  .max(100)
  .default([])
  .meta(meta("Filters", "An order that meets all conditions of a filter is not booked.", "conditions"));

/** Which of the shop's orders a connection takes, where several divide them; asked only before the first transfer. */
export const takes = when
  .default([])
  .meta(
    meta(
      "Orders this connection takes",
      "All conditions must hold; other orders are left to other connections. Empty: all orders.",
      "conditions",
    ),
  );

export const dimensions = z
  .array(
    z.strictObject({
      when: when.default([]),
      cost_centre: costCentre,
      project,
      bi_code: z
        .string()
        .min(1)
        .max(50)
        .optional()
        .meta(meta("BI code", "Of ledgers that have such a dimension.")),
    }),
  )
  .max(200)
  .default([])
  .meta(
    meta(
      "Cost centres and projects",
      "For each row the first entry whose conditions hold. Credits bear those of what they credit.",
      "conditions",
    ),
  );

/** What a rule may set: the first four and the dimensions on rows, the others on the whole document. */
const set = z
  .strictObject({
    account: accountNumber.optional().meta(meta("Account of the row", undefined, "accounts")),
    vat_code: z
      .string()
      .min(1)
      .max(20)
      .optional()
      .meta(meta("VAT code of the row", undefined, "vat_codes")),
    article: z
      .string()
      .min(1)
      .max(50)
      .optional()
      .meta(meta("Article of the row", undefined, "articles")),
    text: template.optional().meta(meta("Text of the row", "A template; line.title is what the shop says.")),
    cost_centre: costCentre,
    project,
    terms: z
      .string()
      .min(1)
      .max(25)
      .optional()
      .meta(meta("Terms of payment", undefined, "payment_terms")),
    reference_text: template.optional().meta(meta("Your-order-number text")),
    comment_text: template.optional().meta(meta("Comment on the document")),
    booking: z.enum(["draft", "book"]).optional().meta(meta("Finish documents")),
    document: z.enum(["invoice", "order"]).optional().meta(meta("Document made in the ledger")),
    trigger: z.array(z.enum(triggers)).min(1).optional().meta(meta("Book an order when it is")),
  })
  .refine((fields) => Object.keys(fields).length > 0, { message: "must set something" });

export const rules = z
  .array(z.strictObject({ name, when, set }))
  .max(200)
  .default([])
  .meta(
    meta(
      "Rules",
      "In their order; the first rule whose conditions hold decides each field it sets. Credits mirror what they credit.",
      "conditions",
    ),
  );
