import { type FlowAction, type FlowStep, flowActions } from "../../settings/groups/flow.ts";
import { triggers } from "../../settings/triggers.ts";
import { rowIndices } from "../settings/settings-form.ts";

/** A step as it is typed: nothing of it need be right yet. */
export interface TypedStep {
  readonly when: string;
  readonly do: readonly FlowAction[];
  readonly url: string;
  readonly isAwaited: boolean;
}

const NEW_STEP: TypedStep = { when: "", do: [], url: "", isAwaited: true };

/** Lines of steps that shops begin with. */
export const presets = {
  book_when_paid: [step("paid", "invoice", "book", "payment")],
  order_then_invoice: [step("paid", "order"), step("fulfilled", "invoice", "book", "payment")],
  invoice_and_capture: [step("fulfilled", "invoice", "book", "capture", "payment")],
} as const satisfies Record<string, readonly TypedStep[]>;

export type Preset = keyof typeof presets;

function step(when: (typeof triggers)[number], ...actions: readonly FlowAction[]): TypedStep {
  return { ...NEW_STEP, when, do: actions };
}

/** The flow of the settings as it stands in the form. */
export function stepsOfFlow(flow: readonly FlowStep[]): TypedStep[] {
  return flow.map(({ when, do: actions, webhook }) => ({
    when,
    do: actions,
    url: webhook?.url ?? "",
    isAwaited: webhook?.awaited ?? true,
  }));
}

/** The steps in the form, in their order. */
export function typedSteps(form: URLSearchParams): TypedStep[] {
  return rowIndices(form, "steps").map((index) => {
    const name = (part: string): string => `steps.${index}.${part}`;
    const chosen = form.getAll(name("do"));
    return {
      when: form.get(name("when")) ?? "",
      do: flowActions.filter((action) => chosen.includes(action)),
      url: (form.get(name("url")) ?? "").trim(),
      isAwaited: form.has(name("awaited")),
    };
  });
}

/** What a button of the page makes of the steps; null when it is the one that saves. */
export function changedSteps(steps: readonly TypedStep[], button: string | null): TypedStep[] | null {
  const [, act = "", at = ""] = /^(add|up|down|remove|preset):?(\w*)$/.exec(button ?? "") ?? [];
  const index = Number(at);
  switch (act) {
    case "add":
      return steps.length < triggers.length ? [...steps, NEW_STEP] : [...steps];
    case "up":
      return swapped(steps, index - 1, index);
    case "down":
      return swapped(steps, index, index + 1);
    case "remove":
      return steps.filter((_, place) => place !== index);
    case "preset":
      return Object.hasOwn(presets, at) ? [...presets[at as Preset]] : [...steps];
    default:
      return null;
  }
}

function swapped(steps: readonly TypedStep[], a: number, b: number): TypedStep[] {
  const [first, second] = [steps[a], steps[b]];
  if (first === undefined || second === undefined) return [...steps];
  return steps.map((one, place) => (place === a ? second : place === b ? first : one));
}

/** The patch that makes these steps the flow. */
export function patchOfSteps(steps: readonly TypedStep[]): unknown {
  const flow = steps.map(({ when, do: actions, url, isAwaited }) => ({
    when,
    do: actions,
    ...(actions.includes("webhook") && url !== "" ? { webhook: { url, awaited: isAwaited } } : {}),
  }));
  return { orders: { flow } };
}
