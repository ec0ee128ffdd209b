import {
  add,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  parseMoney,
  smaller,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { Payment } from "../../domain/order.ts";
import type { Notice, PlannedDocument, PlannedPayment, PlannedShare } from "../../domain/plan.ts";
import { dayIn, paymentDay } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import type { Ledgered, Movement, Placed } from "./ledgered.ts";
import { accountOf, methodOf } from "./payment-methods.ts";
import { positive, withSurplus } from "./surplus.ts";

/**
 * Gives each movement to the documents it pays, with its own day and account, up to what is left of them (R4): what is
 * registered already stays where it is, the rest goes to the oldest document with something open. What is paid beyond
 * all documents is a surplus. `documents` bear the payments that are registered in the ledger.
 */
export function withPayments(
  input: DecisionInput,
  documents: readonly PlannedDocument[],
  movements: readonly Movement[],
): Ledgered {
  const paid: Ledgered = {
    documents,
    open: new Map(documents.map((one) => [one.key, leftOf(one)])),
    payments: new Map(documents.map((one) => [one.key, [...one.payments]])),
    notices: [],
  };
  const placed = movements.flatMap((movement): Placed[] => {
    const { amount, gateway } = movement.payment;
    if (amount.currency !== input.order.currency) {
      const message = `${formatMoney(amount)} ${amount.currency} by ${gateway} says nothing of its rate to ${input.order.currency}, so it is not in the ledger.`;
      paid.notices.push({ code: "PAYMENT_CURRENCY_DIFFERS", message });
      return [];
    }
    return [place(movement, paid, input)];
  });
  for (const one of withSurplus(placed, paid, input)) {
    for (const [index, share] of one.shares.entries()) {
      const planned = plannedPayment(one, share, index, input);
      if (planned !== null) paid.payments.get(share.key)?.push(planned);
    }
  }
  return paid;
}

/** The documents with the payments they were given. */
export function withTheir({ documents, payments }: Ledgered): PlannedDocument[] {
  return documents.map((one) => ({ ...one, payments: payments.get(one.key) ?? [] }));
}

/** How a movement stands: registered, left to the merchant, or of a method that nobody has mapped. */
function place(movement: Movement, paid: Ledgered, input: DecisionInput): Placed {
  const { payment, direction, targets } = movement;
  const { currency } = payment.amount;
  const registered = paid.documents.flatMap((document) =>
    document.payments
      .filter((one) => one.id === payment.id && one.direction === direction && one.setOff === undefined)
      .map((one) => ({ key: document.key, one })),
  );
  const known = sum(
    registered.map(({ one }) => parseMoney(one.amount, currency)),
    currency,
  );
  const kept = registered.flatMap(({ one }) => (one.surplus === undefined ? [] : [one.surplus]));
  const fromKept = sum(
    kept.map((one) => parseMoney(one.amount, currency)),
    currency,
  );
  const standing = standingOf(movement, input);
  let left = positive(subtract(payment.amount, known));
  const shares: { key: string; amount: Money; surplus: Money }[] = [];
  for (const key of targets) {
    if (registered.some((one) => one.key === key)) continue;
    const share = smaller(left, paid.open.get(key) ?? zero(currency));
    if (isZero(share) || isNegative(share)) continue;
    shares.push({ key, amount: share, surplus: zero(currency) });
    paid.open.set(key, subtract(paid.open.get(key) ?? zero(currency), share));
    left = subtract(left, share);
  }
  if (standing === "unmapped" && shares.length > 0) paid.notices.push(unmapped(payment));
  return {
    movement,
    standing,
    shares,
    isNew: registered.length === 0,
    keptOn: kept[0]?.account ?? null,
    kept: smaller(fromKept, left),
    rest: positive(subtract(left, fromKept)),
  };
}

function standingOf({ payment, direction }: Movement, input: DecisionInput): Placed["standing"] {
  const { settings } = input;
  if (direction === "out" && !settings.refunds.register_payment) return "not registered";
  if (methodOf(payment.gateway, settings)?.register === false) return "not registered";
  return accountOf(payment, settings) === null ? "unmapped" : "registered";
}

function unmapped({ amount, gateway }: Payment): Notice {
  const message = `The payment method ${gateway} has no account in the settings, so ${formatMoney(amount)} ${amount.currency} is not in the ledger.`;
  return { code: "PAYMENT_METHOD_UNMAPPED", message };
}

function plannedPayment(
  placed: Placed,
  share: Placed["shares"][number],
  index: number,
  input: DecisionInput,
): PlannedPayment | null {
  const { movement, standing, isNew, keptOn } = placed;
  const { payment, direction } = movement;
  const account = keptOn === null ? accountOf(payment, input.settings) : fromOverpayment(keptOn);
  if (standing !== "registered" || account === null) return null;
  const fee = isNew && index === 0 ? feeOf(payment, share.amount, input) : null;
  const { overpayment_account } = input.settings.payments;
  return {
    id: payment.id,
    direction,
    method: payment.gateway,
    amount: formatMoney(share.amount),
    currency: share.amount.currency,
    date: paymentDay(dayIn(input.order.timeZone, payment.processedAt), input.facts, input.settings),
    ...account,
    ...(fee === null ? {} : { fee }),
    ...(isZero(share.surplus) || overpayment_account === undefined
      ? {}
      : { surplus: { amount: formatMoney(share.surplus), account: overpayment_account } }),
    ...(payment.movedAs === undefined || !isZero(subtract(payment.amount, share.amount))
      ? {}
      : { movedAs: { amount: formatMoney(payment.movedAs), currency: payment.movedAs.currency } }),
  };
}

const fromOverpayment = (account: string): Pick<PlannedPayment, "account" | "mode" | "why"> => ({
  account,
  mode: null,
  why: "paid too much before, kept for the customer · setting payments.overpayment_account",
});

/**
 * The fee that the provider kept of a payment, where the merchant books it with the payment: while payouts are booked,
 * they bring it (R15), and it must not be booked twice.
 */
function feeOf(payment: Payment, share: Money, input: DecisionInput): PlannedShare | null {
  const account = methodOf(payment.gateway, input.settings)?.fee_account;
  const { fee } = payment;
  if (account === undefined || fee === null || input.splitsPayments !== true) return null;
  if (input.settings.payouts.enabled) return null;
  if (fee.currency !== share.currency || isZero(fee) || isNegative(fee)) return null;
  // A fee as large as the payment leaves nothing to register: it comes with the payout.
  return isNegative(subtract(fee, share)) ? { amount: formatMoney(fee), account } : null;
}

/** What a document still wants after the payments it bears. */
function leftOf(document: PlannedDocument): Money {
  const { currency } = document;
  const registered = document.payments.map((one) => parseMoney(one.amount, currency));
  return subtract(charged(document), sum(registered, currency));
}

/** What the customer owes for a document: its gross with its rounding rows. */
function charged(document: PlannedDocument): Money {
  return add(parseMoney(document.gross, document.currency), parseMoney(document.rounding, document.currency));
}

/** What the documents charge in all: invoices less credit notes. */
export function chargedInAll(documents: readonly PlannedDocument[], currency: string): Money {
  return sum(
    documents.map((one) => (one.kind === "invoice" ? charged(one) : negate(charged(one)))),
    currency,
  );
}
