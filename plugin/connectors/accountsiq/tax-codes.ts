import { decimalsEqual, parseDecimal } from "../../domain/money.ts";
import type { PlannedRow, RowKind, Treatment } from "../../domain/plan.ts";
import type { TaxCode } from "./registers.ts";
import type { AccountsIqSettings } from "./settings.ts";

/** Outside VAT by their nature (R3, R8, R14). */
const WITHOUT_VAT: ReadonlySet<RowKind> = new Set([
  "rounding",
  "gift_card",
  "tip",
  "balance",
  "channel_tax",
  "text",
]);

/** The code of a row: the plan's, else the entity's own for its kind and rate; null where that is not plain. */
export function taxCodeOf(
  row: PlannedRow,
  taxes: readonly TaxCode[],
  settings: Pick<AccountsIqSettings, "zero_tax_code">,
): string | null {
  if (WITHOUT_VAT.has(row.kind) || row.treatment === "outside") return outside(taxes, settings);
  return row.vatCode ?? codeFor(row.treatment, row.vatRate, taxes);
}

function outside(
  taxes: readonly TaxCode[],
  settings: Pick<AccountsIqSettings, "zero_tax_code">,
): string | null {
  if (settings.zero_tax_code !== undefined) return settings.zero_tax_code;
  return (
    (only(taxes.filter((one) => isZero(one) && one.IsTaxExclude)) ?? codeFor("export", "0", taxes)) || null
  );
}

/**
 * The one code of sales that fits a treatment and a rate. Codes of other countries' rates look like domestic ones: where
 * several fit, the entity's standard one is taken, else none.
 */
export function codeFor(treatment: Treatment, percent: string, taxes: readonly TaxCode[]): string | null {
  const ofRate = taxes.filter(
    (one) => one.SalesTaxInclude && !one.PartialReclaim && sameRate(one.percent, percent),
  );
  switch (treatment) {
    case "domestic":
    case "export":
      return only(ofRate.filter((one) => !one.EuropeanCommunitySales && !one.IsTaxExclude));
    case "eu_goods":
      return only(ofRate.filter((one) => one.EuropeanCommunitySales && one.IsGoods));
    case "eu_service":
      return only(ofRate.filter((one) => one.EuropeanCommunitySales && !one.IsGoods));
    case "outside":
      return only(ofRate.filter((one) => one.IsTaxExclude));
    case "oss":
    case "deemed_supplier":
    case "local_foreign":
      return null;
  }
}

/** The one code of purchases that fits a rate; null where several do. */
export function purchaseCodeFor(percent: string, taxes: readonly TaxCode[]): string | null {
  return only(
    taxes.filter((one) => one.PurchasesTaxInclude && !one.PartialReclaim && sameRate(one.percent, percent)),
  );
}

function only(codes: readonly TaxCode[]): string | null {
  const standard = codes.filter((one) => one.IsStandardRate || one.IsDefault);
  const [first, second] = standard.length > 0 ? standard : codes;
  return first === undefined || second !== undefined ? null : first.Code;
}

const isZero = (tax: TaxCode): boolean => sameRate(tax.percent, "0");
const sameRate = (a: string, b: string): boolean => decimalsEqual(parseDecimal(a), parseDecimal(b));
