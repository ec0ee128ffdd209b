import { type Money, roundToMinorUnit } from "../../domain/money.ts";
import type { Line, Order, Payment, Refund, ShippingLine } from "../../domain/order.ts";

/**
 * The order with every amount that was charged, paid or given back in whole minor units, half-up (R2): nobody is
 * charged half an öre, though a platform may print its VAT with four decimals. Unit prices and discounts stay as they
 * are: a unit price is never rounded and then multiplied. What a platform lists twice counts once (R17).
 */
export function inMinorUnits(order: Order): Order {
  const refunds = unique(order.refunds, (refund) => refund.id).map(refundInMinorUnits);
  return {
    ...order,
    total: roundToMinorUnit(order.total),
    totalTax: roundToMinorUnit(order.totalTax),
    paymentRounding: order.paymentRounding === null ? null : roundToMinorUnit(order.paymentRounding),
    lines: order.lines.map(taxInMinorUnits),
    shipping: order.shipping.map(taxInMinorUnits),
    exchangeLines: order.exchangeLines.map(taxInMinorUnits),
    payments: movements(order.payments),
    edits: unique(order.edits, (edit) => edit.id).map((edit) => ({
      ...edit,
      added: edit.added.map(taxInMinorUnits),
      priceChanges: edit.priceChanges.map(grossAndTax),
    })),
    refunds,
  };
}

function refundInMinorUnits(refund: Refund): Refund {
  return {
    ...refund,
    lines: refund.lines.map(grossAndTax),
    shipping: refund.shipping.map(grossAndTax),
    adjustments: refund.adjustments.map((one) => ({
      ...one,
      gross: roundToMinorUnit(one.gross),
      tax: one.tax === null ? null : roundToMinorUnit(one.tax),
    })),
    payments: movements(refund.payments),
  };
}

function taxInMinorUnits<T extends Line | ShippingLine>(line: T): T {
  return {
    ...line,
    taxLines: line.taxLines.map((tax) => ({ ...tax, amount: roundToMinorUnit(tax.amount) })),
  };
}

function grossAndTax<T extends { readonly gross: Money; readonly tax: Money }>(one: T): T {
  return { ...one, gross: roundToMinorUnit(one.gross), tax: roundToMinorUnit(one.tax) };
}

/** Movements in the order they happened: how the platform lists them decides nothing (R17). */
function movements(payments: readonly Payment[]): Payment[] {
  // A capture may bear the id of its authorisation, but money that came in came in once.
  const way = (kind: Payment["kind"]): string => (kind === "sale" || kind === "capture" ? "in" : kind);
  return unique(payments, (payment) => `${way(payment.kind)} ${payment.id}`)
    .map((payment) => ({ ...payment, amount: roundToMinorUnit(payment.amount) }))
    .sort((a, b) => byTime(a.processedAt, a.id, b.processedAt, b.id));
}

/** Order of two events: by instant, then by id. */
export function byTime(at: string, id: string, otherAt: string, otherId: string): number {
  return Date.parse(at) - Date.parse(otherAt) || (id === otherId ? 0 : id < otherId ? -1 : 1);
}

function unique<T>(list: readonly T[], keyOf: (one: T) => string): T[] {
  return [...new Map(list.map((one) => [keyOf(one), one])).values()];
}
