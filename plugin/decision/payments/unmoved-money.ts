import { compare, formatMoney, subtract } from "../../domain/money.ts";
import type { Refund } from "../../domain/order.ts";
import { codes } from "../../domain/problem.ts";
import { isMoneyOnly, moneyOf, successful } from "../credits/refund-money.ts";
import { dayIn } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { shopSums } from "../rows/shop-sums.ts";
import { tolerance } from "../rows/totals.ts";
import { moneyIn } from "../trigger.ts";

/**
 * Why a refund is not booked yet, as one plain sentence; null when its money has moved or none has to (R6).
 * A refund that is nothing but money which failed has not happened: it has nothing to book and nothing to wait for.
 */
export function waitsFor(refund: Refund, input: DecisionInput): string | null {
  const { payments } = refund;
  if (payments.some((payment) => payment.status === "pending")) return codes.REFUND_PENDING.sentence;
  if (payments.some((payment) => payment.status === "success") || isMoneyOnly(refund)) return null;
  if (payments.length > 0) return failed(refund);
  return isStillOwed(input) ? unseen(refund, input) : null;
}

function failed({ payments }: Refund): string {
  const amounts = payments.map(({ amount }) => `${formatMoney(amount)} ${amount.currency}`);
  return `The refund of ${amounts.join(" and ")} failed at the payment provider; it is booked when the money moves.`;
}

function unseen(refund: Refund, { order }: DecisionInput): string {
  const day = dayIn(order.timeZone, refund.createdAt);
  return `The shop shows no money paid back for the refund of ${day}; it is booked when the money moves.`;
}

/**
 * True when the shop calls the order paid, without a word of a refund, and shows more of the customer's money than all
 * that was sold and taken back comes to. An order that it calls refunded was paid back elsewhere; new goods may be worth
 * what came back; and what nobody paid needs no paying back.
 */
function isStillOwed({ order, settings }: DecisionInput): boolean {
  if (order.financialStatus !== "paid" || order.exchangeLines.length > 0) return false;
  const { charged, refunded } = shopSums(order);
  const paid = moneyOf(moneyIn(order), order.currency);
  const back = moneyOf(order.refunds.flatMap(successful), order.currency);
  const owed = subtract(subtract(paid, back), subtract(charged, refunded));
  return compare(owed, tolerance(settings, order.currency)) > 0;
}
