import {
  absolute,
  allocate,
  compare,
  type Decimal,
  formatMoney,
  isZero,
  larger,
  type Money,
  parseDecimal,
  subtract,
  sum,
} from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";
import { inShop, onOrder, Refusal } from "../refusal.ts";
import { tolerance, vatTolerance } from "../rows/totals.ts";
import type { LineLeft } from "./remaining.ts";

/** One row of a credit while its VAT may still move by a cent. Amounts are positive magnitudes of the credit. */
export interface CreditedRow {
  readonly row: PlannedRow;
  readonly gross: Money;
  readonly vat: Money;
  readonly quantity: Decimal;
  /** The line it credits; null for an amount without lines. */
  readonly line: LineLeft | null;
}

export const ONE = parseDecimal("1");

/**
 * VAT per share: the platform's own figure, spread like the VAT the shares contain (R6). Where it states none, an
 * amount contains VAT at the rate of what it credits. A figure that no rounding explains is held: one credit with too
 * much VAT would leave the invoice with too little.
 */
export function statedVat(
  tax: Money | null,
  contained: readonly Money[],
  settings: Settings,
): readonly Money[] {
  const spread = spreadVat(tax, contained, settings);
  if (tax === null || spread !== null) return spread ?? contained;
  const expected = sum(contained, tax.currency);
  throw new Refusal(
    "TOTAL_MISMATCH",
    `The shop took back ${formatMoney(tax)} ${tax.currency} of VAT, but ${formatMoney(expected)} would be right for that amount.`,
    onOrder,
  );
}

/** The same, and null for a figure that no rounding explains. */
export function spreadVat(
  tax: Money | null,
  contained: readonly Money[],
  settings: Settings,
): readonly Money[] | null {
  if (tax === null || isZero(tax) || contained.every(isZero)) return contained;
  const { currency } = tax;
  const allowed = larger(tolerance(settings, currency), vatTolerance(contained.length, currency));
  const off = absolute(subtract(tax, sum(contained, currency)));
  return compare(off, allowed) > 0 ? null : allocate(tax, contained.map(absolute));
}

export function exceeding(wanted: Money, left: Money): Refusal {
  return new Refusal(
    "REFUND_EXCEEDS_REMAINING",
    `The shop paid back ${formatMoney(wanted)} ${wanted.currency}, but only ${formatMoney(left)} of the invoice is left.`,
    inShop,
  );
}
