import { formatMoney, isNegative, isZero, parseMoney, subtract, sum } from "../../domain/money.ts";
import type { Notice, PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import { moneyOf, successful } from "../credits/refund-money.ts";
import { dayIn } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { moneyIn } from "../trigger.ts";
import { chargedInAll } from "./payments.ts";

/**
 * Payments in the ledger that the shop has come to call failed or void: the money never came, or is gone. A registered
 * payment is never altered (R16), and no movement says on which day and by which way it went, so a person takes it back.
 */
export function withdrawnPayments(documents: readonly PlannedDocument[], input: DecisionInput): Notice[] {
  const { order, ledgerName } = input;
  return order.payments.flatMap((payment): Notice[] => {
    if (payment.status === "success") return [];
    const registered = registeredOf(payment.id, documents);
    const [first] = registered;
    if (first === undefined) return [];
    const amount = sum(
      registered.map((one) => parseMoney(one.amount, first.currency)),
      first.currency,
    );
    const message = `The shop no longer shows the payment of ${formatMoney(amount)} ${first.currency} of ${first.date} by ${first.method} as received, but it is in ${ledgerName}. Take it back there.`;
    return [{ code: "PAYMENT_TAKEN_BACK", message }];
  });
}

function registeredOf(id: string, documents: readonly PlannedDocument[]): PlannedPayment[] {
  return documents
    .flatMap((one) => one.payments)
    .filter((one) => one.id === id && one.direction === "in" && one.setOff === undefined && !one.undoes);
}

/**
 * An order that was cancelled although its money stays with the shop. What moved is in the books and stays there until
 * money goes back (R6), which the shop may have forgotten. A fee kept on purpose comes with a refund of the rest.
 */
export function keptMoney(documents: readonly PlannedDocument[], { order }: DecisionInput): Notice[] {
  const { cancelledAt, currency, refunds } = order;
  if (order.status !== "cancelled" || cancelledAt === null) return [];
  if (refunds.length > 0 && order.financialStatus !== "voided") return [];
  const back = moneyOf(refunds.flatMap(successful), currency);
  const kept = subtract(moneyOf(moneyIn(order), currency), back);
  const charged = chargedInAll(
    documents.filter((one) => one.kind !== "order"),
    currency,
  );
  if ([kept, charged].some((one) => isZero(one) || isNegative(one))) return [];
  const message = `The shop cancelled the order on ${dayIn(order.timeZone, cancelledAt)}, but does not show ${formatMoney(kept)} ${currency} of its money paid back, so the sale stays in the books.`;
  return [{ code: "CANCELLED_WITH_MONEY_KEPT", message }];
}
