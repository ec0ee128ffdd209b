import { randomUUID } from "node:crypto";
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
  /** One page of a list, from 1 on. */
  page<T>(
    path: string,
    key: string,
    item: z.ZodType<T>,
    subject: string,
    query: Readonly<Record<string, string>>,
    number: number,
  ): Promise<Reply<Page<T>>>;
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
  /** A document as PDF; reading it changes nothing. */
  download(path: string, subject: string): Promise<Reply<Uint8Array>>;
  /** Sends a text as a file of a form. */
  upload<T>(path: string, file: NamedText, schema: z.ZodType<T>, about: About): Promise<Reply<T>>;
}

export interface Page<T> {
  readonly items: T[];
  readonly isLast: boolean;
}

export interface NamedText {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

interface Request extends Pick<HttpRequest, "method" | "body" | "wants"> {
  readonly path: string;
  /** JSON where nothing else is said. */
  readonly contentType?: string;
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

  async function exchange(request: Request, token: string): Promise<HttpResponse> {
    const url = new URL(request.path, options.apiUrl);
    const response = await ports.limiter.through(limitKey, LIMIT, ports.lane, () =>
      ports.http({
        method: request.method,
        url: url.href,
        headers: {
          authorization: `Bearer ${token}`,
          accept: request.wants === "bytes" ? "application/pdf" : "application/json",
          "content-type": request.contentType ?? "application/json",
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.wants === undefined ? {} : { wants: request.wants }),
        timeoutMs: TIMEOUT_MS,
      }),
    );
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

  /** One call with a valid token: the access token is renewed once when Fortnox refuses it. */
  async function answered(request: Request, isWrite: boolean): Promise<Reply<HttpResponse>> {
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
    return { ok: true, value: response };
  }

  async function call<T>(request: Request, schema: z.ZodType<T>, about: About): Promise<Reply<T>> {
    const reply = await answered(request, about.write === true);
    return reply.ok ? interpret(reply.value, schema, about) : reply;
  }

  async function readPage<T>(
    path: string,
    key: string,
    item: z.ZodType<T>,
    subject: string,
    query: Readonly<Record<string, string>>,
    number: number,
    about: Pick<About, "ofOrders"> = {},
  ): Promise<Reply<Page<T>>> {
    const search = new URLSearchParams({ ...query, limit: String(PAGE_SIZE), page: String(number) });
    const request = { method: "GET", path: `${path}?${search.toString()}` } as const;
    const reply = await call(request, listPage(key, item), { ...about, subject });
    if (!reply.ok) return reply;
    const { items, pages } = reply.value;
    const isLast = pages === null ? items.length < PAGE_SIZE : number >= pages;
    return { ok: true, value: { items, isLast } };
  }

  return {
    page: readPage,

    async download(path, subject) {
      const reply = await answered({ method: "GET", path, wants: "bytes" }, false);
      if (!reply.ok) return reply;
      const { status, bytes } = reply.value;
      if (status === 200 && bytes !== undefined && isPdf(bytes)) return { ok: true, value: bytes };
      return interpret(reply.value, z.never(), { subject });
    },

    upload(path, { name, type, text }, schema, about) {
      const boundary = `relay-${randomUUID()}`;
      const head = `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}`;
      const body = `--${boundary}\r\n${head}\r\n\r\n${text}\r\n--${boundary}--\r\n`;
      const contentType = `multipart/form-data; boundary=${boundary}`;
      return call({ method: "POST", path, body, contentType }, schema, { ...about, write: true });
    },

    read: (path, schema, subject, about) => call({ method: "GET", path }, schema, { ...about, subject }),

    async list<T>(
      path: string,
      key: string,
      item: z.ZodType<T>,
      subject: string,
      query: Readonly<Record<string, string>> = {},
      about: Pick<About, "ofOrders"> = {},
    ) {
      const found: T[] = [];
      for (let number = 1; ; number += 1) {
        const reply = await readPage(path, key, item, subject, query, number, about);
        if (!reply.ok) return reply;
        found.push(...reply.value.items);
        if (reply.value.isLast) return { ok: true, value: found };
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
const isPdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-";

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
