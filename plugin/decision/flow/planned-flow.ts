import type { PlannedFlow, PlannedMessage, PlannedStep } from "../../domain/flow.ts";
import { messageStep } from "../../domain/flow.ts";
import type { Money } from "../../domain/money.ts";
import type { Outcome } from "../../domain/plan.ts";
import type { FlowAction } from "../../settings/groups/flow.ts";
import type { DecisionInput } from "../input.ts";
import { booked, wait } from "../outcomes.ts";
import { capturesOf } from "./captures.ts";
import type { FlowStand, StandingStep } from "./standing.ts";

/** What of an order's flow goes on beside its documents. `owed` is what they charge. */
export function plannedFlow(stand: FlowStand, owed: Money, input: DecisionInput): PlannedFlow {
  return {
    steps: stand.steps.map((step, index) => plannedStep(step, index, stand)),
    captures: capturesOf(owed, input),
    messages: stand.steps.flatMap((step) => messageOf(step, input.flowDone ?? [])),
    sendsEmail: stand.has("email"),
  };
}

function messageOf({ do: actions, when, webhook, day }: StandingStep, done: readonly string[]) {
  const isDue = actions.includes("webhook") && day !== null && !done.includes(messageStep(when));
  if (!isDue || webhook === undefined) return [];
  const why = webhook.awaited
    ? `a signed message, and the next step waits for its answer · setting orders.flow`
    : `a signed message, whose answer nothing waits for · setting orders.flow`;
  const message: PlannedMessage = { when, url: webhook.url, isAwaited: webhook.awaited, day, why };
  return [message];
}

function plannedStep(step: StandingStep, index: number, { steps }: FlowStand): PlannedStep {
  const { when, do: actions, day, isPassed } = step;
  const isNext = day === null && (steps[index - 1]?.isPassed ?? true);
  const stands = day === null ? (isNext ? "next" : "later") : isPassed ? "done" : "answering";
  const does = actionsInWords(actions);
  const why = {
    done: `When ${when}: ${does}. Reached on ${day}.`,
    answering: `When ${when}: ${does}. Reached on ${day}; the next step waits until all of it is done.`,
    next: `When ${when}: ${does}. Waits until the order is ${when}.`,
    later: `When ${when}: ${does}. Comes after the step before it.`,
  }[stands];
  return { when, do: actions, stands, day, why };
}

/** Why the sale's document looks as it does: the step that is reached. */
export function flowReason({ steps }: FlowStand): string {
  const reached = steps.filter((step) => step.day !== null);
  const last = reached.at(-1);
  if (last === undefined) return "flow: no step is reached";
  return `flow, step ${reached.length} of ${steps.length}, ${last.when} on ${last.day}: ${actionsInWords(last.do)}`;
}

const WORDS: Readonly<Record<FlowAction, string>> = {
  order: "order in the ledger",
  invoice: "invoice",
  draft: "invoice as a draft",
  book: "booking",
  payment: "payments",
  email: "e-mail",
  capture: "capture",
  webhook: "webhook",
};

export const actionsInWords = (actions: readonly FlowAction[]): string =>
  actions.map((action) => WORDS[action]).join(", ");

/** What writes to the books; the rest of a flow keeps no order from counting as booked. */
const BOOKS: readonly FlowAction[] = ["order", "invoice", "draft", "book", "payment"];

/** An order whose flow will still write to the books waits, and says for what. */
export function outcomeOfFlow({ steps }: FlowStand): Outcome {
  const open = steps.filter((step) => step.day === null);
  const [next] = open;
  if (next === undefined || !open.some((step) => step.do.some((action) => BOOKS.includes(action))))
    return booked;
  const before = steps.length - open.length;
  const isAnswering = steps[before - 1]?.isPassed === false;
  const position = `Step ${before} of ${steps.length} of the flow is reached.`;
  return isAnswering
    ? wait("FLOW_WAITING", `${position} The next waits until all of it is done.`)
    : wait("FLOW_WAITING", `${position} The next waits until the order is ${next.when}.`);
}
