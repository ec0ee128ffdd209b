import { add, isZero, parseMoney, subtract } from "../../domain/money.ts";
import type { PlannedDocument, PlannedPayment } from "../../domain/plan.ts";

/**
 * The one payment that settles an invoice to the cent, for ledgers that take both in one call; null where there are
 * several, where it is not divided as it came, or where the invoice is not to be booked yet.
 */
export function paymentInFull(document: PlannedDocument): PlannedPayment | null {
  const { kind, booking, currency, payments } = document;
  const [payment, ...others] = payments;
  if (kind !== "invoice" || booking !== "book" || payment === undefined || others.length > 0) return null;
  const { direction, fee, surplus, setOff } = payment;
  const isDivided = fee !== undefined || surplus !== undefined || setOff !== undefined;
  if (direction !== "in" || payment.currency !== currency || isDivided) return null;
  const charged = add(parseMoney(document.gross, currency), parseMoney(document.rounding, currency));
  return isZero(subtract(charged, parseMoney(payment.amount, currency))) ? payment : null;
}
