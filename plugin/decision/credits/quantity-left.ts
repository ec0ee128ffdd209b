import {
  addDecimals,
  compareDecimals,
  type Decimal,
  parseDecimal,
  subtractDecimals,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import { ONE } from "./credited-row.ts";
import { rateKey } from "./remaining.ts";

/**
 * How many pieces of a line are left after what was credited of it. One where a price was changed later: such rows count
 * no pieces.
 */
export function quantityLeft(row: PlannedRow, documents: readonly PlannedDocument[]): Decimal {
  const isSame = (one: PlannedRow): boolean =>
    one.sourceId === row.sourceId && one.kind === row.kind && rateKey(one) === rateKey(row);
  let left = parseDecimal("0");
  for (const { key, kind, rows, specification } of documents) {
    for (const one of (specification ?? rows).filter(isSame)) {
      if (key.startsWith("edit-")) return ONE;
      const quantity = parseDecimal(one.quantity);
      left = kind === "credit_note" ? subtractDecimals(left, quantity) : addDecimals(left, quantity);
    }
  }
  return compareDecimals(left, parseDecimal("0")) > 0 ? left : ONE;
}
