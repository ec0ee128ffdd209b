import type { Bag } from "../money.ts";
import { compare, isNegative, isZero, less, NOTHING, sumOf } from "../money.ts";
import type { Order, Sale, Tax, Transaction } from "./order.ts";
import { aboutLine, aboutShipping, allSales, discountOf, leftOf, merged } from "./sales.ts";

/** Everything Shopify shows of an order as sums. Each is derived from the agreements or from the movements of money. */
export function totalsOf(order: Order) {
  const sales = allSales(order);
  const placed = order.agreements
    .filter((each) => each.type === "OrderAgreement")
    .flatMap((each) => each.sales);
  // "Before returns": everything that was ever sold, and what edits changed of its price; no fee that a return kept.
  const sold = sales.filter((sale) => sale.actionType !== "RETURN" && sale.subject.lineType !== "FEE");
  const money = moneyOf(order);
  const current = total(sales);
  return {
    original: total(placed),
    sold: total(sold),
    current,
    subtotal: subtotal(order, sold),
    currentSubtotal: subtotal(order, sales),
    tax: taxTotal(sold),
    currentTax: taxTotal(sales),
    taxLines: merged(taxed(sold)),
    currentTaxLines: merged(taxed(sales)),
    discounts: sumOf(sold.map((sale) => sale.discount)),
    currentDiscounts: sumOf(sales.map((sale) => sale.discount)),
    shipping: sumOf(order.shipping.map((row) => less(row.original, discountOf(row)))),
    currentShipping: sumOf(
      order.shipping.map((row) => inPriceSense(order, leftOf(order, aboutShipping(row.id)))),
    ),
    tips: total(sales.filter((sale) => sale.subject.lineType === "TIP")),
    duties: sumOf(order.lines.flatMap((line) => line.duties.map((duty) => duty.price))),
    currentDuties: net(order, ofType(sales, "DUTY")),
    additionalFees: sumOf(order.additionalFees.map((fee) => fee.price)),
    currentAdditionalFees: net(order, ofType(sales, "ADDITIONAL_FEE")),
    ...money,
    outstanding: less(current, money.net),
    discrepancy: sumOf(
      order.refunds.flatMap((refund) => refund.adjustments.map((adjustment) => adjustment.amount)),
    ),
    refundedShipping: sumOf(
      order.refunds.flatMap((refund) =>
        refund.shipping.map((row) => (order.taxesIncluded ? row.subtotal : sumOf([row.subtotal, row.tax]))),
      ),
    ),
  };
}

/** The movements of money that succeeded. */
export function moneyOf(order: Order) {
  const received = moved(order, ["SALE", "CAPTURE"]);
  const refunded = moved(order, ["REFUND"]);
  const reserved = openAuthorizations(order);
  const rounded = (kinds: Transaction["kind"][]) =>
    sumOf(succeeded(order, kinds).map((each) => each.rounding ?? NOTHING));
  return {
    received,
    refunded,
    net: less(received, refunded),
    capturable: sumOf(reserved.map((each) => less(each.amount, capturedOf(order, each)))),
    paymentRounding: rounded(["SALE", "CAPTURE"]),
    refundRounding: rounded(["REFUND"]),
  };
}

export function financialStatus(order: Order): string {
  const { received, refunded, outstanding, current } = totalsOf(order);
  if (!isZero(refunded.buyer)) {
    return compare(refunded.buyer, received.buyer) >= 0 ? "REFUNDED" : "PARTIALLY_REFUNDED";
  }
  const isSettled = compare(outstanding.buyer, "0") <= 0;
  if (!isZero(received.buyer)) return isSettled ? "PAID" : "PARTIALLY_PAID";
  if (openAuthorizations(order).length > 0) return "AUTHORIZED";
  if (order.cancelledAt !== null || succeeded(order, ["VOID"]).length > 0) return "VOIDED";
  return isSettled && !isNegative(current.buyer) ? "PAID" : "PENDING";
}

/** Reservations that were neither released nor taken whole. */
export function openAuthorizations(order: Order): Transaction[] {
  const released = succeeded(order, ["VOID"]).map((each) => each.parentId);
  return succeeded(order, ["AUTHORIZATION"]).filter(
    (each) => !released.includes(each.id) && compare(capturedOf(order, each).buyer, each.amount.buyer) < 0,
  );
}

/** Pieces of a line that are still the customer's. */
export function currentQuantity(order: Order, lineId: string): number {
  return leftOf(order, aboutLine(lineId)).quantity;
}

function capturedOf(order: Order, authorization: Transaction): Bag {
  const captures = succeeded(order, ["CAPTURE"]).filter((each) => each.parentId === authorization.id);
  return sumOf(captures.map((each) => each.amount));
}

function moved(order: Order, kinds: readonly Transaction["kind"][]): Bag {
  return sumOf(succeeded(order, kinds).map((each) => each.amount));
}

function succeeded(order: Order, kinds: readonly Transaction["kind"][]): Transaction[] {
  return order.transactions.filter((each) => each.status === "SUCCESS" && kinds.includes(each.kind));
}

function total(sales: readonly Sale[]): Bag {
  return sumOf(sales.map((sale) => sale.total));
}

function ofType(sales: readonly Sale[], lineType: Sale["subject"]["lineType"]): Sale[] {
  return sales.filter((sale) => sale.subject.lineType === lineType);
}

/** Taxes of everything but duties, which Shopify keeps apart. */
function taxed(sales: readonly Sale[]): Tax[] {
  return sales.filter((sale) => sale.subject.lineType !== "DUTY").flatMap((sale) => sale.taxes);
}

function taxTotal(sales: readonly Sale[]): Bag {
  return sumOf(taxed(sales).map((tax) => tax.amount));
}

function subtotal(order: Order, sales: readonly Sale[]): Bag {
  return sumOf([net(order, ofType(sales, "PRODUCT")), net(order, ofType(sales, "GIFT_CARD"))]);
}

/** What sales come to in the sense of `taxesIncluded`. */
function net(order: Order, sales: readonly Sale[]): Bag {
  return sumOf(sales.map((sale) => inPriceSense(order, sale)));
}

export function inPriceSense(
  { taxesIncluded }: Pick<Order, "taxesIncluded">,
  { total: whole, taxes }: { total: Bag; taxes: readonly Tax[] },
): Bag {
  return taxesIncluded ? whole : less(whole, sumOf(taxes.map((tax) => tax.amount)));
}
