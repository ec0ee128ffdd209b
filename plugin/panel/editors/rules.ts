import { currentSettings } from "../../pipeline/books.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type Answer, type Page, refusal, view } from "../page.ts";
import { type Drawn, editorFrame, notConnected, UNTOUCHED } from "../settings/editor-frame.ts";
import { consequenceOf } from "../settings/entry-sentences.ts";
import {
  entriesOf,
  isFull,
  listsFor,
  patchOfList,
  RULE_LISTS,
  type RuleEntry,
  type RuleList,
} from "../settings/rule-lists.ts";
import { conditionsInWords } from "../settings/rule-words.ts";
import { refusalOf, submitPatch } from "../settings/submit-patch.ts";
import { examplesOf } from "./rule-examples.ts";

export const RULES_PATH = "/settings/rules";

/** Filters, cost centres and rules as sentences, each with an order it would meet. */
export async function showRules(page: Page): Promise<Answer> {
  return page.connection === null ? notConnected(page) : await draw(page, page.connection, UNTOUCHED);
}

/** Moves an entry up or takes it away: the first that fits decides, so the order matters. */
export async function changeRules(page: Page): Promise<Answer> {
  const refused = await refusalOf(page);
  const { connection, form } = page;
  if (refused !== null || connection === null) return refused ?? notConnected(page);
  const [, act, name = "", at = ""] = /^(up|remove):([a-z.]+):(\d{1,3})$/.exec(form.get("do") ?? "") ?? [];
  const list = RULE_LISTS.find((one) => one === name);
  const settings = await currentSettings(page.context, connection);
  const entries = list === undefined ? [] : [...entriesOf(settings, list)];
  const index = Number(at);
  const entry = entries[index];
  if (list === undefined || entry === undefined) return refusal("not_found");
  entries.splice(index, 1);
  if (act === "up") entries.splice(Math.max(0, index - 1), 0, entry);
  const sent = await submitPatch(page, RULES_PATH, patchOfList(list, entries));
  if (sent.kind === "answer") return sent.answer;
  return await draw(page, connection, { ...UNTOUCHED, errors: sent.kind === "wrong" ? sent.errors : [] });
}

async function draw(page: Page, connection: StoredConnection, drawn: Drawn): Promise<Answer> {
  const settings = await currentSettings(page.context, connection);
  const examples = await examplesOf(page, settings);
  const model = {
    ...(await editorFrame(page, connection, "/rules", drawn)),
    action: page.href(RULES_PATH),
    lists: listsFor(settings).map((list) => ({
      id: list,
      title: page.texts(`setting.${list}.title`),
      help: page.texts(`rules.help.${list}`),
      add: page.texts(`rules.add.${list}`),
      addHref: isFull(list, entriesOf(settings, list))
        ? null
        : page.href(`${RULES_PATH}/edit`, { list, at: "new" }),
      entries: entriesOf(settings, list).map((entry, index) => ({
        ...entryView(page, list, entry),
        number: index + 1,
        key: `${list}:${index}`,
        isFirst: index === 0,
        editHref: page.href(`${RULES_PATH}/edit`, { list, at: String(index) }),
        examples: examples(entry.when),
      })),
    })),
  };
  return view("settings-rules", model, drawn.errors.length === 0 ? 200 : 422);
}

function entryView(page: Page, list: RuleList, entry: RuleEntry): Record<string, unknown> {
  return {
    name: typeof entry["name"] === "string" ? entry["name"] : null,
    conditions: conditionsInWords(page, entry.when),
    set: consequenceOf(page, list, entry),
  };
}
