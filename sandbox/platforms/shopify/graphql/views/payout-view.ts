import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import { minus, sum } from "../../money.ts";
import type { Store } from "../../store.ts";
import type { BalanceMove, Payout } from "../../trade/payouts.ts";
import { openMoves } from "../../trade/payouts.ts";
import type { PageArgs } from "../connection.ts";
import { connection } from "../connection.ts";
import type { Search } from "../search.ts";
import { money } from "./money-view.ts";

/** The shop's account with Shopify Payments. */
export function accountView(store: Store, search: Search) {
  const { state } = store;
  const { currency, country } = state.tenant;
  const payouts = () => [...state.payouts.values()].toReversed();
  const open = () => openMoves(store);
  return {
    __typename: "ShopifyPaymentsAccount",
    id: gid("ShopifyPaymentsAccount", "1"),
    activated: true,
    country,
    defaultCurrency: currency,
    balance: () => [money(sum(open().map((move) => minus(move.amount, move.fee))), currency)],
    payouts: (args: PageArgs & { query?: string | null }) =>
      connection(
        search(payouts(), args.query, {
          id: (payout) => payout.id,
          issued_at: (payout) => payout.issuedAt,
          status: (payout) => payout.status.toLowerCase(),
        }),
        args,
        { keyOf: (payout) => payout.id, view: payoutView },
      ),
    balanceTransactions: (args: PageArgs & { query?: string | null }) =>
      connection(
        search(movesOf(payouts()), args.query, {
          id: ({ move }) => move.id,
          payments_transfer_id: ({ payout }) => payout.id,
          processed_at: ({ move }) => move.at,
          transaction_type: ({ move }) => move.type.toLowerCase(),
        }),
        args,
        { keyOf: ({ move }) => move.id, view: (each) => moveView(each, store) },
      ),
  };
}

function movesOf(payouts: readonly Payout[]) {
  return payouts.flatMap((payout) => payout.moves.map((move) => ({ payout, move })));
}

function payoutView(payout: Payout) {
  const { currency } = payout;
  const ofType = (type: BalanceMove["type"]) => payout.moves.filter((move) => move.type === type);
  const gross = (type: BalanceMove["type"]) => money(sum(ofType(type).map((move) => move.amount)), currency);
  const fees = (type: BalanceMove["type"]) => money(sum(ofType(type).map((move) => move.fee)), currency);
  return {
    __typename: "ShopifyPaymentsPayout",
    id: gid("ShopifyPaymentsPayout", payout.id),
    legacyResourceId: payout.id,
    issuedAt: utc(payout.issuedAt),
    status: payout.status,
    transactionType: payout.net.startsWith("-") ? "WITHDRAWAL" : "DEPOSIT",
    net: money(payout.net, currency),
    externalTraceId: null,
    summary: {
      chargesGross: gross("CHARGE"),
      chargesFee: fees("CHARGE"),
      refundsFeeGross: gross("REFUND"),
      refundsFee: fees("REFUND"),
      adjustmentsGross: gross("ADJUSTMENT"),
      adjustmentsFee: fees("ADJUSTMENT"),
      reservedFundsGross: gross("RESERVED_FUNDS"),
      reservedFundsFee: fees("RESERVED_FUNDS"),
    },
  };
}

function moveView({ payout, move }: { payout: Payout; move: BalanceMove }, { state }: Store) {
  const order = move.orderId === null ? undefined : state.orders.get(move.orderId);
  return {
    __typename: "ShopifyPaymentsBalanceTransaction",
    id: gid("ShopifyPaymentsBalanceTransaction", move.id),
    type: move.type,
    test: false,
    transactionDate: utc(move.at),
    amount: money(move.amount, payout.currency),
    fee: money(move.fee, payout.currency),
    net: money(minus(move.amount, move.fee), payout.currency),
    sourceId: move.id,
    sourceType: move.type === "REFUND" ? "REFUND" : move.type === "CHARGE" ? "CHARGE" : "ADJUSTMENT",
    sourceOrderTransactionId: move.transactionId,
    adjustmentReason: null,
    adjustmentsOrders: [],
    associatedOrder: order === undefined ? null : { id: gid("Order", order.id), name: order.name },
    associatedPayout: { id: gid("ShopifyPaymentsPayout", payout.id), status: payout.status },
  };
}
