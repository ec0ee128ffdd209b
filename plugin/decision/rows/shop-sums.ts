import {
  absolute,
  add,
  compare,
  isZero,
  larger,
  type Money,
  parseMoney,
  smaller,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { Order, Refund } from "../../domain/order.ts";
import type { Settings } from "../../settings/schema.ts";
import { isMoneyOnly, moneyOf, successful } from "../credits/refund-money.ts";
import { guarded } from "../outcomes.ts";
import { inOrderCurrency } from "../payments/foreign-money.ts";
import { Refusal } from "../refusal.ts";
import { amountDue, moneyIn } from "../trigger.ts";
import { itemOfLine } from "./items.ts";
import { byTime, inMinorUnits } from "./minor-units.ts";
import { grossOf, impossibleRate } from "./totals.ts";
import { withVouchers } from "./vouchers.ts";

/** What the shop says an order came to, in the order's currency. */
export interface ShopSums {
  readonly charged: Money;
  readonly refunded: Money;
}

/** Cents by which the lines of a refund and its money may differ (R3, R12); the money is what the customer got. */
const CENTS = "0.50";

/**
 * What was charged and what was taken back, from the shop's own figures alone: the ledger's side of the comparison is
 * what was booked. Money given back because more had been paid than charged is no refund of the sale (R6).
 */
export function shopSums(asked: Order, settings: Settings | null = null): ShopSums {
  const order = withoutVouchers(inOrderCurrency(inMinorUnits(asked)), settings);
  const edits = order.edits.map((edit) => ({ at: edit.at, id: edit.id, edit, refund: null }));
  const refunds = order.refunds.map((refund) => ({
    at: refund.createdAt,
    id: refund.id,
    edit: null,
    refund,
  }));
  let charged = amountDue(order);
  let refunded = zero(order.currency);
  // Its lines cannot be reckoned with, and it is held for that.
  if (impossibleRate(order) !== null) return { charged, refunded };
  let exchanged = grossOf(
    order.exchangeLines.map((line) => itemOfLine(line, order)),
    order.currency,
  );
  for (const { edit, refund } of [...edits, ...refunds].sort((a, b) => byTime(a.at, a.id, b.at, b.id))) {
    if (edit !== null) charged = add(charged, editedBy(edit, order));
    else {
      // New goods count from when they are given, which is before any of them are taken back.
      if (takesBack(refund, order)) [charged, exchanged] = [add(charged, exchanged), zero(order.currency)];
      refunded = add(refunded, refundOf(refund, subtract(charged, refunded), order));
    }
  }
  return { charged: add(charged, exchanged), refunded };
}

/** What single-purpose vouchers pay was charged when they were sold (R8); an order held for their rate stays as it is. */
function withoutVouchers(order: Order, settings: Settings | null): Order {
  if (settings === null) return order;
  const redeemed = guarded(() => withVouchers(order, settings));
  return redeemed instanceof Refusal ? order : redeemed;
}

const takesBack = (refund: Refund, order: Order): boolean =>
  refund.lines.some((back) => order.exchangeLines.some((line) => line.id === back.lineId));

function editedBy(edit: Order["edits"][number], order: Order): Money {
  const added = edit.added.map((line) => itemOfLine(line, order));
  const changes = edit.priceChanges.map((change) => change.gross);
  return add(grossOf(added, order.currency), sum(changes, order.currency));
}

/** `owed` is what the order had come to before this refund. */
function refundOf(refund: Refund, owed: Money, order: Order): Money {
  const { currency } = order;
  const money = moneyOf(successful(refund), currency);
  if (isMoneyOnly(refund)) {
    const overpaid = subtract(paidBefore(refund, order), owed);
    return subtract(money, smaller(money, larger(overpaid, zero(currency))));
  }
  const stated = sum(
    [...refund.lines, ...refund.shipping, ...refund.adjustments].map((one) => one.gross),
    currency,
  );
  const off = absolute(subtract(money, stated));
  return !isZero(money) && compare(off, parseMoney(CENTS, currency)) <= 0 ? money : stated;
}

/** What the shop had of the customer's money when the refund was made. */
function paidBefore(refund: Refund, order: Order): Money {
  const { currency } = order;
  const at = Date.parse(refund.createdAt);
  const paid = moneyIn(order).filter((payment) => Date.parse(payment.processedAt) <= at);
  const earlier = order.refunds.filter(
    (one) => byTime(one.createdAt, one.id, refund.createdAt, refund.id) < 0,
  );
  return subtract(moneyOf(paid, currency), moneyOf(earlier.flatMap(successful), currency));
}
