import {
  absolute,
  add,
  compare,
  type Decimal,
  isDecimalZero,
  type Money,
  minorUnit,
  pricePerPiece,
  scale,
  scaleTogether,
  subtract,
  sum,
  vatInGross,
  zero,
} from "../../domain/money.ts";
import type { Line, Order, Payment, ShippingLine } from "../../domain/order.ts";
import { grossOf, type Pair, RefundShares, taxOf } from "../credits/converted-refunds.ts";
import type { DecisionInput } from "../input.ts";
import { isSameSide } from "../payments/foreign-money.ts";
import { byTime } from "./minor-units.ts";

/**
 * The order in the shop's own currency, at the platform's own rate (shop_total / total), when the settings ask for it:
 * lines, freight and VAT together come to the shop's total exactly; a refund takes its share of what its line became.
 * Documents in the ledger stay in their currency, and so does what belongs to them. Without the platform's rate the
 * order stays in the currency the customer was charged (R11).
 */
export function inDocumentCurrency(order: Order, input: DecisionInput): Order {
  const { shopTotal, total, shopCurrency } = order;
  const asked = input.settings.orders.document_currency === "shop" ? shopCurrency : order.currency;
  const wanted = input.existing[0]?.planned.currency ?? asked;
  if (wanted === order.currency || shopTotal?.currency !== wanted) return order;
  return isSameSide(shopTotal, total) ? inShopCurrency(order, { from: total, to: shopTotal }) : order;
}

function inShopCurrency(order: Order, rate: Pair): Order {
  const at = (amount: Money): Money => scale(amount, rate.to, rate.from);
  const sold = convertedSale(order, rate);
  const added = new Map(
    [...order.exchangeLines, ...order.edits.flatMap((edit) => edit.added)].map((line) => [
      line,
      convertedLine(line, at(grossOf(line, order)), order, at),
    ]),
  );
  const lineAs = (line: Line): Line => added.get(line) ?? line;
  const rates = new Map([...order.lines, ...order.shipping].map((line) => [line.id, line.taxLines[0]?.rate]));
  const edits = order.edits.map((edit) => ({
    ...edit,
    added: edit.added.map(lineAs),
    priceChanges: edit.priceChanges.map((change) => {
      const gross = { from: change.gross, to: at(change.gross) };
      return { ...change, gross: gross.to, tax: taxAs(change.tax, gross, rates.get(change.lineId), at) };
    }),
  }));
  const converted: Order = {
    ...order,
    ...sold,
    currency: rate.to.currency,
    shopCurrency: rate.to.currency,
    shopTotal: null,
    total: rate.to,
    paymentRounding: order.paymentRounding === null ? null : at(order.paymentRounding),
    edits,
    exchangeLines: order.exchangeLines.map(lineAs),
  };
  const refunds = new RefundShares(order, converted, at).refunds();
  return withMoney({ ...converted, refunds }, order, rate);
}

/** Lines and freight, with their VAT, come to the shop's total together. */
function convertedSale(order: Order, rate: Pair): Pick<Order, "lines" | "shipping" | "totalTax"> {
  const at = (amount: Money): Money => scale(amount, rate.to, rate.from);
  const gross = [...order.lines, ...order.shipping].map((line) => grossOf(line, order));
  const off = subtract(rate.from, sum(gross, order.currency));
  const parts = scaleTogether([...gross, off], rate.to, rate.from);
  const convert = <T extends Line | ShippingLine>(line: T, index: number): T =>
    convertedLine(line, parts[index] ?? zero(rate.to.currency), order, at);
  const lines = order.lines.map((line, index) => convert(line, index));
  const shipping = order.shipping.map((line, index) => convert(line, order.lines.length + index));
  const taxOff = subtract(
    order.totalTax,
    sum([...order.lines, ...order.shipping].map(taxOf), order.currency),
  );
  const taxes = [...lines, ...shipping].map(taxOf);
  return { lines, shipping, totalTax: add(sum(taxes, rate.to.currency), at(taxOff)) };
}

function convertedLine<T extends Line | ShippingLine>(
  line: T,
  to: Money,
  order: Order,
  at: (amount: Money) => Money,
): T {
  const gross = { from: grossOf(line, order), to };
  const isOneRate = line.taxLines.length === 1;
  const taxLines = line.taxLines.map((tax) => ({
    ...tax,
    amount: taxAs(tax.amount, gross, isOneRate ? tax.rate : undefined, at),
  }));
  const discount = at(line.discount);
  const amount = order.pricesIncludeTax ? to : subtract(to, taxOf({ ...line, discount, taxLines }));
  if (!("unitPrice" in line)) return { ...line, price: add(amount, discount), discount, taxLines };
  // Nothing is sold of it: what the line costs can only stand in its discount.
  if (isDecimalZero(line.quantity)) {
    return {
      ...line,
      unitPrice: at(line.unitPrice),
      discount: subtract(zero(to.currency), amount),
      taxLines,
    };
  }
  return { ...line, unitPrice: pricePerPiece(add(amount, discount), line.quantity), discount, taxLines };
}

/**
 * VAT in the other currency. A cent that rounding added or took becomes many öre at the rate, which no rounding would
 * explain any more: VAT that is what its amount contains, but for such a cent, is what the converted amount contains.
 */
function taxAs(tax: Money, gross: Pair, rate: Decimal | undefined, at: (amount: Money) => Money): Money {
  if (rate === undefined) return at(tax);
  const off = absolute(subtract(tax, vatInGross(gross.from, rate)));
  return compare(off, minorUnit(tax.currency)) <= 0 ? vatInGross(gross.to, rate) : at(tax);
}

/** Movements of money, at the rate of what was due: all of it together is what is due in the shop's currency. */
function withMoney(converted: Order, order: Order, rate: Pair): Order {
  const rounding = order.paymentRounding ?? zero(order.currency);
  const due = {
    from: add(order.total, rounding),
    to: add(rate.to, converted.paymentRounding ?? zero(rate.to.currency)),
  };
  const pair = isSameSide(due.from, due.to) ? due : rate;
  const sums = new Map<string, Money>();
  const moved = (payment: Payment): Payment => {
    const { amount, fee, movedAs, ...rest } = payment;
    const feeAs = fee?.currency === order.currency ? scale(fee, pair.to, pair.from) : fee;
    if (movedAs?.currency === rate.to.currency) return { ...rest, amount: movedAs, fee: feeAs };
    if (amount.currency !== order.currency) return payment;
    const way = payment.status === "success" ? waysOf[payment.kind] : null;
    const before = (way === null ? undefined : sums.get(way)) ?? zero(order.currency);
    const after = add(before, amount);
    if (way !== null) sums.set(way, after);
    const value = subtract(scale(after, pair.to, pair.from), scale(before, pair.to, pair.from));
    return { ...rest, amount: value, fee: feeAs, movedAs: movedAs ?? amount };
  };
  const payments = order.payments.map(moved);
  const byDay = [...converted.refunds].sort((a, b) => byTime(a.createdAt, a.id, b.createdAt, b.id));
  const paidBack = new Map(byDay.map((refund) => [refund.id, refund.payments.map(moved)]));
  return {
    ...converted,
    payments,
    refunds: converted.refunds.map((refund) => ({
      ...refund,
      payments: paidBack.get(refund.id) ?? refund.payments,
    })),
  };
}

const waysOf: Record<Payment["kind"], string | null> = {
  sale: "in",
  capture: "in",
  refund: "out",
  authorization: null,
  void: null,
  chargeback: null,
  chargeback_reversal: null,
};
