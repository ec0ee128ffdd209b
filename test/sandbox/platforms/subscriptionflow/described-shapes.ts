import { readFileSync } from "node:fs";
import type { Described, Shape } from "../../../../tools/described/openapi-answers.ts";

/** The vendor's own words, by tools/subscriptionflow-answers.ts. */
const { calls, shapes } = JSON.parse(
  readFileSync(new URL("./fixtures/described.json", import.meta.url), "utf8"),
) as Described;

type Members = { readonly [member: string]: Shape };

export const isMembers = (shape: Shape | undefined): shape is Members =>
  typeof shape === "object" && !Array.isArray(shape);

/** The described call an answer belongs to: words of the path come before what stands in braces. */
export function callOf(method: string, path: string): string | null {
  const fitting = Object.keys(calls).filter((call) => {
    const pattern = call.replace(/\{[^/]+\}/g, "[^/]+");
    return new RegExp(`^${pattern}$`).test(`${method} ${path}`);
  });
  const braces = (call: string): number => call.split("{").length;
  return fitting.sort((a, b) => braces(a) - braces(b))[0] ?? null;
}

/**
 * Status and shape of a call's answer. About half of them the document shows as one bare record, in words of a database and
 * in no envelope; live, and where it shows them whole, they stand in the envelopes of lists and records, links hold
 * rows of the other module, and a row has what any call shows of its module.
 */
export function answerTo(call: string, path: string): { readonly status: number; readonly shape: Shape } {
  const [status, name] = calls[call] ?? [0, ""];
  const shape = shapes[name] ?? "any";
  const [, module = "", , link, related] = path.split("/");
  if (link === "link") {
    const own = rowIn(shape);
    const rows = related === undefined ? {} : rowsOf(related);
    return { status, shape: { data: [{ ...own, ...rows, pivot_amount: "number" }] } };
  }
  if (!isMembers(shape) || !("id" in shape) || module === "refund")
    return { status, shape: widened(shape, module) };
  const rows = rowsOf(module);
  const isOne = /\{[^/]+\}$/.test(call);
  const record = { type: "string?", id: "any", attributes: rows, relationships: "any", links: "any" };
  return { status, shape: isOne ? { data: record } : { data: [rows], links: "any", meta: "any" } };
}

/** An envelope that is described whole, with what other calls show of the same rows. */
function widened(shape: Shape, module: string): Shape {
  if (!isMembers(shape)) return shape;
  const { data } = shape;
  if (Array.isArray(data)) return { ...shape, data: [{ ...rowsOf(module), ...rowIn(shape) }] };
  if (!isMembers(data) || !isMembers(data["attributes"])) return shape;
  return { ...shape, data: { ...data, relationships: "any", links: "any" } };
}

/** What any call shows of a module's records: a type, where one is told, before a word of a database. */
function rowsOf(module: string): Members {
  const described = Object.entries(calls)
    .filter(([call]) => call.split(/[ /]+/)[1] === module && !call.includes("/link/"))
    .map(([, [, name]]) => name)
    .concat(ELSEWHERE[module] ?? [])
    .flatMap((name) => Object.entries(rowIn(shapes[name] ?? "any")));
  const typed = described.filter(([, shape]) => shape !== "any");
  return Object.fromEntries([...described, ...typed, ...RELATED]);
}

/** Shapes under other calls that show a module's records, the fuller one last: an invoice's link describes transactions. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  transactions: ["RefundTransactionResponse", "Invoice-Link"],
};

/** Keys of other records, described with some modules only. */
const RELATED: readonly (readonly [string, Shape])[] = [
  ["customer_id", "string"],
  ...["created_by", "updated_by", "assigned_to", "assigned_group_id"].map((name) => [name, "any"] as const),
];

/** The members of one record in a shape, whatever it stands in. */
function rowIn(shape: Shape): Members {
  if (!isMembers(shape)) return {};
  const { data } = shape;
  if (data === undefined) return "id" in shape ? shape : {};
  const [first] = Array.isArray(data) ? data : [data];
  if (!isMembers(first)) return {};
  const { attributes } = first;
  return isMembers(attributes) ? attributes : first;
}
