import { currentSettings } from "../../pipeline/books.ts";
import { connectorOf } from "../../pipeline/context.ts";
import { messageSecret } from "../../pipeline/flow/message-secret.ts";
import { openShop } from "../../pipeline/shop.ts";
import { type FlowAction, flowActions } from "../../settings/groups/flow.ts";
import { triggers } from "../../settings/triggers.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type Answer, type Page, view } from "../page.ts";
import { type Drawn, editorFrame, notConnected, UNTOUCHED } from "../settings/editor-frame.ts";
import { actionNames, stateName } from "../settings/flow-words.ts";
import type { FieldError } from "../settings/settings-patch.ts";
import { refusalOf, submitPatch } from "../settings/submit-patch.ts";
import { changedSteps, patchOfSteps, presets, stepsOfFlow, type TypedStep, typedSteps } from "./flow-form.ts";

const PATH = "/settings/flow";

/** The steps an order goes through, as a line to read and to change. */
export async function showFlow(page: Page): Promise<Answer> {
  const { connection, context } = page;
  if (connection === null) return notConnected(page);
  const { flow } = (await currentSettings(context, connection)).orders;
  return await draw(page, connection, stepsOfFlow(flow), UNTOUCHED);
}

/** Buttons that change the line show it anew; only "save" saves it. */
export async function saveFlow(page: Page): Promise<Answer> {
  const refused = await refusalOf(page);
  const { connection, form } = page;
  if (refused !== null || connection === null) return refused ?? notConnected(page);
  const steps = typedSteps(form);
  const changed = changedSteps(steps, form.get("do"));
  if (changed !== null) return await draw(page, connection, changed, { ...UNTOUCHED, isChanged: true });
  const sent = await submitPatch(page, PATH, patchOfSteps(steps), fieldOf);
  if (sent.kind === "answer") return sent.answer;
  const drawn = sent.kind === "wrong" ? { errors: sent.errors } : { rehearsal: sent.rehearsal };
  return await draw(page, connection, steps, { ...UNTOUCHED, isChanged: true, ...drawn });
}

/** The field of the form that a path of the settings stands for. */
function fieldOf(path: string): string {
  const [, at, part = ""] = /^orders\.flow\.(\d+)\.?(.*)$/.exec(path) ?? [];
  if (at === undefined) return path;
  return part.startsWith("webhook")
    ? `steps.${at}.url`
    : part === "when"
      ? `steps.${at}.when`
      : `steps.${at}`;
}

async function draw(
  page: Page,
  connection: StoredConnection,
  steps: readonly TypedStep[],
  drawn: Drawn,
): Promise<Answer> {
  const { texts, session, context } = page;
  const frame = await editorFrame(page, connection, "/flow", drawn);
  const isTouched = drawn.isChanged || drawn.errors.length > 0;
  const sends = steps.some((one) => one.do.includes("webhook"));
  const said = texts(`settings.flow.answer_${steps.length === 0 ? "none" : "some"}`, { count: steps.length });
  const model = {
    ...frame,
    ...(isTouched ? {} : { answer: { tone: null, text: said } }),
    action: page.href(PATH),
    line: steps.map((one, index) => ({
      number: index + 1,
      state: stateName(page, one.when),
      does: actionNames(page, one.do),
    })),
    steps: steps.map((one, index) => stepView(page, one, index, steps.length, drawn.errors)),
    canAdd: steps.length < triggers.length,
    presets: Object.entries(presets)
      .filter(([, line]) =>
        line.every((one) => one.do.every((action) => isPossible(page, connection, action))),
      )
      .map(([name]) => ({
        name,
        title: texts(`settings.flow.preset.${name}`),
        help: texts(`settings.flow.preset_help.${name}`),
      })),
    secret: sends && session.isAdmin ? await messageSecret(context, connection) : null,
  };
  return view("settings-flow", model, drawn.errors.length === 0 ? 200 : 422);
}

function stepView(
  page: Page,
  step: TypedStep,
  index: number,
  count: number,
  errors: readonly FieldError[],
): Record<string, unknown> {
  const { texts, connection } = page;
  const name = (part: string): string => `steps.${index}.${part}`;
  const number = index + 1;
  const url = errors.find(({ field }) => field === name("url"));
  const wrong = errors.filter(({ field }) => field === `steps.${index}` || field === name("when"));
  return {
    number,
    index,
    isFirst: index === 0,
    isLast: number === count,
    whenField: {
      name: name("when"),
      label: texts("settings.flow.when", { number }),
      options: ["", ...triggers].map((value) => ({
        value,
        label: value === "" ? texts("settings.choose") : stateName(page, value),
        isChosen: value === step.when,
      })),
    },
    actions: flowActions.map((action) => ({
      name: name("do"),
      value: action,
      label: texts(`settings.flow.do.${action}`),
      isChosen: step.do.includes(action),
      // What was chosen before stays to be taken away.
      isOff: !step.do.includes(action) && connection !== null && !isPossible(page, connection, action),
      why: texts(`settings.flow.not_possible.${action}`, { or: "" }),
    })),
    urlName: name("url"),
    url: step.url,
    awaitedName: name("awaited"),
    isAwaited: step.isAwaited,
    urlError: url === undefined ? null : sentenceOf(page, number, url),
    wrong: wrong.map((error) => sentenceOf(page, number, error)),
  };
}

/** "Step 2 books without an invoice." */
function sentenceOf({ texts, say }: Page, number: number, { code, field, message }: FieldError): string {
  if (code === "custom" || code.startsWith("flow_"))
    return texts("settings.flow.wrong", { number, what: say(message) });
  return texts(`settings.flow.${field.endsWith(".when") ? "choose_when" : "choose_do"}`, { number });
}

/** Whether this shop and this ledger can do it at all. */
function isPossible(
  { context, installation }: Page,
  { system }: StoredConnection,
  action: FlowAction,
): boolean {
  if (action === "order") return connectorOf(context, system).capabilities.orders === true;
  return action !== "capture" || openShop(context, installation).capture !== undefined;
}
