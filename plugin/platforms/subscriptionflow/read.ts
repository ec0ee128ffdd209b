import { z } from "zod";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { ShopResult } from "../platform.ts";
import type { Api } from "./client.ts";

/** What a page of `/filter` holds at most. */
const PAGE = 200;
/** No window of changes is this long; it keeps a site that never ends its list from keeping us. */
const MOST_PAGES = 500;

const singleRecord = z.looseObject({
  attributes: z.record(z.string(), z.unknown()).optional(),
  relationships: z
    .record(z.string(), z.object({ id: z.unknown() }).nullable().catch(null))
    .optional()
    .catch(undefined),
});

/** The words for a member whose schema has none of its own. */
const wrongMember = { error: () => "is missing or not what it should be" };

/** One record as it came, or null when the site does not have it: a 404, a 400, or a record without an id. */
export async function readRecord(api: Api, path: string): Promise<ShopResult<unknown>> {
  const answer = await api({ method: "GET", path });
  if (!answer.ok) return answer;
  const outer = singleRecord.safeParse(answer.value.json);
  // Single records are wrapped, lists are flat: read whichever is there.
  const record = outer.success ? (outer.data.attributes ?? outer.data) : null;
  if (record?.["id"] == null) return { ok: true, value: null };
  return { ok: true, value: { ...keysOf(outer.data?.relationships), ...record } };
}

/** Keys of other records, which lists have among the members and single records beside them. */
function keysOf(relationships: z.output<typeof singleRecord>["relationships"]): Record<string, unknown> {
  const named = Object.entries(relationships ?? {}).flatMap(([name, one]) =>
    one === null ? [] : [[name, one.id] as const],
  );
  return Object.fromEntries(named);
}

/** Records a record is linked with; null for a relation the site does not have. */
export async function readLinked<T>(
  api: Api,
  path: string,
  schema: z.ZodType<T>,
  what: string,
): Promise<ShopResult<T[] | null>> {
  const answer = await api({ method: "GET", path });
  if (!answer.ok) return answer;
  if (!answer.value.found) return { ok: true, value: null };
  return parsed(answer.value.json, z.array(schema), what);
}

/** A condition of a filter: field, operator of the vendor's without its dollar, value. */
export type Condition = readonly [field: string, operator: "equals" | "gte" | "lte" | "in", value: string];

/** All records of a module that meet the conditions, each as it came. */
export async function readAll(
  api: Api,
  module: string,
  conditions: readonly Condition[],
): Promise<ShopResult<unknown[]>> {
  const all: unknown[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await readPage(api, module, conditions, all.length);
    if (!read.ok) return read;
    all.push(...read.value);
    if (!isFullPage(read.value)) break;
  }
  return { ok: true, value: all };
}

/** One page from an offset on. */
export async function readPage(
  api: Api,
  module: string,
  conditions: readonly Condition[],
  offset: number,
): Promise<ShopResult<unknown[]>> {
  const query = {
    ...Object.fromEntries(
      conditions.map(([field, operator, value]) => [`filter[${field}][$${operator}]`, value]),
    ),
    "filter[$sortorder]": "asc",
    "filter[$limit]": String(PAGE),
    "filter[$offset]": String(offset),
  };
  const answer = await api({ method: "POST", path: `/${module}/filter`, query });
  if (!answer.ok) return answer;
  return parsed(answer.value.json, z.array(z.unknown()), "a list");
}

export const isFullPage = (rows: readonly unknown[]): boolean => rows.length >= PAGE;

/** Reads what came by its schema, or names the first member that cannot be read. */
export function parsed<T>(json: unknown, schema: z.ZodType<T>, what: string): ShopResult<T> {
  const read = schema.safeParse(json, wrongMember);
  return read.success ? { ok: true, value: read.data } : { ok: false, problem: unreadable(what, read.error) };
}

function unreadable(what: string, error: z.ZodError): FixProblem {
  const issue = error.issues[0];
  const path = (issue?.path ?? [])
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
  const message = `The shop's data for ${what} cannot be read: ${path === "" ? "it" : path} ${issue?.message}.`;
  return fix("ORDER_UNREADABLE", message, { place: "shop" }, path);
}
