import type { Bag } from "../money.ts";
import { isZero, less, NOTHING, negated, shareOf, sumOf } from "../money.ts";
import type { Duty, Line, Order, Sale, SaleSubject, ShippingLine, Tax } from "./order.ts";

export type NextId = () => string;

/** What a subject's price comes to once its discount is off; tax on top is added. */
function priceAfterTax(order: Pick<Order, "taxesIncluded">, net: Bag, taxes: readonly Tax[]): Bag {
  return order.taxesIncluded ? net : sumOf([net, ...taxes.map((tax) => tax.amount)]);
}

export function discountOf(subject: Pick<Line | ShippingLine, "allocations">): Bag {
  return sumOf(subject.allocations.map((allocation) => allocation.amount));
}

export function lineSale(order: Order, line: Line, nextId: NextId): Sale {
  const discount = discountOf(line);
  return {
    id: nextId(),
    actionType: "ORDER",
    subject: { lineType: line.kind, lineId: line.id },
    quantity: line.quantity,
    total: priceAfterTax(order, less(line.originalTotal, discount), line.taxes),
    discount,
    taxes: line.taxes.map((tax) => ({ ...tax, id: nextId() })),
  };
}

export function shippingSale(order: Order, shipping: ShippingLine, nextId: NextId): Sale {
  const discount = discountOf(shipping);
  return {
    id: nextId(),
    actionType: "ORDER",
    subject: { lineType: "SHIPPING", shippingId: shipping.id },
    quantity: null,
    total: priceAfterTax(order, less(shipping.original, discount), shipping.taxes),
    discount,
    taxes: shipping.taxes.map((tax) => ({ ...tax, id: nextId() })),
  };
}

/** A duty or an additional fee, which have a price, taxes, and no discount. */
export function plainSale(
  order: Order,
  subject: SaleSubject,
  priced: Pick<Duty, "price" | "taxes">,
  nextId: NextId,
): Sale {
  return {
    id: nextId(),
    actionType: "ORDER",
    subject,
    quantity: subject.lineType === "DUTY" ? 1 : null,
    total: priceAfterTax(order, priced.price, priced.taxes),
    discount: { ...NOTHING },
    taxes: priced.taxes.map((tax) => ({ ...tax, id: nextId() })),
  };
}

export function allSales(order: Order): Sale[] {
  return order.agreements.flatMap((agreement) => agreement.sales);
}

/** What is left of a line, a freight or a duty after everything that happened to it. */
export interface Left {
  quantity: number;
  total: Bag;
  discount: Bag;
  taxes: Tax[];
}

export function leftOf(order: Order, isAbout: (subject: SaleSubject) => boolean): Left {
  const sales = allSales(order).filter((sale) => isAbout(sale.subject));
  return {
    quantity: sales.reduce((count, sale) => count + quantityOf(sale), 0),
    total: sumOf(sales.map((sale) => sale.total)),
    discount: sumOf(sales.map((sale) => sale.discount)),
    taxes: merged(sales.flatMap((sale) => sale.taxes)),
  };
}

/** Pieces it adds to its line, negative when it takes some back. A change of price moves none. */
function quantityOf(sale: Sale): number {
  return sale.actionType === "UPDATE" ? 0 : (sale.quantity ?? 0);
}

export const aboutLine =
  (lineId: string) =>
  (subject: SaleSubject): boolean =>
    "lineId" in subject && subject.lineId === lineId;

export const aboutShipping =
  (shippingId: string) =>
  (subject: SaleSubject): boolean =>
    "shippingId" in subject && subject.shippingId === shippingId;

export const aboutDuty =
  (dutyId: string) =>
  (subject: SaleSubject): boolean =>
    "dutyId" in subject && subject.dutyId === dutyId;

/** Taxes added up by title and rate, as the API shows them on an order. */
export function merged(taxes: readonly Tax[]): Tax[] {
  const groups = Map.groupBy(taxes, (tax) => `${tax.rate} ${tax.title} ${tax.channelLiable}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...ruleOf(first), amount: sumOf(group.map((tax) => tax.amount)) }];
  });
}

function ruleOf({ title, rate, channelLiable }: Tax): Omit<Tax, "amount"> {
  return { title, rate, channelLiable };
}

/** Takes a part of what is left of something back; the last part takes the rest, cents and all. */
export function takenBack(
  order: Order,
  subject: SaleSubject,
  { left, part, parts, quantity }: { left: Left; part: string; parts: string; quantity: number | null },
  nextId: NextId,
): Sale {
  const share = (bag: Bag) => negated(shareOf(bag, part, parts, order.currencies));
  return {
    id: nextId(),
    actionType: "RETURN",
    subject,
    quantity: quantity === null ? null : -quantity,
    total: share(left.total),
    discount: share(left.discount),
    taxes: left.taxes
      .filter((tax) => !isZero(tax.amount.buyer) || !isZero(tax.amount.shop))
      .map((tax) => ({ ...tax, id: nextId(), amount: share(tax.amount) })),
  };
}
