import type { Settings } from "../../settings/schema.ts";
import { triggers } from "../../settings/triggers.ts";

/** The lists of settings whose rows have conditions. */
export const RULE_LISTS = [
  "orders.takes",
  "orders.filters",
  "dimensions",
  "rules",
  "purchases.suppliers",
] as const;
export type RuleList = (typeof RULE_LISTS)[number];

export type RuleEntry = Readonly<Record<string, unknown>> & {
  readonly when: Settings["rules"][number]["when"];
};

/** What a row of the list may set, and how it is typed. */
export interface SetField {
  readonly name: string;
  readonly kind: "text" | "decimal" | "choice" | "choices";
  /** The ledger's list that offers values. */
  readonly list: string | null;
  readonly options: readonly string[];
}

const text = (name: string, list: string | null = null): SetField => ({
  name,
  kind: "text",
  list,
  options: [],
});
const decimal = (name: string): SetField => ({ name, kind: "decimal", list: null, options: [] });
const choice = (name: string, options: readonly string[]): SetField => ({
  name,
  kind: "choice",
  list: null,
  options,
});

export const SET_FIELDS: Readonly<Record<RuleList, readonly SetField[]>> = {
  "orders.takes": [],
  "orders.filters": [],
  dimensions: [text("cost_centre"), text("project"), text("bi_code")],
  rules: [
    text("account", "accounts"),
    text("vat_code", "vat_codes"),
    text("article", "articles"),
    text("text"),
    text("cost_centre"),
    text("project"),
    text("terms"),
    text("reference_text"),
    text("comment_text"),
    choice("booking", ["draft", "book"]),
    choice("document", ["invoice", "order"]),
    { name: "trigger", kind: "choices", list: null, options: triggers },
  ],
  "purchases.suppliers": [
    text("supplier", "suppliers"),
    text("account", "accounts"),
    decimal("markup"),
    decimal("vat_rate"),
    choice("buys", ["yes", "no"]),
  ],
};

export function entriesOf(settings: Settings, list: RuleList): readonly RuleEntry[] {
  switch (list) {
    case "orders.takes":
      return settings.orders.takes.length === 0 ? [] : [{ when: settings.orders.takes }];
    case "orders.filters":
      return settings.orders.filters;
    case "dimensions":
      return settings.dimensions;
    case "rules":
      return settings.rules;
    case "purchases.suppliers":
      return settings.purchases.suppliers;
  }
}

/** The lists that count for a connection: suppliers only where each sale brings a purchase. */
export const listsFor = ({ purchases }: Settings): readonly RuleList[] =>
  RULE_LISTS.filter((list) => list !== "purchases.suppliers" || purchases.mode === "back_to_back");

/** Whether entries bear a name, to be named where they are the reason. */
export const areNamed = (list: RuleList): boolean => list === "orders.filters" || list === "rules";

/** What an entry sets: a rule keeps it under `set`, a dimension beside its conditions. */
export function setOf(list: RuleList, entry: RuleEntry): Readonly<Record<string, unknown>> {
  const { when: _when, name: _name, set, ...rest } = entry;
  return list === "rules" && typeof set === "object" && set !== null ? { ...set } : rest;
}

/** What a connection takes is said once; the other lists have as many entries as one likes. */
export const isFull = (list: RuleList, entries: readonly unknown[]): boolean =>
  list === "orders.takes" && entries.length > 0;

/** Where the conditions of an entry stand in the settings. */
export const pathOfEntry = (list: RuleList, index: number): string =>
  list === "orders.takes" ? list : `${list}.${index}.when`;

/** A merge patch that replaces the whole list. */
export function patchOfList(list: RuleList, entries: readonly unknown[]): unknown {
  if (list === "orders.takes") return { orders: { takes: whenOf(entries.at(-1)) } };
  const [group = list, field] = list.split(".");
  return { [group]: field === undefined ? entries : { [field]: entries } };
}

function whenOf(entry: unknown): unknown {
  return typeof entry === "object" && entry !== null && "when" in entry ? entry.when : [];
}
