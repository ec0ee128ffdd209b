import {
  absolute,
  allocate,
  type Decimal,
  formatMoney,
  isZero,
  type Money,
  parseDecimal,
} from "../domain/money.ts";
import type { PlannedRow } from "../domain/plan.ts";
import { inShop, Refusal } from "./refusal.ts";
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

/** VAT per share: contained in the amount, or the platform's own figure spread the same way. */
export function statedVat(tax: Money | null, contained: readonly Money[]): readonly Money[] {
  if (tax === null || contained.every(isZero)) return contained;
  return allocate(tax, contained.map(absolute));
}

export function exceeding(wanted: Money, left: Money): Refusal {
  return new Refusal(
    "REFUND_EXCEEDS_REMAINING",
    `The shop paid back ${formatMoney(wanted)} ${wanted.currency}, but only ${formatMoney(left)} of the invoice is left.`,
    inShop,
  );
}
