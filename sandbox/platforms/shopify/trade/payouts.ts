import { isZero, minus, NOTHING, negated, sum } from "../money.ts";
import type { Store } from "../store.ts";
import type { Order, Transaction } from "./order.ts";

/** What Shopify Payments made of one movement of money. Amounts are in the shop's currency. */
export interface BalanceMove {
  id: string;
  type: "CHARGE" | "REFUND" | "ADJUSTMENT" | "CHARGEBACK_HOLD" | "DISPUTE_WITHDRAWAL" | "RESERVED_FUNDS";
  orderId: string | null;
  transactionId: string | null;
  /** What it did to the balance before the fee; negative when money went out. */
  amount: string;
  /** What was kept; never negative. */
  fee: string;
  at: string;
}

export interface Payout {
  id: string;
  status: "SCHEDULED" | "PAID" | "FAILED" | "CANCELED";
  issuedAt: string;
  currency: string;
  net: string;
  moves: BalanceMove[];
}

/** Every movement through Shopify Payments that no payout holds yet. */
export function openMoves({ state, nextId }: Store): BalanceMove[] {
  const settled = new Set(
    [...state.payouts.values()].flatMap((payout) => payout.moves.map((move) => move.transactionId)),
  );
  return [...state.orders.values()].flatMap((order) =>
    order.transactions
      .filter((each) => isSettled(each) && !settled.has(each.id))
      .map((each) => moveOf(order, each, nextId())),
  );
}

export function netOf(moves: readonly BalanceMove[]): string {
  return sum(moves.map((move) => minus(move.amount, move.fee)));
}

function isSettled({ kind, status, gateway, test }: Transaction): boolean {
  const moves = kind === "SALE" || kind === "CAPTURE" || kind === "REFUND";
  return moves && status === "SUCCESS" && gateway === "shopify_payments" && !test;
}

function moveOf(order: Order, transaction: Transaction, id: string): BalanceMove {
  const isOut = transaction.kind === "REFUND";
  const amount = isOut ? negated(transaction.amount).shop : transaction.amount.shop;
  return {
    id,
    type: isOut ? "REFUND" : "CHARGE",
    orderId: order.id,
    transactionId: transaction.id,
    amount: isZero(amount) ? NOTHING.shop : amount,
    fee: transaction.fee?.amount ?? "0",
    at: transaction.processedAt,
  };
}
