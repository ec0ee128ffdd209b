import { isZero, type Money, sum } from "../domain/money.ts";
import type { Payment, Refund } from "../domain/order.ts";

/** Movements that gave money back and have arrived. */
export function successful(refund: Refund): Payment[] {
  return refund.payments.filter((payment) => payment.kind === "refund" && payment.status === "success");
}

/** True while money of the refund is on its way: it is booked when all of it has moved (R6). */
export function isPending(refund: Refund): boolean {
  if (refund.payments.length === 0) return false;
  if (refund.payments.some((payment) => payment.status === "pending")) return true;
  return refund.payments.every((payment) => payment.status !== "success");
}

/** True when a refund is nothing but a movement of money. */
export function isMoneyOnly(refund: Refund): boolean {
  return [...refund.lines, ...refund.shipping, ...refund.adjustments].every((one) => isZero(one.gross));
}

/** Sum of the movements in one currency. */
export function moneyOf(payments: readonly Payment[], currency: string): Money {
  return sum(
    payments.map((payment) => payment.amount).filter((amount) => amount.currency === currency),
    currency,
  );
}
