import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import type { Bag } from "../../money.ts";
import { sumOf } from "../../money.ts";
import type { Order, Refund, RefundLine, Return } from "../../trade/order.ts";
import type { PageArgs } from "../connection.ts";
import { connection } from "../connection.ts";
import { dutyView, lineView, shippingView } from "./line-view.ts";
import { moneyBag } from "./money-view.ts";
import type { Shelf } from "./shelf.ts";
import { transactionView } from "./transaction-view.ts";

export function refundView(order: Order, refund: Refund, shelf: Shelf) {
  const bag = (amount: Bag) => moneyBag(amount, order.currencies);
  const money = order.transactions.filter((each) => refund.transactionIds.includes(each.id));
  const paidBack = money.filter((each) => each.status === "SUCCESS").map((each) => each.amount);
  const returned = order.returns.find((each) => each.id === refund.returnId);
  return {
    id: gid("Refund", refund.id),
    legacyResourceId: refund.id,
    createdAt: utc(refund.createdAt),
    processedAt: utc(refund.createdAt),
    updatedAt: utc(refund.createdAt),
    note: refund.note,
    return: returned === undefined ? null : () => returnView(returned),
    totalRefundedSet: bag(sumOf(paidBack)),
    refundLineItems: (args: PageArgs) =>
      connection(refund.lines, args, {
        keyOf: (each) => each.id,
        view: (each) => refundLineView(order, each, shelf),
      }),
    refundShippingLines: (args: PageArgs) =>
      connection(refund.shipping, args, {
        keyOf: (each) => each.id,
        view: (each) => {
          const row = order.shipping.find((one) => one.id === each.shippingId);
          return {
            id: gid("RefundShippingLine", each.id),
            subtotalAmountSet: bag(each.subtotal),
            taxAmountSet: bag(each.tax),
            shippingLine: row === undefined ? null : shippingView(order, row),
          };
        },
      }),
    orderAdjustments: (args: PageArgs) =>
      connection(refund.adjustments, args, {
        keyOf: (each) => each.id,
        view: (each) => ({
          id: gid("OrderAdjustment", each.id),
          reason: each.reason,
          amountSet: bag(each.amount),
          taxAmountSet: bag(each.tax),
        }),
      }),
    duties: refund.duties.map(({ dutyId, amount }) => {
      const duty = order.lines.flatMap((line) => line.duties).find((each) => each.id === dutyId);
      return {
        amountSet: bag(amount),
        originalDuty: duty === undefined ? null : dutyView(order, duty),
      };
    }),
    transactions: (args: PageArgs) =>
      connection(money, args, {
        keyOf: (each) => each.id,
        view: (each) => transactionView(order, each),
      }),
  };
}

export function returnView(returned: Return) {
  return {
    id: gid("Return", returned.id),
    name: returned.name,
    status: "CLOSED",
    createdAt: utc(returned.createdAt),
    closedAt: utc(returned.createdAt),
  };
}

function refundLineView(order: Order, line: RefundLine, shelf: Shelf) {
  const { currencies } = order;
  const sold = order.lines.find((each) => each.id === line.lineId);
  return {
    id: gid("RefundLineItem", line.id),
    quantity: line.quantity,
    restockType: line.restockType,
    restocked: line.restockType !== "NO_RESTOCK",
    location: line.restockType === "NO_RESTOCK" ? null : shelf.placeView(),
    priceSet: sold === undefined ? null : moneyBag(sold.unitPrice, currencies),
    subtotalSet: moneyBag(line.subtotal, currencies),
    totalTaxSet: moneyBag(line.tax, currencies),
    lineItem: sold === undefined ? null : lineView(order, sold, shelf),
  };
}
