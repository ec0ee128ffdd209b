import { add, compare, isNegative, isZero, type Money, zero } from "../domain/money.ts";
import type { Order, Payment } from "../domain/order.ts";
import type { Settings } from "../settings/schema.ts";
import { dayIn } from "./dates.ts";
import { methodOf } from "./payments/payment-methods.ts";
import { redeemsVoucher } from "./rows/vouchers.ts";

type Trigger = Settings["orders"]["trigger"][number];

/** Movements that brought money in: successful sales and captures, oldest first. */
export function moneyIn(order: Order): Payment[] {
  return order.payments.filter(
    (payment) => payment.status === "success" && (payment.kind === "sale" || payment.kind === "capture"),
  );
}

/** Movements that gave money to the customer of a negative order, which has no refund of its own (R18). */
export function moneyOut(order: Order): Payment[] {
  if (!isNegative(order.total)) return [];
  return order.payments.filter((payment) => payment.status === "success" && payment.kind === "refund");
}

/** How the order is paid: the method of the first movement that did not fail. */
export function paymentMethod(order: Order): string | undefined {
  const tried = order.payments.filter((payment) => payment.status !== "failure");
  return (tried[0] ?? order.payments[0])?.gateway;
}

/** What the customer has to pay: the total with its cash rounding (R12). */
export function amountDue(order: Order): Money {
  return order.paymentRounding === null ? order.total : add(order.total, order.paymentRounding);
}

/**
 * The day on which the order reached the first of its triggers, or null while it has reached none (design 4.4).
 * `paid` is the day of the movement that completed the payment.
 */
export function triggerDay(order: Order, triggers: readonly Trigger[]): string | null {
  const days = triggers.map((trigger) => reachedAt(order, trigger)).filter((at) => at !== null);
  const first = days.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  return first === undefined ? null : dayIn(order.timeZone, first);
}

/** The triggers that count for this order: its payment method may have its own. */
export function triggersOf(order: Order, settings: Settings): readonly Trigger[] {
  const gateway = paymentMethod(order);
  const method = gateway === undefined ? undefined : methodOf(gateway, settings);
  return method?.trigger ?? settings.orders.trigger;
}

const AUTHORIZED: readonly Order["financialStatus"][] = ["authorized", "partially_paid"];
const PAID: readonly Order["financialStatus"][] = ["paid", "partially_refunded", "refunded"];

/** The instant at which an order reached a state; null while it has not. */
export function reachedAt(order: Order, trigger: Trigger): string | null {
  switch (trigger) {
    case "created":
      return order.createdAt;
    case "authorized":
      return firstSuccess(order, ["authorization", "sale", "capture"]) ?? stated(order, AUTHORIZED);
    case "partially_paid":
      return firstSuccess(order, ["sale", "capture"]) ?? stated(order, ["partially_paid"]);
    case "paid":
      return paidAt(order);
    case "fulfilled":
      return order.fulfillmentStatus === "fulfilled" ? order.updatedAt : null;
    case "completed":
      return order.status === "closed" ? order.updatedAt : null;
  }
}

/** A state the platform names without showing a movement for it: the order's own day; a paid order has reached all. */
function stated(order: Order, statuses: readonly Order["financialStatus"][]): string | null {
  return statuses.includes(order.financialStatus) ? order.createdAt : paidAt(order);
}

function firstSuccess(order: Order, kinds: readonly Payment["kind"][]): string | null {
  const first = order.payments.find(
    (payment) => payment.status === "success" && kinds.includes(payment.kind),
  );
  return first?.processedAt ?? null;
}

function paidAt(order: Order): string | null {
  if (isNegative(order.total)) return creditedAt(order);
  const due = amountDue(order);
  const received = moneyIn(order);
  const own = received.filter((payment) => payment.amount.currency === order.currency);
  let paid = zero(order.currency);
  for (const payment of own) {
    paid = add(paid, payment.amount);
    if (compare(paid, due) >= 0) return payment.processedAt;
  }
  if (isZero(due)) return order.createdAt;
  if (!isSettled(order)) return null;
  // The platform calls it paid although the movements it shows do not add up to the total: paid in another currency
  // or outside the platform. Money that is still pending has not moved, and an order of which a part was paid and
  // given back is not a paid one.
  const isPartly = own.length > 0 && own.length === received.length && order.financialStatus !== "paid";
  return isPartly || hasPending(order, ["sale", "capture"])
    ? null
    : (received.at(-1)?.processedAt ?? order.createdAt);
}

/** A credit to the customer (negative total) is due at once; its day is that of the money going back (R18). */
function creditedAt(order: Order): string | null {
  const moved = firstSuccess(order, ["refund"]);
  if (moved !== null) return moved;
  return hasPending(order, ["refund"]) ? null : order.createdAt;
}

function hasPending(order: Order, kinds: readonly Payment["kind"][]): boolean {
  return order.payments.some((payment) => payment.status === "pending" && kinds.includes(payment.kind));
}

/** True when money of the order, or for a negative one money back, has been sent and has not arrived. */
export function isOnItsWay(order: Order): boolean {
  return hasPending(order, isNegative(order.total) ? ["refund"] : ["sale", "capture"]);
}

/** True when the platform calls the order paid, whether or not it shows the movements. */
export function isSettled(order: Order): boolean {
  return PAID.includes(order.financialStatus);
}

/** True when any money moved for the order, in whatever currency, or the platform says that it did (R16). */
export function hasMoneyMoved(order: Order): boolean {
  if (redeemsVoucher(order)) return true;
  if ([...moneyIn(order), ...moneyOut(order)].some((payment) => !isZero(payment.amount))) return true;
  return !isZero(order.total) && [...PAID, "partially_paid"].includes(order.financialStatus);
}
