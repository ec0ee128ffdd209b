import { refused } from "./errors.ts";
import { type Call, json, type Reply } from "./routes.ts";
import { swedishDateTime } from "./swedish-time.ts";

/** How the records of a resource may be searched and what a list shows of them. */
export interface Listing<T> {
  /** The key of the list in the answer; the vendor's plurals follow no rule. */
  key: string;
  item(record: T): unknown;
  /** Text searches: substring, any case, so "100" finds "1001" and nothing finds everybody. */
  contains?: Record<string, (record: T) => readonly (string | null)[]>;
  /** Exact searches: lower and upper bounds, flags. */
  matches?: Record<string, (record: T, value: string) => boolean>;
  /** Values of `filter`. */
  filters?: Record<string, (record: T) => boolean>;
  sorts?: Record<string, (record: T) => string>;
  modifiedAt?: (record: T) => string;
}

const paging = new Set(["page", "limit", "offset", "sortby", "sortorder"]);

/** Answers a list call: filters, sorts, pages. */
export function listed<T>(call: Call, records: Iterable<T>, listing: Listing<T>): Reply {
  const tests = [...call.query]
    .filter(([name]) => !paging.has(name))
    .map(([name, value]) => test(listing, name, value));
  const hits = [...records].filter((record) => tests.every((passes) => passes(record)));
  return page(call, sorted(call, hits, listing), listing);
}

function test<T>(listing: Listing<T>, name: string, value: string): (record: T) => boolean {
  const contains = own(listing.contains, name);
  if (contains !== undefined) {
    const wanted = value.toLowerCase();
    return (record) => contains(record).some((text) => (text ?? "").toLowerCase().includes(wanted));
  }
  const matches = own(listing.matches, name);
  if (matches !== undefined) return (record) => matches(record, value);
  const { modifiedAt } = listing;
  if (name === "lastmodified" && modifiedAt !== undefined) {
    if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/.test(value)) throw refused("parameter", name);
    return (record) => swedishDateTime(new Date(modifiedAt(record))) >= value;
  }
  if (name === "filter" && listing.filters !== undefined) {
    const filter = own(listing.filters, value);
    if (filter === undefined) throw refused("filter");
    return filter;
  }
  throw name === "filter" ? refused("filter") : refused("parameter", name);
}

function own<V>(entries: Record<string, V> | undefined, name: string): V | undefined {
  return entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function sorted<T>(call: Call, records: T[], listing: Listing<T>): T[] {
  const order = call.query.get("sortorder") ?? "ascending";
  if (order !== "ascending" && order !== "descending") throw refused("parameter", "sortorder");
  const by = call.query.get("sortby");
  if (by !== null) {
    const read = own(listing.sorts, by);
    if (read === undefined) throw refused("parameter", "sortby");
    records.sort((a, b) => read(a).localeCompare(read(b), "sv", { numeric: true }));
  }
  return order === "descending" ? records.reverse() : records;
}

function page<T>(call: Call, records: readonly T[], listing: Listing<T>): Reply {
  const limit = number(call, "limit", { otherwise: 100, min: 1, max: 500 });
  const current = number(call, "page", { otherwise: 1, min: 1 });
  const offset = number(call, "offset", { otherwise: (current - 1) * limit, min: 0 });
  return json(200, {
    MetaInformation: {
      "@TotalResources": records.length,
      "@TotalPages": Math.ceil(records.length / limit),
      "@CurrentPage": current,
    },
    [listing.key]: records.slice(offset, offset + limit).map(listing.item),
  });
}

function number(call: Call, name: string, bounds: { otherwise: number; min: number; max?: number }): number {
  const text = call.query.get(name);
  if (text === null) return bounds.otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < bounds.min || value > (bounds.max ?? value)) throw refused("parameter", name);
  return value;
}
