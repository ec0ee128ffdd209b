import type { FixPlace } from "../../domain/problem.ts";
import { NO_SUPPLIER } from "./assumptions.ts";
import type { Meaning } from "./errors.ts";

const unmapped = (field: string, message: string): Meaning => {
  const place: FixPlace = { place: "settings", field: `purchases.${field}` };
  return { act: "fix", code: "PURCHASE_UNMAPPED", message, place };
};

/** What AccountsIQ's codes mean where a purchase was written: its accounts and codes are set apart from those of sales. */
export const purchaseMeanings: readonly (readonly [RegExp, Meaning])[] = [
  [
    NO_SUPPLIER,
    unmapped("supplier", "The supplier of {subject} is not in AccountsIQ any more, or is inactive."),
  ],
  [
    /^GLACCOUNT_(?!NO_DEPARTMENT)|^BATCH_INVOICE_LINE_MISSING_GL_ACCOUNT$/,
    unmapped("account", "An account of {subject} does not exist in AccountsIQ or takes no entries."),
  ],
  [
    /^(TAX_.*|CANNOT_RECORD_SUB_TAX_CODE|PURCHASES?_.*_HAS_PARTIAL_TAX_CODE)$/,
    unmapped("vat_code_by_rate", "A VAT code of {subject} is not usable in AccountsIQ."),
  ],
];
