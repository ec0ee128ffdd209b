import type { Currencies } from "../money.ts";
import { bagOf, compare, fraction, isNegative, isZero, less, roundedIn, sum } from "../money.ts";
import { conflict, invalid } from "../refusal.ts";
import type { CompletePayment, CompleteRefund } from "./draft.ts";
import type { Order, Transaction } from "./order.ts";
import type { NextId } from "./sales.ts";
import { moneyOf, openAuthorizations, totalsOf } from "./totals.ts";

/** What Shopify Payments keeps of a charge, in the shop's currency. */
export const CARD_FEE = { rate: "1.4", fixed: "1.80" };

/** Adds one movement of money to the order: a sale, a reservation, or a capture of one. */
export function addPayment(order: Order, draft: CompletePayment, at: string, nextId: NextId): Transaction {
  const reservation = draft.kind === "CAPTURE" ? openAuthorizations(order)[0] : undefined;
  const owed = totalsOf(order).outstanding.buyer;
  if (draft.kind === "CAPTURE" && reservation === undefined) {
    throw conflict(`Nothing is left to capture on order ${order.name}.`);
  }
  const most = reservation === undefined ? owed : moneyOf(order).capturable.buyer;
  const amount = draft.amount ?? (compare(owed, most) < 0 ? owed : most);
  if (compare(amount, "0") <= 0) throw conflict(`Nothing is left to pay on order ${order.name}.`);
  if (reservation !== undefined && compare(amount, most) > 0) {
    throw invalid(`Only ${most} ${order.currencies.buyer} can be captured.`);
  }
  const bag = bagOf(amount, order.currencies);
  const gateway = reservation?.gateway ?? draft.gateway;
  const transaction: Transaction = {
    id: nextId(),
    kind: draft.kind,
    status: draft.status,
    gateway,
    // The last payment closes the shop's column too, whatever the conversion of the parts rounded away.
    amount: draft.amount === undefined && reservation === undefined ? totalsOf(order).outstanding : bag,
    rounding: draft.rounding === null ? null : bagOf(draft.rounding, order.currencies),
    parentId: reservation?.id ?? null,
    processedAt: draft.processedAt ?? at,
    test: order.test,
    giftCardId: draft.giftCardId,
    fee:
      gateway === "shopify_payments" && draft.kind !== "AUTHORIZATION" && draft.status === "SUCCESS"
        ? feeOn(bag.shop, order.currencies)
        : null,
    exchangeAdjustment: null,
  };
  order.transactions.push(transaction);
  return transaction;
}

/** Releases what is reserved and was not taken. */
export function voidReservations(order: Order, at: string, nextId: NextId): Transaction[] {
  return openAuthorizations(order).map((reservation) => {
    const released: Transaction = {
      ...reservation,
      id: nextId(),
      kind: "VOID",
      parentId: reservation.id,
      processedAt: at,
    };
    order.transactions.push(released);
    return released;
  });
}

/** Pays money back, by the way it came in unless another is named. */
export function addPayback(
  order: Order,
  money: NonNullable<CompleteRefund["money"]>,
  { amount, at }: { amount: string; at: string },
  nextId: NextId,
): Transaction | undefined {
  if (isNegative(amount)) throw invalid("A refund cannot be negative.");
  if (isZero(amount)) return undefined;
  const charges = order.transactions.filter(
    (each) => each.status === "SUCCESS" && (each.kind === "SALE" || each.kind === "CAPTURE"),
  );
  const parent = charges.find((each) => money.gateway === undefined || each.gateway === money.gateway);
  const left = moneyOf(order).net.buyer;
  if (compare(amount, left) > 0)
    throw invalid(`Only ${left} ${order.currencies.buyer} of the payment is left.`);
  const usual = bagOf(amount, order.currencies);
  const today = bagOf(amount, { ...order.currencies, rate: money.exchangeRate ?? order.currencies.rate });
  const gain = less(usual, today).shop;
  const transaction: Transaction = {
    id: nextId(),
    kind: "REFUND",
    status: money.status,
    gateway: money.gateway ?? parent?.gateway ?? "manual",
    amount: today,
    rounding: money.rounding === null ? null : bagOf(money.rounding, order.currencies),
    parentId: parent?.id ?? null,
    processedAt: at,
    test: order.test,
    giftCardId: parent?.giftCardId ?? null,
    fee: null,
    exchangeAdjustment: isZero(gain) ? null : gain,
  };
  order.transactions.push(transaction);
  return transaction;
}

function feeOn(charged: string, { shop }: Currencies): Transaction["fee"] {
  return {
    rate: CARD_FEE.rate,
    amount: roundedIn(shop, sum([fraction(charged, CARD_FEE.rate, "100"), CARD_FEE.fixed])),
  };
}
