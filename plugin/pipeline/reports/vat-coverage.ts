import { type SoldUnder, soldUnder } from "../../decision/vat/coverage.ts";
import type { Order } from "../../domain/order.ts";
import type { FixProblem } from "../../domain/problem.ts";
import type { Asking } from "./asking.ts";

/** A kind of sale with the number of orders it occurs in. */
export interface Covered extends SoldUnder {
  readonly orders: number;
}

export interface VatCoverage {
  /** What has no account first, then the commonest. */
  readonly sold: readonly Covered[];
  /** What cannot be said to be of a kind, and why. */
  readonly refused: readonly { readonly problem: FixProblem; readonly orders: number }[];
}

/** What the orders sold, by kind of sale, country and rate. */
export function vatCoverage(orders: readonly Order[], asking: Asking): VatCoverage {
  const found = new Map<string, Covered>();
  const refusals = new Map<string, VatCoverage["refused"][number]>();
  for (const order of orders) {
    const { sold, refused } = soldUnder({ ...asking, order });
    for (const one of sold) {
      const key = `${one.treatment} ${one.country} ${one.rate}`;
      found.set(key, { ...one, orders: (found.get(key)?.orders ?? 0) + 1 });
    }
    for (const problem of refused) {
      const known = refusals.get(problem.message)?.orders ?? 0;
      refusals.set(problem.message, { problem, orders: known + 1 });
    }
  }
  return {
    sold: [...found.values()].sort((a, b) => Number(a.isMapped) - Number(b.isMapped) || b.orders - a.orders),
    refused: [...refusals.values()].sort((a, b) => b.orders - a.orders),
  };
}
