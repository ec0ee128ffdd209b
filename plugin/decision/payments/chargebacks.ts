import { formatMoney, isNegative, isZero, type Money, subtract } from "../../domain/money.ts";
import type { Order, Payment } from "../../domain/order.ts";
import type { Notice } from "../../domain/plan.ts";
import { moneyOf } from "../credits/refund-money.ts";

/**
 * What banks took back and have not returned. It changes the clearing account and not the sale, so it comes with the
 * payout (R15): nothing is credited here, and the order says how much is missing.
 */
export function chargebacks(order: Order): Notice[] {
  const currencies = new Set(order.payments.map((payment) => payment.amount.currency));
  return [...currencies].flatMap((currency): Notice[] => {
    const taken = subtract(
      moneyOf(moved(order, "chargeback"), currency),
      moneyOf(moved(order, "chargeback_reversal"), currency),
    );
    return isZero(taken) || isNegative(taken) ? [] : [notice(taken)];
  });
}

function moved(order: Order, kind: Payment["kind"]): Payment[] {
  return order.payments.filter((payment) => payment.kind === kind && payment.status === "success");
}

function notice(taken: Money): Notice {
  const message = `The bank took ${formatMoney(taken)} ${taken.currency} back from you. The sale stays; the money is missing from the payout.`;
  return { code: "CHARGEBACK", message };
}
