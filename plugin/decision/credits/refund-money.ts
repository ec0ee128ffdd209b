import { isZero, type Money, sum } from "../../domain/money.ts";
import type { Payment, Refund } from "../../domain/order.ts";

/** Movements that gave money back and have arrived. */
export function successful(refund: Refund): Payment[] {
  return refund.payments.filter((payment) => payment.kind === "refund" && payment.status === "success");
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
