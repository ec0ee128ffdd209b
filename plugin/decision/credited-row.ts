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
} from "../domain/money.ts";
import type { PlannedRow } from "../domain/plan.ts";
import type { Settings } from "../settings/schema.ts";
import { inShop, onOrder, Refusal } from "./refusal.ts";
import type { LineLeft } from "./remaining.ts";
import { tolerance, vatTolerance } from "./totals.ts";

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
  if (tax === null || isZero(tax) || contained.every(isZero)) return contained;
  const { currency } = tax;
  const expected = sum(contained, currency);
  const allowed = larger(tolerance(settings, currency), vatTolerance(contained.length, currency));
  if (compare(absolute(subtract(tax, expected)), allowed) > 0) {
    throw new Refusal(
      "TOTAL_MISMATCH",
      `The shop took back ${formatMoney(tax)} ${currency} of VAT, but ${formatMoney(expected)} would be right for that amount.`,
      onOrder,
    );
  }
  return allocate(tax, contained.map(absolute));
}

export function exceeding(wanted: Money, left: Money): Refusal {
  return new Refusal(
    "REFUND_EXCEEDS_REMAINING",
    `The shop paid back ${formatMoney(wanted)} ${wanted.currency}, but only ${formatMoney(left)} of the invoice is left.`,
    inShop,
  );
}
