import type { Plan } from "../domain/plan.ts";
import { CANCEL, cancellationDocument } from "./documents.ts";
import type { DecisionInput } from "./input.ts";
import { booked, guarded, held, plan, skip } from "./outcomes.ts";
import { withPayments, withTheir } from "./payments/payments.ts";
import { setOff } from "./payments/set-off.ts";
import { withdrawnPayments } from "./payments/withdrawn-money.ts";
import { isCancelledUnpaid } from "./reason-not-to-book.ts";
import { Refusal } from "./refusal.ts";

/**
 * Cancelled before any money moved although documents exist: drafts go, booked ones are credited (R16).
 * Null for every other order.
 */
export function cancelled(input: DecisionInput): Plan | null {
  const { existing } = input;
  if (existing.length === 0 || !isCancelledUnpaid(input.order)) return null;
  const isCredit = (key: string): boolean => key === CANCEL;
  const removals = existing
    .filter((one) => !one.isBooked && !isCredit(one.planned.key))
    .map((one) => one.planned.key);
  const kept = existing.map((one) => one.planned).filter((one) => !removals.includes(one.key));
  // An order that was invoiced stays behind, but it is no entry in the books.
  const inBooks = kept.filter((one) => one.kind !== "order");
  if (inBooks.length === 0) {
    return { ...plan(kept, skip("CANCELLED_BEFORE_CAPTURE")), removals };
  }
  const credit = kept.some((one) => isCredit(one.key))
    ? null
    : guarded(() => cancellationDocument(inBooks, input));
  if (credit instanceof Refusal) return { ...plan(kept, held(credit)), removals };
  const paid = withPayments(input, credit === null ? kept : [...kept, credit], []);
  setOff(paid, input);
  const notices = [...paid.notices, ...withdrawnPayments(kept, input)];
  return { ...plan(withTheir(paid), booked, notices), removals };
}
