import type { Company } from "./company.ts";
import { notFound, refused } from "./errors.ts";
import { type Fields, type Patch, readEnvelope } from "./fields.ts";
import type { Clock } from "./swedish-time.ts";

/** An answer before it is written, so that a fault can keep it from leaving. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** One authorised call to the API. */
export interface Call {
  company: Company;
  clock: Clock;
  /** Address of the API, for `@url` and `Location`. */
  origin: string;
  query: URLSearchParams;
  /** A part of the path, by its name in the route; "" when the route has no such part. */
  param(name: string): string;
  /** The parsed JSON body, or the file of a form; undefined when none was sent. */
  body: unknown;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** An address of the API with the scope that opens it. */
export interface Route {
  method: Method;
  path: string;
  scope: string;
  /** Takes a file of a form instead of JSON. */
  isForm?: boolean;
  handle(call: Call): Reply;
}

/** A JSON answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json;charset=UTF-8", ...headers },
    body: JSON.stringify(body),
  };
}

/** 200 with one object in its envelope. */
export function found(envelope: string, item: unknown): Reply {
  return json(200, { [envelope]: item });
}

/** 201 with the new object and where it lives. */
export function created(envelope: string, item: { "@url": string }): Reply {
  return json(201, { [envelope]: item }, { location: item["@url"] });
}

/** 204. */
export function removed(): Reply {
  return { status: 204 };
}

/** The fields a call sends in its envelope; no body at all is the vendor's 2001392. */
export function fieldsOf<F extends Fields>(call: Call, envelope: string, fields: F): Patch<F> {
  if (call.body === undefined) throw refused("body");
  return readEnvelope(envelope, fields, call.body);
}

/** The address of an object of the API. */
export function urlOf(call: Call, ...parts: (string | number)[]): string {
  return [`${call.origin}/3`, ...parts.map((part) => encodeURIComponent(String(part)))].join("/");
}

/** The route of a call with the parts of its path, or the vendor's refusal. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: ReadonlyMap<string, string> } {
  const segments = path.split("/").filter((segment) => segment !== "");
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, segments) : undefined;
    if (params !== undefined) return { route, params };
  }
  throw refused("route", `${method} ${path}`);
}

function matchPath(pattern: string, segments: readonly string[]): ReadonlyMap<string, string> | undefined {
  const parts = pattern.split("/").filter((part) => part !== "");
  if (parts.length !== segments.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith(":")) params.set(part.slice(1), decodeSegment(segment));
    else if (part !== segment) return undefined;
  }
  return params;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw refused("identifier", segment);
  }
}

/** The record, or 404 in the vendor's words. */
export function existing<T>(record: T | undefined, error: Parameters<typeof notFound>[0]): T {
  if (record === undefined) throw notFound(error);
  return record;
}
