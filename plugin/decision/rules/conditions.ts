import { compareDecimals, formatDecimal, formatMoney, parseDecimal } from "../../domain/money.ts";
import type { Line, Order } from "../../domain/order.ts";
import { type Condition, type ConditionField, conditionFields } from "../../settings/condition.ts";
import { type Item, itemsOfOrder } from "../rows/items.ts";
import { paymentMethod } from "../trigger.ts";

/** What conditions may ask of an order, and of one of its lines: every field of the vocabulary with its values. */
export type Subject = Readonly<Partial<Record<ConditionField, readonly string[]>>>;

/** `shopCountry`: where an order without a delivery address arrives (R9). */
export function orderSubject(order: Order, shopCountry: string): Subject {
  const { customer } = order;
  return {
    "order.number": [order.number],
    "order.source": [order.source],
    "order.channel": given(order.channel),
    "order.kind": [order.kind],
    "order.currency": [order.currency],
    "order.country": [order.shipTo?.country ?? shopCountry],
    "order.total": [formatMoney(order.total)],
    "order.discount_code": order.discountCodes,
    "order.tag": order.tags ?? [],
    "customer.id": given(customer.id),
    "customer.type": [customer.type],
    "customer.name": given(customer.name),
    "customer.email": given(customer.email),
    "customer.company": given(customer.company),
    "customer.country": given(customer.country),
    "customer.vat_number": given(customer.vatNumber),
    "payment.method": given(paymentMethod(order) ?? null),
    "shipping.title": order.shipping.map((line) => line.title),
    "subscription.id": given(order.subscription?.id ?? null),
  };
}

/** The fields of one line or way of delivery. */
export function itemSubject(item: Item, order: Order): Subject {
  return {
    "line.kind": [item.kind],
    "line.sku": given(item.sku),
    "line.title": [item.text],
    "line.nature": [item.nature],
    "line.product_id": given(productOf(item, order)),
    "line.quantity": [formatDecimal(item.quantity)],
  };
}

const given = (text: string | null): readonly string[] => (text === null || text === "" ? [] : [text]);

function productOf(item: Item, order: Order): string | null {
  if (item.kind === "shipping") return null;
  const lines: readonly Line[] = [
    ...order.lines,
    ...order.exchangeLines,
    ...order.edits.flatMap((edit) => edit.added),
  ];
  return lines.find((line) => line.id === item.id)?.productId ?? item.productId;
}

/** Whether all conditions hold for an order; what they ask of lines has to hold for one line together. */
export function holdsForOrder(when: readonly Condition[], order: Order, shopCountry: string): boolean {
  const subject = orderSubject(order, shopCountry);
  if (!when.some(({ field }) => field.startsWith("line."))) return holds(when, subject);
  return itemsOfOrder(order).some((item) => holds(when, { ...subject, ...itemSubject(item, order) }));
}

/** Whether all conditions hold. A field without a value is only `is_not`, `not_in` and not there. */
export function holds(when: readonly Condition[], subject: Subject): boolean {
  return when.every((condition) => holdsOne(condition, subject[condition.field] ?? []));
}

function holdsOne({ field, op, value }: Condition, actual: readonly string[]): boolean {
  if (op === "exists") return actual.length > 0 === (value !== false);
  const wanted = (Array.isArray(value) ? value : [String(value)]).map(folded);
  const isNumber = conditionFields[field][0] === "number";
  const equals = (one: string): boolean =>
    wanted.some((other) => (isNumber ? difference(one, other) === 0 : folded(one) === other));
  const [first = ""] = wanted;
  switch (op) {
    case "is":
    case "in":
      return actual.some(equals);
    case "is_not":
    case "not_in":
      return !actual.some(equals);
    case "contains":
      return actual.some((one) => folded(one).includes(first));
    case "starts_with":
      return actual.some((one) => folded(one).startsWith(first));
    case "greater":
      return actual.some((one) => difference(one, first) > 0);
    case "less":
      return actual.some((one) => difference(one, first) < 0);
  }
}

const folded = (text: string): string => text.trim().toLowerCase();
const difference = (a: string, b: string): number => compareDecimals(parseDecimal(a), parseDecimal(b));
