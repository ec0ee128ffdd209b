import type { Bag } from "../money.ts";
import { compare, isZero, less, shown, sumOf } from "../money.ts";
import type { Order } from "../trade/order.ts";
import { discountOf } from "../trade/sales.ts";
import { currentQuantity, financialStatus, totalsOf } from "../trade/totals.ts";
import { worthOf } from "../trade/trade.ts";

/** A row of the list of orders. */
export function orderRow(order: Order) {
  return {
    id: order.id,
    name: order.name,
    createdAt: order.createdAt,
    customer: order.company?.name ?? nameOf(order),
    payment: financialStatus(order),
    fulfilment: order.fulfilment,
    cancelled: order.cancelledAt !== null,
    tags: order.tags,
    total: worthOf(order),
  };
}

/** Everything the page of one order shows. */
export function orderSheet(order: Order) {
  const totals = totalsOf(order);
  const amount = (bag: Bag) => shown(bag.buyer, order.currencies.buyer);
  const isOpen = order.cancelledAt === null;
  return {
    ...orderRow(order),
    lines: order.lines.map((line) => ({
      id: line.id,
      title: line.title,
      sku: line.sku,
      quantity: line.quantity,
      left: currentQuantity(order, line.id),
      rates: line.taxes.map((tax) => `${tax.rate} %`).join(" + ") || "no tax",
      amount: amount(less(line.originalTotal, discountOf(line))),
      canGoBack: currentQuantity(order, line.id) > 0 && !isZero(totals.net.buyer),
    })),
    shipping: order.shipping.map((row) => ({
      title: row.title,
      amount: amount(less(row.original, discountOf(row))),
    })),
    taxes: totals.currentTaxLines.map((tax) => ({ rate: tax.rate, amount: amount(tax.amount) })),
    current: amount(totals.current),
    received: amount(totals.received),
    refunded: isZero(totals.refunded.buyer) ? null : amount(totals.refunded),
    outstanding: isZero(totals.outstanding.buyer) ? null : amount(totals.outstanding),
    transactions: order.transactions.map((each) => ({
      ...each,
      amount: shown(each.amount.buyer, order.currencies.buyer),
      fee: each.fee === null ? null : shown(each.fee.amount, order.currencies.shop),
    })),
    agreements: order.agreements.map((agreement) => ({
      type: agreement.type.replace("Agreement", ""),
      at: agreement.happenedAt,
      sales: agreement.sales.length,
      total: amount(sumOf(agreement.sales.map((sale) => sale.total))),
    })),
    metafields: order.metafields,
    can: {
      pay: isOpen && compare(totals.outstanding.buyer, "0") > 0,
      fulfil: isOpen && order.fulfilment !== "FULFILLED",
      cancel: isOpen && order.fulfilment === "UNFULFILLED",
    },
  };
}

function nameOf({ billingAddress, email }: Order): string {
  const name = [billingAddress?.firstName, billingAddress?.lastName].filter((part) => part != null).join(" ");
  return name === "" ? (email ?? "Guest") : name;
}
