import type { FlowStep } from "../../settings/groups/flow.ts";
import type { Settings } from "../../settings/schema.ts";
import type { Page } from "../page.ts";
import { actionNames, stateName } from "./flow-words.ts";
import { entriesOf, RULE_LISTS, type RuleEntry, type RuleList, setOf } from "./rule-lists.ts";
import { conditionsInWords, setInWords } from "./rule-words.ts";

/** A list whose entries no form field can tell, each in a sentence. */
export interface ToldList {
  readonly path: string;
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Filters, rules, suppliers and the flow of these settings, all lists in the same order whatever they hold. */
export function toldLists(page: Page, settings: Settings): ToldList[] {
  const rules = RULE_LISTS.map((path) => ({
    path,
    title: page.texts(`setting.${path}.title`),
    sentences: entriesOf(settings, path).map((entry) => entryInWords(page, path, entry)),
  }));
  const flow = settings.orders.flow.map((step) => stepInWords(page, step));
  return [...rules, { path: "orders.flow", title: page.texts("settings.tab.flow"), sentences: flow }];
}

/** "Books, when SKU starts with BOOK-, then Account: 3002". */
function entryInWords(page: Page, list: RuleList, entry: RuleEntry): string {
  const name = typeof entry["name"] === "string" ? [entry["name"]] : [];
  const when = page.texts("settings.history.when", { when: conditionsInWords(page, entry.when) });
  const head = [...name, ...(entry.when.length === 0 ? [] : [when])].join(", ");
  const then = page.texts("settings.history.then", { what: consequenceOf(page, list, entry) });
  return [head, then].filter((part) => part !== "").join(", ");
}

/** What an entry brings about. */
export function consequenceOf(page: Page, list: RuleList, entry: RuleEntry): string {
  if (list === "orders.takes") return page.texts("rules.taken");
  return list === "orders.filters" ? page.texts("rules.left_out") : setInWords(page, setOf(list, entry));
}

/** "Shipped: Invoice, Send a webhook, https://shop.example/hook, Wait for its answer before the next step". */
function stepInWords(page: Page, { when, do: actions, webhook }: FlowStep): string {
  const message = webhook === undefined ? [] : [webhook.url];
  const waiting = webhook?.awaited === true ? [page.texts("settings.flow.awaited")] : [];
  return `${stateName(page, when)}: ${[actionNames(page, actions), ...message, ...waiting].join(", ")}`;
}
