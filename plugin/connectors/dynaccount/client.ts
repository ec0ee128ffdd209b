import type { Problem } from "../../domain/problem.ts";
import { HttpFailure, type HttpResponse } from "../../ports.ts";
import type { LedgerPorts } from "../connector.ts";
import { illAnswer, noAnswer, tooManyCalls } from "../shared/retry-problem.ts";
import { limits, looksLikeWrongKeys } from "./assumptions.ts";
import { type About, problemOf, type Refusal, wrongKeys } from "./errors.ts";
import { type DynaccountOptions, LEDGER_NAME } from "./options.ts";
import { type Row, refusal as refusalSchema, result as resultSchema } from "./rows.ts";
import { bulkBody, type Fields, formBody, type Keys, signedCall } from "./signature.ts";

/** As `LedgerResult`, with what Dynaccount said where it said no. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem; readonly refusal: Refusal | null };

export interface Query {
  /** Columns that are wanted; none = all the table shows by itself. */
  readonly select?: readonly string[];
  /** Equality, by column. */
  readonly where?: Fields;
  /** A column, with ` desc` for the other way round. */
  readonly order?: string;
  /** Most rows wanted; absent = all, page by page, sorted by id. */
  readonly first?: number;
}

export interface Client {
  rows(table: string, query: Query, about: About): Promise<Reply<Row[]>>;
  /** One row by its internal key; null when it certainly is not there. */
  row(table: string, id: string, select: readonly string[], about: About): Promise<Reply<Row | null>>;
  insert(table: string, fields: Fields, about: About): Promise<Reply<Row>>;
  /** All writable columns have to be sent (D18). */
  update(table: string, id: string, fields: Fields, about: About): Promise<Reply<Row>>;
  insertLines(table: string, lines: readonly Fields[], about: About): Promise<Reply<Row[]>>;
  remove(table: string, id: string, about: About): Promise<Reply<Row[]>>;
  act(name: string, fields: Fields, about: About): Promise<Reply<Row[]>>;
  /** A document as PDF; reading it changes nothing. */
  document(name: string, number: string, about: About): Promise<Reply<Uint8Array>>;
}

interface Call {
  /** `put/debtor_invoice/17`. */
  readonly path: string;
  readonly query?: Fields;
  readonly body?: string;
  readonly isWrite: boolean;
  readonly wants?: "bytes";
  /** Columns the call names; a refusal of anything else is then about the keys. */
  readonly asked?: readonly string[];
}

type ClientPorts = Pick<LedgerPorts, "http" | "log" | "limiter" | "lane">;

export interface Account {
  readonly options: DynaccountOptions;
  readonly keys: () => Promise<Keys | null>;
  readonly tenant: string;
}

/** HTTP with one company's books: signature, limit, time-out, parsing. It knows nothing of invoices. */
export function createClient({ options, keys, tenant }: Account, ports: ClientPorts): Client {
  const limitKey = `dynaccount:${tenant}`;

  async function exchange(call: Call, known: Keys): Promise<HttpResponse> {
    const { url, body, hash } = signedCall(
      options.apiUrl,
      known,
      call.path,
      call.query ?? {},
      call.body ?? "",
    );
    const response = await ports.limiter.through(limitKey, limits.calls, ports.lane, () =>
      ports.http({
        method: body === "" ? "GET" : "POST",
        url,
        headers: {
          "x-hash": hash,
          accept: call.wants === "bytes" ? "*/*" : "application/json",
          ...(body === "" ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        },
        ...(body === "" ? {} : { body }),
        ...(call.wants === undefined ? {} : { wants: call.wants }),
        timeoutMs: limits.timeoutMs,
      }),
    );
    // Never the URL: the key stands in its path, and the query may hold a buyer's address.
    ports.log.debug("dynaccount answered", { call: call.path, status: response.status });
    return response;
  }

  async function answered(call: Call): Promise<Reply<HttpResponse>> {
    const known = await keys();
    if (known === null) return failed(wrongKeys("there are no keys"));
    let response: HttpResponse;
    try {
      response = await exchange(call, known);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return failed(noAnswer(LEDGER_NAME, error, call.isWrite));
    }
    if (response.status !== 429) return { ok: true, value: response };
    const waitMs = retryAfterMs(response) ?? limits.restMs;
    await ports.limiter.pause(limitKey, waitMs);
    return failed(tooManyCalls(LEDGER_NAME, waitMs));
  }

  async function rowsOf(call: Call, about: About): Promise<Reply<Row[]>> {
    const reply = await answered(call);
    return reply.ok ? interpret(reply.value, call, about) : reply;
  }

  async function readPage(table: string, query: Query, limit: string, about: About): Promise<Reply<Row[]>> {
    const { select, where = {}, order } = query;
    const words = {
      ...(select === undefined ? {} : { select: select.join(",") }),
      ...where,
      ...(order === undefined ? {} : { order }),
      limit,
    };
    const call = { path: `get/${table}`, query: words, isWrite: false };
    // The plainest question there is: whoever is refused it has the wrong keys (D11).
    const asked = [...(select ?? []), ...Object.keys(where), "order", "limit", table];
    return await rowsOf(table === "year" ? { ...call, asked } : call, about);
  }

  const write = (path: string, body: string, about: About) => rowsOf({ path, body, isWrite: true }, about);

  async function writeRow(path: string, fields: Fields, about: About): Promise<Reply<Row>> {
    const reply = await write(path, formBody(fields), about);
    if (!reply.ok) return reply;
    const [row] = reply.value;
    return row === undefined || row["id"] === undefined
      ? failed(illAnswer(LEDGER_NAME, "no row in the answer", true))
      : { ok: true, value: row };
  }

  return {
    async rows(table, query, about) {
      if (query.first !== undefined) return await readPage(table, query, `0,${query.first}`, about);
      // Sorted, so that rows do not shift from page to page.
      const sorted = { order: "id", ...query };
      const found: Row[] = [];
      for (;;) {
        const page = await readPage(table, sorted, `${found.length},${limits.pageRows}`, about);
        if (!page.ok) return page;
        found.push(...page.value);
        if (page.value.length < limits.pageRows) return { ok: true, value: found };
      }
    },

    async row(table, id, select, about) {
      const call = { path: `get/${table}/${id}`, query: { select: select.join(",") }, isWrite: false };
      const reply = await rowsOf(call, about);
      return reply.ok ? { ok: true, value: reply.value[0] ?? null } : reply;
    },

    insert: (table, fields, about) => writeRow(`put/${table}`, fields, about),
    update: (table, id, fields, about) => writeRow(`put/${table}/${id}`, fields, about),
    insertLines: (table, lines, about) => write(`insert_bulk/${table}`, bulkBody(lines), about),
    remove: (table, id, about) => write(`delete/${table}/${id}`, "", about),
    act: (name, fields, about) => write(`action/${name}`, formBody(fields), about),

    async document(name, number, about) {
      const path = `document/${name}/${encodeURIComponent(number)}`;
      const reply = await answered({ path, isWrite: false, wants: "bytes" });
      if (!reply.ok) return reply;
      const { status, bytes } = reply.value;
      if (status === 200 && bytes !== undefined && isPdf(bytes)) return { ok: true, value: bytes };
      const other = interpret(reply.value, { path, isWrite: false }, about);
      return other.ok ? failed(illAnswer(LEDGER_NAME, "no PDF in the answer", false)) : other;
    },
  };
}

/** The key `error` decides, not the status (D11); what is no JSON of theirs comes from something that broke. */
function interpret(response: HttpResponse, call: Call, about: About): Reply<Row[]> {
  const { status } = response;
  const body = parseJson(response.body);
  const refused = refusalSchema.safeParse(body);
  if (status === 401 || status === 403) return failed(wrongKeys(`status ${status}`));
  if (status < 500 && refused.success) {
    const refusal = { status, columns: columnsIn(refused.data.error), theirs: response.body.slice(0, 500) };
    if (call.asked !== undefined && looksLikeWrongKeys(status, refusal.columns, call.asked)) {
      return failed(wrongKeys(refusal.theirs));
    }
    return { ok: false, problem: problemOf(refusal, about), refusal };
  }
  const read = resultSchema.safeParse(body);
  if (status < 300 && read.success) return { ok: true, value: read.data };
  return failed(illAnswer(LEDGER_NAME, `status ${status}: ${response.body.slice(0, 200)}`, call.isWrite));
}

/** Columns of a refusal; a bulk names lines, and columns within them. */
function columnsIn(error: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>): string[] {
  return Object.entries(error).flatMap(([column, message]) =>
    typeof message === "string" ? [column] : Object.keys(message),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfterMs(response: HttpResponse): number | null {
  const seconds = response.headers["retry-after"] ?? "";
  return /^\d{1,4}$/.test(seconds) ? Number(seconds) * 1000 : null;
}

const isPdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-";

export function failed(problem: Problem): { ok: false; problem: Problem; refusal: null } {
  return { ok: false, problem, refusal: null };
}
