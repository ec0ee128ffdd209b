import { z } from "zod";
import type { Problem } from "../../domain/problem.ts";
import { HttpFailure, type HttpRequest, type HttpResponse } from "../../ports.ts";
import type { LedgerPorts } from "../connector.ts";
import { illAnswer, noAnswer, tooManyCalls } from "../shared/retry-problem.ts";
import { type FortnoxOptions, LEDGER_NAME } from "./options.ts";
import { type About, NO_SCOPE, problemOf, type Refusal, readRefusal } from "./refusal.ts";
import { parseJson, TIMEOUT_MS } from "./token-request.ts";
import type { Tokens } from "./tokens.ts";

/**
 * Fortnox allows 25 calls in any 5 seconds per app and company. A twentieth longer: calls that leave after five seconds
 * may arrive a little sooner after each other.
 */
export const LIMIT = { calls: 25, perMs: 5_250 } as const;
const PAGE_SIZE = 500;

/** As `LedgerResult`, with what Fortnox said where it said no. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly problem: Problem;
      readonly refusal: Refusal | null;
      /** Fortnox answered, but not in a form we know. */
      readonly unreadable?: true;
    };

export interface Client {
  read<T>(
    path: string,
    schema: z.ZodType<T>,
    subject: string,
    about?: Pick<About, "ofOrders">,
  ): Promise<Reply<T>>;
  /** All pages of a list. */
  list<T>(
    path: string,
    key: string,
    item: z.ZodType<T>,
    subject: string,
    query?: Readonly<Record<string, string>>,
    about?: Pick<About, "ofOrders">,
  ): Promise<Reply<T[]>>;
  /** A call that changes something: also the GET that sends an e-mail. */
  write<T>(
    method: "POST" | "PUT" | "GET",
    path: string,
    body: unknown,
    schema: z.ZodType<T>,
    about: About,
  ): Promise<Reply<T>>;
}

type ClientPorts = Pick<LedgerPorts, "http" | "log" | "limiter" | "lane">;

/** HTTP with one company's books: base address, headers, limit, time-out, parsing. It knows nothing of invoices. */
export function createClient(
  options: FortnoxOptions,
  ports: ClientPorts,
  tenant: string,
  tokens: Tokens,
): Client {
  const limitKey = `fortnox:${options.clientId}:${tenant}`;

  async function exchange(
    request: Pick<HttpRequest, "method" | "body"> & { readonly path: string },
    token: string,
  ): Promise<HttpResponse> {
    await ports.limiter.take(limitKey, LIMIT, ports.lane);
    const url = new URL(request.path, options.apiUrl);
    const response = await ports.http({
      method: request.method,
      url: url.href,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        "content-type": "application/json",
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      timeoutMs: TIMEOUT_MS,
    });
    // The query is left out, for it may hold a buyer's address. X-Uid is what the vendor's support asks for.
    ports.log.debug("fortnox answered", {
      method: request.method,
      path: url.pathname,
      status: response.status,
      uid: response.headers["x-uid"] ?? null,
    });
    if (response.status === 429) await ports.limiter.pause(limitKey, LIMIT.perMs);
    return response;
  }

  async function call<T>(
    request: Pick<HttpRequest, "method" | "body"> & { readonly path: string },
    schema: z.ZodType<T>,
    about: About,
  ): Promise<Reply<T>> {
    const isWrite = about.write === true;
    const access = await tokens.current();
    if (!access.ok) return failed(access.problem);
    let response: HttpResponse;
    try {
      response = await exchange(request, access.value.token);
      // A token of before a wider consent knows only the permissions of its own time.
      if (response.status === 401 || lacksScope(response)) {
        tokens.forget(access.value.token);
        const renewed = await tokens.current();
        if (!renewed.ok) return failed(renewed.problem);
        response = await exchange(request, renewed.value.token);
      }
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return failed(noAnswer(LEDGER_NAME, error, isWrite));
    }
    return interpret(response, schema, about);
  }

  return {
    read: (path, schema, subject, about) => call({ method: "GET", path }, schema, { ...about, subject }),

    async list<T>(
      path: string,
      key: string,
      item: z.ZodType<T>,
      subject: string,
      query: Readonly<Record<string, string>> = {},
      about: Pick<About, "ofOrders"> = {},
    ) {
      const page = listPage(key, item);
      const found: T[] = [];
      for (let number = 1; ; number += 1) {
        const search = new URLSearchParams({ ...query, limit: String(PAGE_SIZE), page: String(number) });
        const reply = await call({ method: "GET", path: `${path}?${search.toString()}` }, page, {
          ...about,
          subject,
        });
        if (!reply.ok) return reply;
        const { items, pages } = reply.value;
        found.push(...items);
        const isLast = pages === null ? items.length < PAGE_SIZE : number >= pages;
        if (isLast) return { ok: true, value: found };
      }
    },

    write: (method, path, body, schema, about) =>
      call({ method, path, ...(method === "GET" ? {} : { body: JSON.stringify(body) }) }, schema, {
        ...about,
        write: true,
      }),
  };
}

function lacksScope(response: HttpResponse): boolean {
  if (response.status !== 400 && response.status !== 403) return false;
  return readRefusal(response.status, parseJson(response.body))?.code === NO_SCOPE;
}

function interpret<T>(response: HttpResponse, schema: z.ZodType<T>, about: About): Reply<T> {
  const isWrite = about.write === true;
  if (response.status === 429) return failed(tooManyCalls(LEDGER_NAME, LIMIT.perMs));
  const body = parseJson(response.body);
  if (response.status >= 200 && response.status < 300) {
    const parsed = schema.safeParse(body);
    if (parsed.success) return { ok: true, value: parsed.data };
    const where = parsed.error.issues.map((issue) => issue.path.join(".") || "body").join(", ");
    const problem = illAnswer(LEDGER_NAME, `status ${response.status}, unreadable: ${where}`, isWrite);
    return { ...failed(problem), unreadable: true };
  }
  // Below 500 a refusal in Fortnox's own form is its verdict; all else comes from something that broke, perhaps after writing.
  const refusal = response.status >= 400 && response.status < 500 ? readRefusal(response.status, body) : null;
  if (refusal !== null) return { ok: false, problem: problemOf(refusal, about), refusal };
  return failed(illAnswer(LEDGER_NAME, `status ${response.status}: ${response.body.slice(0, 200)}`, isWrite));
}

/** A page of a list, and how many there are where Fortnox says so. */
function listPage<T>(key: string, item: z.ZodType<T>): z.ZodType<{ items: T[]; pages: number | null }> {
  const pages = z
    .object({ MetaInformation: z.object({ "@TotalPages": z.coerce.number().int().min(0) }).optional() })
    .transform((body) => body.MetaInformation?.["@TotalPages"] ?? null);
  const items = z.object({ [key]: z.array(item) }).transform((body) => body[key] ?? []);
  return z.intersection(
    items.transform((read) => ({ items: read })),
    pages.transform((read) => ({ pages: read })),
  );
}

function failed(problem: Problem): { ok: false; problem: Problem; refusal: null } {
  return { ok: false, problem, refusal: null };
}
