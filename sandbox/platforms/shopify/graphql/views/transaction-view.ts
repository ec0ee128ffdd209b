import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import { less, sum } from "../../money.ts";
import type { Order, Transaction } from "../../trade/order.ts";
import { CARD_FEE } from "../../trade/payments.ts";
import { openAuthorizations } from "../../trade/totals.ts";
import { money, moneyBag } from "./money-view.ts";

/** Gateways of the merchant's own, whose payments a person marks as received. */
const MANUAL_GATEWAYS = ["manual", "bank_deposit", "invoice", "cash"];

export function transactionView(order: Order, transaction: Transaction): Record<string, unknown> {
  const { currencies } = order;
  const { id, kind, gateway, fee, exchangeAdjustment } = transaction;
  const parent = order.transactions.find((each) => each.id === transaction.parentId);
  const isOpen = openAuthorizations(order).some((each) => each.id === id);
  const isOurs = gateway === "shopify_payments";
  return {
    id: gid("OrderTransaction", id),
    kind,
    status: transaction.status,
    test: transaction.test,
    gateway,
    formattedGateway: gateway.replaceAll("_", " ").replace(/^\w/, (letter) => letter.toUpperCase()),
    manualPaymentGateway: MANUAL_GATEWAYS.includes(gateway),
    paymentId: `${order.name}.${order.transactions.indexOf(transaction) + 1}`,
    createdAt: utc(transaction.processedAt),
    processedAt: utc(transaction.processedAt),
    errorCode: transaction.status === "FAILURE" ? "CARD_DECLINED" : null,
    amountSet: moneyBag(transaction.amount, currencies),
    amountRoundingSet: transaction.rounding === null ? null : moneyBag(transaction.rounding, currencies),
    totalUnsettledSet: isOpen ? moneyBag(unsettled(order, transaction), currencies) : null,
    parentTransaction: parent === undefined ? null : () => transactionView(order, parent),
    settlementCurrency: isOurs ? currencies.shop : null,
    settlementCurrencyRate: isOurs && currencies.shop !== currencies.buyer ? currencies.rate : null,
    currencyExchangeAdjustment:
      exchangeAdjustment === null
        ? null
        : {
            id: gid("CurrencyExchangeAdjustment", id),
            // Positive: the merchant paid back less than had come in, by the rate of the day.
            adjustment: money(exchangeAdjustment, currencies.shop),
            originalAmountSet: money(sum([transaction.amount.shop, exchangeAdjustment]), currencies.shop),
            finalAmountSet: money(transaction.amount.shop, currencies.shop),
          },
    fees:
      fee === null
        ? []
        : [
            {
              id: gid("TransactionFee", id),
              type: "processing_fee",
              rate: fee.rate,
              rateName: "Card rate",
              flatFeeName: null,
              flatFee: money(CARD_FEE.fixed, currencies.shop),
              amount: money(fee.amount, currencies.shop),
              taxAmount: money("0", currencies.shop),
            },
          ],
    receiptJson:
      transaction.giftCardId === null
        ? null
        : JSON.stringify({ gift_card_id: Number(transaction.giftCardId), gift_card_last_characters: "a1b2" }),
    accountNumber: null,
  };
}

function unsettled(order: Order, authorization: Transaction) {
  const captures = order.transactions.filter(
    (each) => each.parentId === authorization.id && each.kind === "CAPTURE" && each.status === "SUCCESS",
  );
  return captures.reduce((left, each) => less(left, each.amount), authorization.amount);
}
