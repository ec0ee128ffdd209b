import { captureStep, messageStep } from "../../domain/flow.ts";
import type { Order } from "../../domain/order.ts";
import type { FlowAction, FlowStep } from "../../settings/groups/flow.ts";
import type { Settings } from "../../settings/schema.ts";
import { dayIn } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { reachedAt } from "../trigger.ts";
import { openReservations } from "./reservations.ts";
import type { FlowStand, StandingStep } from "./standing.ts";

/**
 * Steps are taken in their order: one counts as reached when the order has reached its state and the steps before it
 * are passed, so its day is the latest of theirs. Null without a flow. `flowDone`: its own effects, by their steps.
 */
export function flowStand(
  order: Order,
  { orders }: Settings,
  { flowDone: done = [], nothingToTake = false }: Pick<DecisionInput, "flowDone" | "nothingToTake">,
): FlowStand | null {
  if (orders.flow.length === 0) return null;
  let last: string | null = null;
  let isOpen = true;
  const steps: StandingStep[] = [];
  for (const step of orders.flow) {
    const at = isOpen ? reachedAt(order, step.when) : null;
    if (at === null) {
      isOpen = false;
      steps.push({ ...step, day: null, isPassed: false });
      continue;
    }
    const since: string = last !== null && Date.parse(last) > Date.parse(at) ? last : at;
    last = since;
    isOpen = isPassed(step, order, done, nothingToTake);
    steps.push({ ...step, day: dayIn(order.timeZone, since), isPassed: isOpen });
  }
  const dayOf = (...actions: readonly FlowAction[]): string | null =>
    steps.find((step) => step.day !== null && actions.some((action) => step.do.includes(action)))?.day ??
    null;
  return { steps, dayOf, has: (action) => dayOf(action) !== null };
}

function isPassed(step: FlowStep, order: Order, done: readonly string[], nothingToTake: boolean): boolean {
  const waitsForAnswer = step.do.includes("webhook") && step.webhook?.awaited === true;
  if (waitsForAnswer && !done.includes(messageStep(step.when))) return false;
  const waitsForMoney = step.do.includes("capture") && !nothingToTake;
  return !waitsForMoney || openReservations(order).every(({ id }) => done.includes(captureStep(id)));
}

/** The settings an order's flow stands for at its present state. */
export function settingsOfFlow(settings: Settings, stand: FlowStand): Settings {
  const all = new Set(settings.orders.flow.flatMap((step) => step.do));
  const [first] = settings.orders.flow;
  return {
    ...settings,
    orders: {
      ...settings.orders,
      trigger: first === undefined ? settings.orders.trigger : [first.when],
      document: all.has("order") ? "order" : "invoice",
      booking: stand.has("book") ? "book" : "draft",
    },
    // The invoice bears the e-mail's texts from the beginning; it is sent at its step.
    email: { ...settings.email, send: all.has("email") ? "after_booking" : "never" },
  };
}
