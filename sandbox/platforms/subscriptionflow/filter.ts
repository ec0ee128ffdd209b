import { compare } from "../manifest-shop/amounts.ts";

interface Condition {
  field: string;
  operator: string;
  value: unknown;
}

/** What a call to `/filter` asks for, from its query, form or JSON. */
export interface Filter {
  conditions: Condition[];
  sortOrder: "asc" | "desc" | null;
  limit: number | null;
  offset: number;
}

type Row = Readonly<Record<string, unknown>>;

const OPERATORS: Readonly<Record<string, (value: unknown, wanted: unknown) => boolean>> = {
  $equals: (value, wanted) => textOf(value) === textOf(wanted),
  $not_equals: (value, wanted) => textOf(value) !== textOf(wanted),
  $starts: (value, wanted) => textOf(value).startsWith(textOf(wanted)),
  $ends: (value, wanted) => textOf(value).endsWith(textOf(wanted)),
  $contains: (value, wanted) => textOf(value).includes(textOf(wanted)),
  $in: (value, wanted) => listOf(wanted).includes(textOf(value)),
  $not_in: (value, wanted) => !listOf(wanted).includes(textOf(value)),
  $is_null: (value) => value == null || value === "",
  $not_null: (value) => value != null && value !== "",
  $lt: (value, wanted) => order(value, wanted) < 0,
  $lte: (value, wanted) => order(value, wanted) <= 0,
  $gt: (value, wanted) => order(value, wanted) > 0,
  $gte: (value, wanted) => order(value, wanted) >= 0,
};

/** Reads `filter[field][$operator]`, already nested by the parser of queries and forms. Unknown operators count as none. */
export function readFilter(asked: unknown): Filter {
  const members = Object.entries(typeof asked === "object" && asked !== null ? asked : {});
  const conditions = members.flatMap(([field, operators]) =>
    field.startsWith("$") || typeof operators !== "object" || operators === null
      ? []
      : Object.entries(operators)
          .filter(([operator]) => operator in OPERATORS)
          .map(([operator, value]) => ({ field, operator, value: value as unknown })),
  );
  const modifier = (name: string): unknown => members.find(([field]) => field === name)?.[1];
  const sort = modifier("$sortorder");
  return {
    conditions,
    sortOrder: sort === "asc" || sort === "desc" ? sort : null,
    limit: wholeNumber(modifier("$limit") ?? modifier("$paginate")),
    offset: wholeNumber(modifier("$offset")) ?? 0,
  };
}

/** The rows that meet every condition; none at all without a condition, as has been observed. */
export function filtered<T extends Row>(rows: readonly T[], filter: Filter): T[] {
  if (filter.conditions.length === 0) return [];
  const met = rows.filter((row) =>
    filter.conditions.every(
      ({ field, operator, value }) => OPERATORS[operator]?.(row[field], value) ?? false,
    ),
  );
  // By what is sorted nobody has written; creation is what a database gives without being asked.
  const sorted = filter.sortOrder === "desc" ? met.reverse() : met;
  return sorted.slice(filter.offset, filter.limit === null ? undefined : filter.offset + filter.limit);
}

/** Exact matches of every member of a query, for `/search`. */
export function searched<T extends Row>(rows: readonly T[], query: Row): T[] {
  const wanted = Object.entries(query).filter(([name]) => name !== "page");
  return rows.filter((row) => wanted.every(([name, value]) => textOf(row[name]) === textOf(value)));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : textOf(value).split(",");
}

/** Times by their instant, numbers by their size, everything else by its letters. */
function order(value: unknown, wanted: unknown): number {
  const [left, right] = [textOf(value), textOf(wanted)];
  const isNumber = [left, right].every((text) => /^-?\d+(\.\d+)?$/.test(text));
  if (isNumber) return compare(left, right);
  const times = [Date.parse(left), Date.parse(right)];
  const [a = Number.NaN, b = Number.NaN] = times;
  return Number.isNaN(a) || Number.isNaN(b) ? left.localeCompare(right) : a - b;
}

function wholeNumber(value: unknown): number | null {
  return /^\d{1,9}$/.test(textOf(value)) ? Number(value) : null;
}
