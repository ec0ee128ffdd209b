import {
  formatMoney,
  isNegative,
  isZero,
  larger,
  type Money,
  smaller,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { Notice, PlannedDocument } from "../../domain/plan.ts";
import { moneyOf } from "../credits/refund-money.ts";
import type { DecisionInput } from "../input.ts";
import { isOnItsWay, isSettled, moneyIn } from "../trigger.ts";
import type { Ledgered } from "./ledgered.ts";
import { methodOf } from "./payment-methods.ts";

/**
 * Says what the shop calls paid and shows no movement of: nothing is registered that nobody has seen (R4), so the
 * document stays open. Money in an unknown currency may be the rest, and money on its way is not missing.
 */
export function unseenMoney(paid: Ledgered, input: DecisionInput): Notice[] {
  const { order, settings } = input;
  if (paid.notices.some((one) => one.code === "PAYMENT_CURRENCY_DIFFERS") || isOnItsWay(order)) return [];
  if (isNegative(order.total)) return settings.refunds.register_payment ? creditNotice(paid, input) : [];
  const isPartly = order.financialStatus === "partially_paid";
  const shown = moneyOf(moneyIn(order), order.currency);
  // Of a part nobody says how large it is: any movement may be all of it.
  if (!(isSettled(order) || (isPartly && isZero(shown))) || !registersPayments(input)) return [];
  const open = openOf(paid, input, "invoice");
  // Money the shop never shows went neither way, so only what it shows tells an open credit from money given back.
  const credits = isZero(shown) ? zero(order.currency) : openOf(paid, input, "credit_note");
  const missing = larger(subtract(open, smaller(open, credits)), zero(order.currency));
  if (isZero(missing)) return [];
  return [{ code: "PAYMENT_NOT_SEEN", message: sentence(missing, shown, isPartly) }];
}

/** A negative order is a credit note whose money goes out (R18). */
function creditNotice(paid: Ledgered, input: DecisionInput): Notice[] {
  const open = openOf(paid, input, "credit_note");
  if (!isSettled(input.order) || isZero(open)) return [];
  const message = `The shop calls this credit settled, but does not show ${formatMoney(open)} ${open.currency} of it paid back, so that much of its credit note is open.`;
  return [{ code: "REFUND_PARTLY_PAID", message }];
}

function sentence(missing: Money, shown: Money, isPartly: boolean): string {
  const { currency } = missing;
  const rest = formatMoney(missing);
  if (isPartly) {
    return `The shop calls the order partly paid, but shows no payment, so ${rest} ${currency} of its invoice is open.`;
  }
  return isZero(shown)
    ? `The shop calls the order paid, but shows no payment of ${rest} ${currency}, so its invoice is open.`
    : `The shop calls the order paid, but shows payments of only ${formatMoney(shown)} ${currency}, so ${rest} ${currency} of its invoice is open.`;
}

/** What booked documents of a kind still want; a draft bears no payment. */
function openOf(paid: Ledgered, { order }: DecisionInput, kind: PlannedDocument["kind"]): Money {
  const nothing = zero(order.currency);
  const documents = paid.documents.filter((one) => one.kind === kind && one.booking === "book");
  return sum(
    documents.map((one) => larger(nothing, paid.open.get(one.key) ?? nothing)),
    order.currency,
  );
}

/** False where the merchant registers payments himself: by the order's method, or, where it shows none, by all of them. */
function registersPayments({ order, settings }: DecisionInput): boolean {
  const methods =
    order.payments.length > 0
      ? order.payments.map((payment) => methodOf(payment.gateway, settings))
      : Object.values(settings.payments.methods);
  return methods.length === 0 || methods.some((method) => method?.register !== false);
}
