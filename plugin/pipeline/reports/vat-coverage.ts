import { type SoldUnder, soldUnder } from "../../decision/vat/coverage.ts";
import type { Order } from "../../domain/order.ts";
import type { Asking } from "./asking.ts";

/** A kind of sale with the number of orders it occurs in. */
export interface Coverage extends SoldUnder {
  readonly orders: number;
}

/** What the orders sold, by kind of sale, country and rate; what has no account first, then the commonest. */
export function vatCoverage(orders: readonly Order[], asking: Asking): Coverage[] {
  const found = new Map<string, Coverage>();
  for (const order of orders) {
    for (const sold of soldUnder({ ...asking, order })) {
      const key = `${sold.treatment} ${sold.country} ${sold.rate}`;
      found.set(key, { ...sold, orders: (found.get(key)?.orders ?? 0) + 1 });
    }
  }
  return [...found.values()].sort((a, b) => Number(a.isMapped) - Number(b.isMapped) || b.orders - a.orders);
}
