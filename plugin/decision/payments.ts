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
} from "../domain/money.ts";
import type { Order, Payment } from "../domain/order.ts";
import type { PlannedDocument, PlannedPayment } from "../domain/plan.ts";
import type { Warning } from "../domain/problem.ts";
import type { Settings } from "../settings/schema.ts";
import { dayIn } from "./dates.ts";

type Method = Settings["payments"]["methods"][string];

/** A movement of money and the documents it may belong to, by key, in the order in which it pays them. */
export interface Movement {
  readonly payment: Payment;
  readonly direction: "in" | "out";
  readonly targets: readonly string[];
}

/** The settings of one payment method by its own name. A name such as "constructor" is no method. */
function namedMethod(gateway: string, settings: Settings): Method | undefined {
  const { methods } = settings.payments;
  return Object.hasOwn(methods, gateway) ? methods[gateway] : undefined;
}

/** Settings of a payment method: by the platform's name, else those for all others. */
export function methodOf(gateway: string, settings: Settings): Method | undefined {
  return namedMethod(gateway, settings) ?? namedMethod("*", settings);
}

/**
 * Gives each movement to the documents it pays, with its own amount, day and account (R4): what a document in the
 * ledger has of it already stays there, the rest goes to the oldest document with something open, and what pays
 * nothing any more to the last one. Returns the documents with their payments.
 */
export function withPayments(
  order: Order,
  documents: readonly PlannedDocument[],
  movements: readonly Movement[],
  settings: Settings,
): { readonly documents: readonly PlannedDocument[]; readonly warnings: readonly Warning[] } {
  const open = new Map(documents.map((one) => [one.key, charged(one)]));
  const planned = new Map<string, PlannedPayment[]>(documents.map((one) => [one.key, []]));
  const warnings = new Set<Warning>();
  for (const movement of movements) {
    if (movement.payment.amount.currency !== order.currency) {
      warnings.add("PAYMENT_METHOD_UNMAPPED");
      continue;
    }
    for (const [key, amount] of sharesOf(movement, documents, open)) {
      open.set(key, subtract(open.get(key) ?? zero(order.currency), amount));
      const one = plannedPayment(order, movement, amount, settings);
      if (one === "unmapped") warnings.add("PAYMENT_METHOD_UNMAPPED");
      if (typeof one === "object") planned.get(key)?.push(one);
    }
  }
  return {
    documents: documents.map((one) => ({ ...one, payments: planned.get(one.key) ?? [] })),
    warnings: [...warnings],
  };
}

function sharesOf(
  { payment, direction, targets }: Movement,
  documents: readonly PlannedDocument[],
  open: ReadonlyMap<string, Money>,
): Map<string, Money> {
  const { currency } = payment.amount;
  const shares = new Map<string, Money>();
  let amount = payment.amount;
  for (const document of documents) {
    const known = document.payments.find((one) => one.id === payment.id && one.direction === direction);
    if (known === undefined) continue;
    const share = smaller(amount, parseMoney(known.amount, currency));
    if (isZero(share)) continue;
    shares.set(document.key, share);
    amount = subtract(amount, share);
  }
  const others = targets.filter((key) => !shares.has(key));
  for (const [index, key] of others.entries()) {
    const isLast = index === others.length - 1;
    const share = isLast ? amount : smaller(amount, open.get(key) ?? zero(currency));
    if (isZero(share) || isNegative(share)) continue;
    shares.set(key, share);
    amount = subtract(amount, share);
  }
  return shares;
}

function plannedPayment(
  order: Order,
  { payment, direction }: Movement,
  amount: Money,
  settings: Settings,
): PlannedPayment | "unmapped" | "not registered" {
  if (methodOf(payment.gateway, settings)?.register === false) return "not registered";
  const found = accountOf(payment, settings);
  if (found === null) return "unmapped";
  return {
    id: payment.id,
    direction,
    method: payment.gateway,
    amount: formatMoney(amount),
    currency: amount.currency,
    date: dayIn(order.timeZone, payment.processedAt),
    ...found,
  };
}

/**
 * Where the money is: the method's own account; for a gift card the debt it was sold as (R8), before the account of
 * all other methods, which is where money comes in.
 */
function accountOf(
  payment: Payment,
  settings: Settings,
): Pick<PlannedPayment, "account" | "mode" | "why"> | null {
  const named = namedMethod(payment.gateway, settings);
  const others = namedMethod("*", settings);
  const debt = isGiftCard(payment) ? settings.liabilities.gift_card_account : undefined;
  const why = `paid by ${payment.gateway} · setting payments.methods`;
  if (named?.account !== undefined || named?.mode !== undefined) {
    return { account: named.account ?? null, mode: named.mode ?? null, why };
  }
  if (debt !== undefined) {
    const reason = "a gift card pays out of the debt it was sold as (R8)";
    return { account: debt, mode: null, why: `${reason} · setting liabilities.gift_card_account` };
  }
  if (named !== undefined || (others?.account === undefined && others?.mode === undefined)) return null;
  return { account: others.account ?? null, mode: others.mode ?? null, why };
}

function isGiftCard(payment: Payment): boolean {
  return payment.giftCardId !== null || payment.gateway === "gift_card";
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
