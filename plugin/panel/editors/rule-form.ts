import { type ConditionField, conditionFields, operators } from "../../settings/condition.ts";
import { readDecimal } from "../settings/decimal-text.ts";
import { areNamed, type RuleEntry, type RuleList, SET_FIELDS, setOf } from "../settings/rule-lists.ts";
import { rowIndices } from "../settings/settings-form.ts";

/** `missing` is `exists` with the value false: two words are easier to choose than one with a value. */
export const OPERATORS = [...Object.keys(operators), "missing"] as const;
export const FIELDS = Object.keys(conditionFields).filter(
  (name): name is ConditionField => name in conditionFields,
);

const LISTED: ReadonlySet<string> = new Set(["in", "not_in"]);

/** Writes an entry of a list as form fields. */
export function formOfEntry(list: RuleList, entry: RuleEntry): URLSearchParams {
  const form = new URLSearchParams();
  if (typeof entry["name"] === "string") form.set("name", entry["name"]);
  for (const [index, { field, op, value }] of entry.when.entries()) {
    form.set(`when.${index}.field`, field);
    form.set(`when.${index}.op`, op === "exists" && value === false ? "missing" : op);
    form.set(
      `when.${index}.value`,
      Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : "",
    );
  }
  const set = setOf(list, entry);
  for (const { name } of SET_FIELDS[list]) {
    const value = set[name];
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) form.append(`set.${name}`, String(one));
    }
  }
  return form;
}

/** Reads the form as an entry of the list, as far as it was filled in; the schema judges it. */
export function entryIn(list: RuleList, form: URLSearchParams): Record<string, unknown> {
  const name = (form.get("name") ?? "").trim();
  const when = filledConditions(form).map((index) => conditionAt(form, index));
  const set = Object.fromEntries(
    SET_FIELDS[list].flatMap(({ name: field, kind }) => {
      const values = form
        .getAll(`set.${field}`)
        .map((value) => (kind === "decimal" ? readDecimal(value.trim()) : value.trim()))
        .filter((value) => value !== "");
      if (values.length === 0) return [];
      return [[field, kind === "choices" ? values : values[0]]];
    }),
  );
  return {
    ...(name === "" || !areNamed(list) ? {} : { name }),
    when,
    ...(list === "rules" ? { set } : set),
  };
}

/** The numbers of the conditions in which something was chosen. */
export function filledConditions(form: URLSearchParams): number[] {
  return rowIndices(form, "when").filter((index) => (form.get(`when.${index}.field`) ?? "") !== "");
}

function conditionAt(form: URLSearchParams, index: number): Record<string, unknown> {
  const read = (name: string): string => (form.get(`when.${index}.${name}`) ?? "").trim();
  const [field, op, value] = [read("field"), read("op"), read("value")];
  if (op === "exists") return { field, op };
  if (op === "missing") return { field, op: "exists", value: false };
  if (LISTED.has(op))
    return {
      field,
      op,
      value: value
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== ""),
    };
  return { field, op, value };
}
