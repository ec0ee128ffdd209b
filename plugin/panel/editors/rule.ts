import { currentSettings } from "../../pipeline/books.ts";
import { conditions } from "../../settings/condition.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type Answer, type Page, refusal, view } from "../page.ts";
import { writeDecimal } from "../settings/decimal-text.ts";
import { type Drawn, editorFrame, errorAt, notConnected, UNTOUCHED } from "../settings/editor-frame.ts";
import {
  areNamed,
  entriesOf,
  patchOfList,
  pathOfEntry,
  RULE_LISTS,
  type RuleList,
  SET_FIELDS,
  type SetField,
} from "../settings/rule-lists.ts";
import { rowIndices } from "../settings/settings-form.ts";
import { refusalOf, submitPatch } from "../settings/submit-patch.ts";
import { examplesOf } from "./rule-examples.ts";
import { entryIn, FIELDS, filledConditions, formOfEntry, OPERATORS } from "./rule-form.ts";
import { RULES_PATH } from "./rules.ts";

const PATH = `${RULES_PATH}/edit`;
const MOST_CONDITIONS = 20;

/** Which entry is edited; "new" is one more at the end. */
interface Place {
  readonly list: RuleList;
  readonly at: number | "new";
}

/** One filter, dimension or rule: when it counts, what it sets, and an order it would meet. */
export async function showRule(page: Page): Promise<Answer> {
  const { connection, context, query } = page;
  if (connection === null) return notConnected(page);
  const place = placeIn(query);
  if (place === null) return refusal("not_found");
  const entries = entriesOf(await currentSettings(context, connection), place.list);
  const entry = place.at === "new" ? undefined : entries[place.at];
  if (place.at !== "new" && entry === undefined) return refusal("not_found");
  const form = entry === undefined ? new URLSearchParams() : formOfEntry(place.list, entry);
  if (rowIndices(form, "when").length === 0) addCondition(form);
  return await draw(page, connection, place, form, UNTOUCHED);
}

export async function saveRule(page: Page): Promise<Answer> {
  const refused = await refusalOf(page);
  const { connection, context, form } = page;
  if (refused !== null || connection === null) return refused ?? notConnected(page);
  const place = placeIn(form);
  if (place === null) return refusal("not_found");
  const redraw = (drawn: Partial<Drawn>) =>
    draw(page, connection, place, form, { ...UNTOUCHED, isChanged: true, ...drawn });
  if (form.has("add")) addCondition(form);
  const dropped = /^\d{1,2}$/.exec(form.get("remove") ?? "")?.[0];
  if (dropped !== undefined)
    for (const part of ["field", "op", "value"]) form.delete(`when.${dropped}.${part}`);
  if (form.has("add") || dropped !== undefined) return await redraw({});
  const entries: unknown[] = [...entriesOf(await currentSettings(context, connection), place.list)];
  const index = place.at === "new" ? entries.length : place.at;
  entries[index] = entryIn(place.list, form);
  const filled = filledConditions(form);
  // The schema counts the conditions that were filled in, the form all its lines.
  const fieldOf = (path: string): string => {
    const conditionPath = pathOfEntry(place.list, index);
    const rest = path.slice(`${place.list}.${index}.`.length);
    const [, at = "", part = ""] = /^\.(\d+)\.?(.*)$/.exec(path.slice(conditionPath.length)) ?? [];
    return at === "" || !path.startsWith(conditionPath)
      ? rest
      : `when.${filled[Number(at)]}.${part === "" ? "field" : part}`;
  };
  const sent = await submitPatch(page, RULES_PATH, patchOfList(place.list, entries), fieldOf);
  if (sent.kind === "answer") return sent.answer;
  return await redraw(sent.kind === "wrong" ? { errors: sent.errors } : { rehearsal: sent.rehearsal });
}

function placeIn(fields: URLSearchParams): Place | null {
  const list = RULE_LISTS.find((one) => one === fields.get("list"));
  const at = fields.get("at") ?? "";
  if (list === undefined || !/^(new|\d{1,3})$/.test(at)) return null;
  return { list, at: at === "new" ? "new" : Number(at) };
}

function addCondition(form: URLSearchParams): void {
  const next = (rowIndices(form, "when").at(-1) ?? -1) + 1;
  if (next < MOST_CONDITIONS) form.set(`when.${next}.field`, "");
}

async function draw(
  page: Page,
  connection: StoredConnection,
  { list, at }: Place,
  form: URLSearchParams,
  drawn: Drawn,
): Promise<Answer> {
  const { texts, context } = page;
  const settings = await currentSettings(context, connection);
  const examples = await examplesOf(page, settings);
  const written = conditions.safeParse(entryIn(list, form)["when"]);
  const frame = await editorFrame(page, connection, "/rules", drawn);
  const isNew = at === "new";
  const title = texts(`rules.${isNew ? "add" : "edit"}.${list}`);
  const model = {
    ...frame,
    title,
    ...(drawn.isChanged || drawn.errors.length > 0 ? {} : { answer: { tone: null, text: title } }),
    action: page.href(PATH),
    back: page.href(RULES_PATH),
    list,
    at: String(at),
    nameField: areNamed(list)
      ? {
          name: "name",
          kind: "text",
          title: texts("rules.name"),
          help: texts("rules.name_help"),
          value: form.get("name") ?? "",
          maxLength: 100,
          error: errorAt(page, drawn.errors, "name", "name"),
        }
      : null,
    conditions: rowIndices(form, "when").map((index) => conditionView(page, form, index, drawn)),
    examples: written.success ? examples(written.data) : null,
    sets: SET_FIELDS[list].map((field) => setView(page, form, field, list, drawn)),
    listed: [...new Set(SET_FIELDS[list].flatMap((field) => field.list ?? []))],
    wrong: drawn.errors
      .filter(({ field }) => field === "set" || field === "when" || field === "")
      .map(({ field }) => texts(`rules.error.${field === "" ? "other" : field}`))[0],
  };
  return view("settings-rule", model, drawn.errors.length === 0 ? 200 : 422);
}

function conditionView(
  page: Page,
  form: URLSearchParams,
  index: number,
  { errors }: Drawn,
): Record<string, unknown> {
  const { texts } = page;
  const name = (part: string): string => `when.${index}.${part}`;
  const chosen = (part: string): string => form.get(name(part)) ?? "";
  return {
    number: index + 1,
    index,
    field: {
      name: name("field"),
      label: texts("rules.field", { number: index + 1 }),
      options: ["", ...FIELDS].map((value) => ({
        value,
        label: value === "" ? texts("settings.choose") : fieldLabel(page, value),
        isChosen: value === chosen("field"),
      })),
    },
    op: {
      name: name("op"),
      label: texts("rules.op", { number: index + 1 }),
      options: OPERATORS.map((value) => ({
        value,
        label: texts(`condition.op.${value}`),
        isChosen: value === chosen("op"),
      })),
    },
    valueName: name("value"),
    value: chosen("value"),
    error: ["field", "op", "value"]
      .map((part) => errorAt(page, errors, name(part), "condition"))
      .find((error) => error !== null),
  };
}

function setView(
  page: Page,
  form: URLSearchParams,
  { name, kind, list, options }: SetField,
  of: RuleList,
  { errors }: Drawn,
): Record<string, unknown> {
  const { texts } = page;
  const field = `set.${name}`;
  const chosen = form.getAll(field);
  const offered = options.map((value) => ({
    value,
    label: texts([`setting.orders.${name}.option.${value}`, `option.${value}`], { or: value }),
    isChosen: chosen.includes(value),
  }));
  return {
    name: field,
    kind,
    title: texts(`rules.set.${name}`),
    help: texts(`rules.set_help.${name}`, { or: "" }),
    value: kind === "decimal" ? writeDecimal(page.locale, chosen[0] ?? "") : (chosen[0] ?? ""),
    list,
    maxLength: 500,
    options:
      kind === "choice"
        ? [{ value: "", label: texts("rules.unchanged"), isChosen: chosen.length === 0 }, ...offered]
        : offered,
    error: errorAt(
      page,
      errors,
      of === "rules" ? field : name,
      list === "accounts" ? "payments.methods.account" : field,
    ),
  };
}

function fieldLabel({ texts }: Page, field: string): string {
  const hint = texts(`condition.hint.${field}`, { or: "" });
  const name = texts(`condition.field.${field}`);
  return hint === "" ? name : `${name} (${hint})`;
}
