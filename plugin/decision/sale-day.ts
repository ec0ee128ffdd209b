import { dayIn } from "./dates.ts";
import type { DecisionInput } from "./input.ts";
import { triggerDay, triggersOf } from "./trigger.ts";

/**
 * The day in the shop's time zone on which the sale came about: that of its trigger, or of the step of its flow that
 * makes the document; the order's own day before that.
 */
export function saleDay({ order, settings, flow }: DecisionInput): string {
  const reached =
    flow === undefined
      ? triggerDay(order, triggersOf(order, settings))
      : (flow.dayOf("invoice", "draft") ?? flow.dayOf("order"));
  return reached ?? dayIn(order.timeZone, order.createdAt);
}
