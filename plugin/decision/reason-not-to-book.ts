import { compare, isZero, sum } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import type { Outcome } from "../domain/plan.ts";
import { conditionsText } from "../settings/condition.ts";
import { moneyOf, successful } from "./credits/refund-money.ts";
import { dayIn } from "./dates.ts";
import type { FlowStand } from "./flow/standing.ts";
import type { DecisionInput } from "./input.ts";
import { held, skip, wait } from "./outcomes.ts";
import { waitsFor } from "./payments/unmoved-money.ts";
import { Refusal, settingsField } from "./refusal.ts";
import { itemsOfOrder } from "./rows/items.ts";
import { grossOf } from "./rows/totals.ts";
import { filteredBy, takes } from "./rules/rules.ts";
import { amountDue, hasMoneyMoved, moneyIn, triggerDay, triggersOf } from "./trigger.ts";

/** Why nothing is booked yet or ever; only asked while nothing is in the ledger. */
export function reasonNotToBook(input: DecisionInput): Outcome | null {
  const { order, settings } = input;
  const { start_date, zero_total, refunded_before_transfer } = settings.orders;
  const orderDay = dayIn(order.timeZone, order.createdAt);
  if (orderDay < start_date && input.imported !== true) {
    return skip("BEFORE_START_DATE", `Ordered on ${orderDay}, before the start date ${start_date}.`);
  }
  const others = leftToOthers(input);
  if (others !== null) return others;
  const filtered = filteredBy(order, settings, input.settings.vat.seller_country ?? input.shopCountry);
  if (filtered !== null) return skip("FILTERED", filtered);
  const elsewhere = settings.orders.other_link === "guard" ? bookedElsewhere(order) : null;
  if (elsewhere !== null) return elsewhere;
  if (isCancelledUnpaid(order)) return skip("CANCELLED_BEFORE_CAPTURE");
  if (isZeroOrder(order) && (zero_total === "skip" || itemsOfOrder(order).length === 0)) {
    return skip("ZERO_TOTAL");
  }
  if (refunded_before_transfer === "skip" && isFullyRefunded(order)) return skip("NOTHING_TO_BOOK");
  if (isTakenUp(order)) {
    return skip("NOTHING_TO_BOOK", "The credit was set off or cancelled before it was transferred.");
  }
  if (settings.liabilities.customer_balance_account === undefined && order.lines.some((one) => one.balance)) {
    return skip("CREDIT_NOT_SET_OFF");
  }
  if (input.flow !== undefined) return input.flow.steps[0]?.day === null ? notBegun(input.flow) : null;
  const triggers = triggersOf(order, settings);
  if (triggerDay(order, triggers) === null) {
    return wait("TRIGGER_NOT_REACHED", `The order is booked when it is ${triggers.join(" or ")}.`);
  }
  return null;
}

function notBegun({ steps }: FlowStand): Outcome {
  return wait("TRIGGER_NOT_REACHED", `The order is booked when it is ${steps[0]?.when}.`);
}

/** Orders are divided among the connections of a shop: what this one does not take is another's, or nobody's. */
function leftToOthers({ order, settings, shopCountry, leftTo, keptBy = [] }: DecisionInput): Outcome | null {
  // A tag, an address or a setting may change after an order was booked: that moves it to no other books (R17).
  const kept =
    keptBy.length === 0
      ? null
      : skip("NOT_TAKEN", `This order is in the books of ${keptBy.join(" and ")} already, and stays there.`);
  if (takes(order, settings, settings.vat.seller_country ?? shopCountry)) return kept;
  const { takers = [], first } = leftTo ?? {};
  if (takers.length > 0) return skip("NOT_TAKEN", `This order is left to ${takers.join(" and ")}.`);
  if (kept !== null) return kept;
  if (first === undefined) return skip("NOT_TAKEN", "This order is left to another connection.");
  if (!first.isThis) {
    return skip("NOT_TAKEN", `No connection takes this order; it is shown at ${first.name}.`);
  }
  const message = `No connection takes this order: here it would have to be ${conditionsText(settings.orders.takes)}.`;
  return held(new Refusal("NO_CONNECTION_TAKES", message, { place: "connection" }));
}

/** What another link of the shop has booked is booked once; what it may book waits for a person to switch it off. */
function bookedElsewhere({ otherLink }: Order): Outcome | null {
  if (otherLink === undefined) return null;
  if (otherLink === "booked") return skip("BOOKED_ELSEWHERE");
  const message =
    'The shop\'s own accounting link knows this customer and may book the order as well. Switch it off in the shop, then choose "ignore" in the settings.';
  return held(new Refusal("DOUBLE_BOOKING_RISK", message, settingsField("orders.other_link")));
}

/** Cancelled, or its payment voided, before any money moved (R16). */
export function isCancelledUnpaid(order: Order): boolean {
  const isCancelled =
    order.status === "cancelled" || order.cancelledAt !== null || order.financialStatus === "voided";
  return isCancelled && !hasMoneyMoved(order);
}

/** Nothing charged, nothing paid (a gift card is money, R13) and nothing changed or exchanged later. */
function isZeroOrder(order: Order): boolean {
  return isZeroSale(order) && order.edits.length === 0 && order.exchangeLines.length === 0;
}

/** The order as placed comes to nothing, and its lines say the same. */
export function isZeroSale(order: Order): boolean {
  return isZero(order.total) && !hasMoneyMoved(order) && isZero(grossOf(itemsOfOrder(order), order.currency));
}

/** Credit of a customer's of which invoices have taken up everything: it is credited there, and never here. */
function isTakenUp({ lines, edits, total }: Order): boolean {
  if (edits.length === 0 || lines.length === 0 || !lines.every((one) => one.balance)) return false;
  const changes = edits.flatMap((edit) => edit.priceChanges.map((change) => change.gross));
  return isZero(sum([total, ...changes], total.currency));
}

/** Everything the customer paid has gone back, and the money has arrived. */
function isFullyRefunded(order: Order): boolean {
  if (order.refunds.length === 0 || order.exchangeLines.length > 0 || order.edits.length > 0) return false;
  if (isZero(order.total) || order.refunds.some((one) => waitsFor(one) !== null)) return false;
  const back = moneyOf(order.refunds.flatMap(successful), order.currency);
  const paid = moneyOf(moneyIn(order), order.currency);
  // An order paid in part only and "refunded" altogether is over too.
  const isOver = order.financialStatus === "refunded" && !isZero(paid) && compare(back, paid) >= 0;
  return compare(back, amountDue(order)) >= 0 || isOver;
}
