import type { Order } from "../../../../plugin/domain/order.ts";
import { normaliseOrder } from "../../../../plugin/platforms/shopify/normalise/order.ts";
import { shopifyOrder as schema } from "../../../../plugin/platforms/shopify/schema/order.ts";
import { type OrderDraft, shopifyOrder } from "./orders.ts";

const DEFAULTS = {
  timeZone: "Europe/Stockholm",
  url: "https://admin.shopify.com/store/fjall-form/orders/5001",
};

/** Reads an answer as the adapter does once it has all its pages. */
export function normalise(json: unknown) {
  const order = schema.parse(json);
  const agreements = order.agreements.edges.map((edge) => edge.node);
  return normaliseOrder({ order, lines: order.lineItems.nodes, agreements }, DEFAULTS);
}

export function read(draft: OrderDraft): Order {
  const result = normalise(shopifyOrder(draft));
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** The order as plain JSON: money and decimals as texts, so that it can be compared by eye. */
export function plain(draft: OrderDraft): unknown {
  return JSON.parse(JSON.stringify(read(draft)));
}

/** Why an order is held. */
export function heldBecause(draft: OrderDraft): string {
  const result = normalise(shopifyOrder(draft));
  if (result.ok) throw new Error("it was readable");
  return result.problem.message;
}
