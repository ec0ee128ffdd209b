import { isNegative, isZero, type Money, smaller, subtract, sum, zero } from "../../domain/money.ts";
import type { Order, Payment, Refund } from "../../domain/order.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { isMoneyOnly, moneyOf, successful } from "../credits/refund-money.ts";
import type { DecisionInput } from "../input.ts";
import type { Step } from "../step.ts";
import { moneyIn, moneyOut } from "../trigger.ts";
import type { Movement } from "./ledgered.ts";
import { chargedInAll } from "./payments.ts";

/** Each movement of money that is registered, with the documents it may belong to (R4). */
export function movementsOf(
  input: DecisionInput,
  documents: readonly PlannedDocument[],
  done: readonly Step[],
): Movement[] {
  const { order } = input;
  const keysOf = (kind: PlannedDocument["kind"]): string[] =>
    documents.filter((one) => one.kind === kind).map((one) => one.key);
  const invoices = keysOf("invoice");
  const contained = documents.flatMap((one) => one.contains ?? []);
  const takenIn = done.flatMap(({ key, refund }) =>
    refund !== null && contained.includes(key) ? refund : [],
  );
  const incoming = lessRefunds(moneyIn(order), takenIn, order.currency).map((payment) => ({
    payment,
    direction: "in" as const,
    targets: invoices,
  }));
  const credits = keysOf("credit_note");
  const outgoing = moneyOut(order).map((payment) => ({
    payment,
    direction: "out" as const,
    targets: credits,
  }));
  const refunded = done.flatMap(({ key, refund }) => {
    if (refund === null || takenIn.includes(refund)) return [];
    const targets = documents.some((one) => one.key === key) ? [key] : settledTargets(key, documents, done);
    return successful(refund).map((payment) => ({ payment, direction: "out" as const, targets }));
  });
  return [...incoming, ...outgoing, ...refunded];
}

/**
 * An invoice that was booked with a refund in its rows takes what the customer paid less what went back: no ledger
 * takes more than the invoice. The latest payment bears it.
 */
function lessRefunds(paid: readonly Payment[], refunds: readonly Refund[], currency: string): Payment[] {
  let back = moneyOf(refunds.flatMap(successful), currency);
  const left = paid.toReversed().flatMap((payment): Payment[] => {
    if (payment.amount.currency !== currency || isZero(back)) return [payment];
    const taken = smaller(back, payment.amount);
    back = subtract(back, taken);
    const amount = subtract(payment.amount, taken);
    return isZero(amount) ? [] : [{ ...payment, amount }];
  });
  return left.toReversed();
}

/** Where money goes that earlier credits explain: to those credits; what is over was paid too much, and pairs with that. */
function settledTargets(key: string, documents: readonly PlannedDocument[], done: readonly Step[]): string[] {
  const before = done
    .slice(
      0,
      done.findIndex((step) => step.key === key),
    )
    .map((step) => step.key);
  const earlier = documents.filter((one) => before.includes(one.key));
  return earlier.filter((one) => one.kind === "credit_note").map((one) => one.key);
}

/**
 * What of a refund's money the books explain already: the customer had paid more than all documents charge, because an
 * edit lowered the price or the order was paid twice. Crediting that again would sell too little. A refund that says
 * what it is for gives back such money only with what goes beyond that.
 */
export function settledOf(refund: Refund, before: readonly PlannedDocument[], order: Order): Money {
  const nothing = zero(order.currency);
  const said = isMoneyOnly(refund) ? nothing : statedOf(refund, order.currency);
  const beyond = subtract(moneyOf(successful(refund), order.currency), said);
  if (isZero(beyond) || isNegative(beyond)) return nothing;
  const at = Date.parse(refund.createdAt);
  const paid = moneyOf(
    moneyIn(order).filter((payment) => Date.parse(payment.processedAt) <= at),
    order.currency,
  );
  const earlier = order.refunds.filter(
    (one) => Date.parse(one.createdAt) < at || (Date.parse(one.createdAt) === at && one.id < refund.id),
  );
  const back = moneyOf(earlier.flatMap(successful), order.currency);
  const overpaid = subtract(subtract(paid, back), chargedInAll(before, order.currency));
  if (isNegative(overpaid)) return nothing;
  return smaller(beyond, overpaid);
}

/** What a refund says it gives back, fees taken off. */
function statedOf(refund: Refund, currency: string): Money {
  return sum(
    [...refund.lines, ...refund.shipping, ...refund.adjustments].map((one) => one.gross),
    currency,
  );
}
