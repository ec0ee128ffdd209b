import type { Order } from "../../domain/order.ts";
import type { Condition } from "../../settings/condition.ts";
import { itemsOfOrder } from "../rows/items.ts";
import { holds, itemSubject, orderSubject } from "./conditions.ts";

/** Texts of the rows of an order for which all conditions hold; every row where they ask of the order alone. */
export function rowsThatFit(when: readonly Condition[], order: Order, shopCountry: string): string[] {
  const subject = orderSubject(order, shopCountry);
  return itemsOfOrder(order)
    .filter((item) => holds(when, { ...subject, ...itemSubject(item, order) }))
    .map((item) => item.text);
}
