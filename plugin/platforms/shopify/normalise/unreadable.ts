import { type FixProblem, fix } from "../../../domain/problem.ts";

/** Thrown where an order's own data contradicts itself or says something nobody understands: it is held, never guessed. */
export class Unreadable extends Error {
  readonly problem: FixProblem;
  constructor(order: string, what: string) {
    const message = `Shopify's data for order ${order} cannot be booked: ${what}`;
    super(message);
    this.name = "Unreadable";
    this.problem = fix("ORDER_UNREADABLE", message, { place: "shop" });
  }
}
