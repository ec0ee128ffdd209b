import { formatMoney } from "../../domain/money.ts";
import type { Refund } from "../../domain/order.ts";
import { codes } from "../../domain/problem.ts";
import { isMoneyOnly } from "../credits/refund-money.ts";

/**
 * Why a refund is not booked yet, as one plain sentence; null when its money has moved or none has to (R6).
 * A refund that is nothing but money which failed has not happened: it has nothing to book and nothing to wait for.
 */
export function waitsFor(refund: Refund): string | null {
  const { payments } = refund;
  if (payments.some((payment) => payment.status === "pending")) return codes.REFUND_PENDING.sentence;
  if (payments.some((payment) => payment.status === "success") || isMoneyOnly(refund)) return null;
  return payments.length > 0 ? failed(refund) : null;
}

function failed({ payments }: Refund): string {
  const amounts = payments.map(({ amount }) => `${formatMoney(amount)} ${amount.currency}`);
  return `The refund of ${amounts.join(" and ")} failed at the payment provider; it is booked when the money moves.`;
}
