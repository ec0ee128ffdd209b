import { z } from "zod";
import { meta } from "../meta.ts";
import { triggers } from "../triggers.ts";

/** What a step of the flow may do. `draft`: the invoice, left unbooked; `book` finishes it, there or at a later step. */
export const flowActions = [
  "order",
  "invoice",
  "draft",
  "book",
  "payment",
  "email",
  "capture",
  "webhook",
] as const;

export type FlowAction = (typeof flowActions)[number];

const webhook = z.strictObject({
  url: z
    .string()
    .min(1)
    .max(500)
    .meta(meta("Address", "https; the message is signed, see docs/reference/flows.md.")),
  awaited: z
    .boolean()
    .default(true)
    .meta(meta("Wait for its answer", "The next step is taken only after the address has answered 2xx.")),
});

const step = z.strictObject({
  when: z.enum(triggers).meta(meta("When the order is")),
  do: z.array(z.enum(flowActions)).min(1).max(flowActions.length).meta(meta("Do")),
  webhook: webhook.optional(),
});

export type FlowStep = z.output<typeof step>;

/** The line of steps an order goes through; empty: `trigger`, `document` and `booking` decide. */
export const flow = z
  .array(step)
  .max(triggers.length)
  .default([])
  .superRefine((steps, context) => {
    for (const { path, message } of nonsenseOf(steps)) context.addIssue({ code: "custom", path, message });
  })
  .meta(
    meta(
      "Flow",
      "Steps in their order, each at a state of the order. With a flow, trigger, document, booking and the sending of e-mails follow it alone.",
      "flow",
    ),
  );

interface Nonsense {
  readonly path: (string | number)[];
  readonly message: string;
}

const MAKING: readonly FlowAction[] = ["invoice", "draft"];
/** States that come one after the other in every order; the others come when they come. */
const LINES: readonly (readonly FlowStep["when"][])[] = [
  ["created", "authorized", "partially_paid", "paid"],
  ["created", "fulfilled", "completed"],
];

/** What no order could follow, in words, each at the step it is about. */
function nonsenseOf(steps: readonly FlowStep[]): Nonsense[] {
  const found = steps.flatMap((one, index) => {
    const before = steps.slice(0, index).flatMap((earlier) => earlier.do);
    const messages = [...wrongTurn(one, steps.slice(0, index)), ...wrongActions(one, before)];
    return [
      ...messages.map((message) => ({ path: [index], message })),
      ...wrongWebhook(one).map((message) => ({ path: [index, "webhook"], message })),
    ];
  });
  const all = steps.flatMap((one) => one.do);
  const books = all.some((action) => action === "order" || MAKING.includes(action));
  if (steps.length > 0 && !books)
    found.push({ path: [0], message: "makes nothing in the ledger: some step needs an order or an invoice" });
  return found;
}

/** A state an order has passed before it reaches that of the step above. */
function wrongTurn({ when }: FlowStep, earlier: readonly FlowStep[]): string[] {
  if (earlier.some((one) => one.when === when)) return [`is the second step for ${when}: put both into one`];
  const passed = earlier.find((one) =>
    LINES.some((line) => line.includes(when) && line.indexOf(one.when) > line.indexOf(when)),
  );
  return passed === undefined ? [] : [`comes too late: an order is ${when} before it is ${passed.when}`];
}

function wrongActions({ do: actions }: FlowStep, before: readonly FlowAction[]): string[] {
  const here = new Set(actions);
  const upTo = [...before, ...actions];
  const makes = MAKING.some((action) => upTo.includes(action));
  const wrong: string[] = [];
  const twice = actions.find(
    (action, place) => actions.indexOf(action) !== place || (action !== "webhook" && before.includes(action)),
  );
  if (twice !== undefined) wrong.push(`does ${twice} a second time`);
  if (here.has("order") && MAKING.some((action) => before.includes(action)))
    wrong.push("makes an order after its invoice");
  if (here.has("draft") && (here.has("book") || before.includes("invoice")))
    wrong.push("leaves a draft of what is invoiced or booked already");
  if (here.has("invoice") && before.includes("draft")) wrong.push("makes a second invoice beside the draft");
  if (here.has("book") && !makes) wrong.push("books without an invoice");
  if (here.has("payment") && !upTo.includes("book"))
    wrong.push("registers payments before the invoice is booked");
  if (here.has("email") && !upTo.includes("book")) wrong.push("sends the invoice before it is booked");
  return wrong;
}

function wrongWebhook({ do: actions, webhook: address }: FlowStep): string[] {
  const isSent = actions.includes("webhook");
  if (isSent && address === undefined) return ["needs the address of the webhook"];
  return !isSent && address !== undefined ? ["has an address, but the step sends no webhook"] : [];
}
