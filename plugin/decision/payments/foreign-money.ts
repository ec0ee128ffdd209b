import { compare, isNegative, isZero, type Money, scale, subtract, sum } from "../../domain/money.ts";
import type { Order, Payment } from "../../domain/order.ts";
import { amountDue, isSettled, moneyIn } from "../trigger.ts";

/** What `of` in a foreign currency is worth in the order's: `worth` of its currency. */
interface Rate {
  readonly of: Money;
  readonly worth: Money;
}

/**
 * Brings movements in another currency into the order's where their rate is known (R11): the platform's own rate for
 * money in the shop's currency, else that of an order the platform calls paid, whose remainder such money must have
 * been. What has no rate stays as it is, and is not registered.
 */
export function inOrderCurrency(order: Order): Order {
  const foreign = new Set(
    [...order.payments, ...order.refunds.flatMap((refund) => refund.payments)]
      .map((payment) => payment.amount.currency)
      .filter((currency) => currency !== order.currency),
  );
  let known = order;
  for (const currency of foreign) {
    const rate = rateOf(currency, foreign.size, known);
    if (rate !== null) known = converted(known, rate);
  }
  return known;
}

function rateOf(currency: string, currencies: number, order: Order): Rate | null {
  const { shopTotal, total } = order;
  if (shopTotal?.currency === currency && isSameSide(shopTotal, total))
    return { of: shopTotal, worth: total };
  if (currencies > 1 || !isSettled(order)) return null;
  const received = moneyIn(order).map((payment) => payment.amount);
  const of = sum(
    received.filter((amount) => amount.currency === currency),
    currency,
  );
  const own = sum(
    received.filter((amount) => amount.currency === order.currency),
    order.currency,
  );
  const worth = subtract(amountDue(order), own);
  return isZero(of) || isZero(worth) || isNegative(worth) ? null : { of, worth };
}

/** True when one is a rate of the other: neither is zero and both have one sign. */
export function isSameSide(a: Money, b: Money): boolean {
  return !isZero(a) && !isZero(b) && isNegative(a) === isNegative(b);
}

function converted(order: Order, rate: Rate): Order {
  return {
    ...order,
    payments: inSum(order.payments, rate),
    refunds: order.refunds.map((refund) => ({ ...refund, payments: inSum(refund.payments, rate) })),
  };
}

/** Each by the difference it makes to the sum of its way: parts of one payment end in exactly what the whole is worth. */
function inSum(payments: readonly Payment[], { of, worth }: Rate): Payment[] {
  const sums = new Map<Payment["kind"], Money>();
  return payments.map((payment) => {
    const { amount, kind, fee } = payment;
    if (amount.currency !== of.currency) return payment;
    const way = kind === "capture" ? "sale" : kind;
    const before = sums.get(way) ?? subtract(amount, amount);
    const after = payment.status === "success" ? sum([before, amount], of.currency) : before;
    sums.set(way, after);
    const isCounted = compare(after, before) > 0;
    const value = isCounted
      ? subtract(scale(after, worth, of), scale(before, worth, of))
      : scale(amount, worth, of);
    return {
      ...payment,
      amount: value,
      fee: fee === null || fee.currency !== of.currency ? fee : scale(fee, worth, of),
      movedAs: amount,
    };
  });
}
