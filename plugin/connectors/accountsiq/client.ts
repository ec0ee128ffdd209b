import { z } from "zod";
import { fix, type Problem } from "../../domain/problem.ts";
import { HttpFailure, type HttpResponse } from "../../ports.ts";
import type { LedgerPorts, LedgerResult } from "../connector.ts";
import { illAnswer, noAnswer, tooManyCalls } from "../shared/retry-problem.ts";
import type { AccessToken, TokenCache } from "../shared/token-cache.ts";
import { text } from "./answers.ts";
import { type AccountsIqOptions, endpoint, LEDGER_NAME } from "./options.ts";
import { type About, problemOf, type Refusal } from "./refusal.ts";
import { type Keys, signIn, TIMEOUT_MS } from "./sign-in.ts";
import { envelope, NAMESPACE, parseAnswer, type Xml } from "./xml.ts";

/** The vendor names no limit but forbids what harms its servers: a courtesy of ours, per entity. */
const LIMIT = { calls: 20, perMs: 1_000 } as const;
const PAUSE_MS = 5_000;

/** As `LedgerResult`, with what AccountsIQ said where it said no. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem; readonly refusal: Refusal | null };

/** The elements of an operation in their order. */
export type Fields = Readonly<Record<string, Xml>>;

export interface Client {
  /** What an operation answered as its result. */
  call<T>(operation: string, inside: Fields, result: z.ZodType<T>, about: About): Promise<Reply<T>>;
  /** The number beside the result: of the transaction or invoice that was made. */
  made(
    operation: string,
    inside: Fields,
    out: "transactionID" | "invoiceID" | "creditNoteID",
    about: About,
  ): Promise<Reply<string>>;
}

type ClientPorts = Pick<LedgerPorts, "http" | "log" | "limiter" | "lane" | "clock">;

/** Calls to one entity's books: sign-in, envelope, limit, time-out, parsing. It knows nothing of invoices. */
export function createClient(
  options: AccountsIqOptions,
  ports: ClientPorts,
  keysOf: () => Promise<Keys | null>,
  tokens: TokenCache,
): Client {
  async function exchange(
    keys: Keys,
    operation: string,
    inside: Fields,
    token: string,
  ): Promise<HttpResponse> {
    const limitKey = `accountsiq:${keys.region}:${keys.entity}`;
    const isHeaded = keys.version === "2.0";
    const entity = keys.entity === "" ? undefined : keys.entity;
    const response = await ports.limiter.through(limitKey, LIMIT, ports.lane, () =>
      ports.http({
        method: "POST",
        url: endpoint(options, keys.region, keys.version),
        headers: { "content-type": "text/xml; charset=utf-8", soapaction: `"${NAMESPACE}${operation}"` },
        body: isHeaded
          ? envelope(operation, inside, { Entity: entity, AccessToken: token })
          : envelope(operation, { token, ...inside }, undefined),
        timeoutMs: TIMEOUT_MS,
      }),
    );
    ports.log.debug("accountsiq answered", { operation, status: response.status });
    if (response.status === 429) await ports.limiter.pause(limitKey, PAUSE_MS);
    return response;
  }

  /** One call with a valid token: it is renewed once when AccountsIQ refuses it. */
  async function answered(operation: string, inside: Fields, about: About): Promise<Reply<Response>> {
    const keys = await keysOf();
    if (keys === null) return failed(notConnected);
    const key = tokenKey(keys);
    const current = (): Promise<LedgerResult<AccessToken>> =>
      tokens.get(
        key,
        () => ports.clock.now(),
        () => signIn(options, keys, ports),
      );
    try {
      const access = await current();
      if (!access.ok) return failed(access.problem);
      const reply = interpret(await exchange(keys, operation, inside, access.value.token), operation, about);
      if (!reply.ok || !reply.value.isExpired) return reply;
      tokens.forget(key, access.value.token);
      const renewed = await current();
      if (!renewed.ok) return failed(renewed.problem);
      return interpret(await exchange(keys, operation, inside, renewed.value.token), operation, about);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return failed(noAnswer(LEDGER_NAME, error, about.write === true));
    }
  }

  async function accepted(operation: string, inside: Fields, about: About): Promise<Reply<Response>> {
    const reply = await answered(operation, inside, about);
    if (!reply.ok) return reply;
    const { status, refusal } = reply.value;
    const said = status.toLowerCase();
    if (DONE.has(said)) return reply;
    // `InProgress`, `Unknown` and words of tomorrow: only a plain no is believed to have done nothing.
    if (!REFUSED.has(said)) return failed(illAnswer(LEDGER_NAME, status, about.write === true));
    return { ok: false, problem: problemOf(refusal, about), refusal };
  }

  return {
    async call<T>(operation: string, inside: Fields, result: z.ZodType<T>, about: About): Promise<Reply<T>> {
      const reply = await accepted(operation, inside, about);
      if (!reply.ok) return reply;
      const parsed = result.safeParse(reply.value.result);
      if (parsed.success) return { ok: true, value: parsed.data };
      return failed(unreadable(operation, parsed.error, about));
    },

    async made(operation, inside, out, about) {
      const reply = await accepted(operation, inside, { ...about, write: true });
      if (!reply.ok) return reply;
      const parsed = z.object({ [out]: id }).safeParse(reply.value.beside);
      const value = parsed.data?.[out];
      if (value !== undefined) return { ok: true, value };
      return failed(illAnswer(LEDGER_NAME, `${operation}: no ${out}`, true));
    },
  };
}

/**
 * One token for all entities of an integration. The secret belongs to it, so that nobody who knows only an id is ever given
 * another's token.
 */
function tokenKey(keys: Keys): string {
  const own =
    keys.version === "2.0"
      ? [keys.client_id, keys.client_secret]
      : [keys.entity, keys.partner_key, keys.user_key];
  return JSON.stringify([keys.region, ...own]);
}

/** `SaveInvoice…` and `SaveStockItem` say `Created` of what is new. */
const DONE: ReadonlySet<string> = new Set(["success", "created"]);
const REFUSED: ReadonlySet<string> = new Set(["failure", "notcreated", "conflicted"]);
const id = text.regex(/^[1-9]\d*$/);

interface Response {
  readonly status: string;
  readonly isExpired: boolean;
  readonly refusal: Refusal;
  readonly result: unknown;
  readonly beside: unknown;
}

const answerSchema = z.object({ Envelope: z.object({ Body: z.record(z.string(), z.unknown()) }) });
const resultSchema = z.object({
  Status: text,
  ErrorCode: text.default(""),
  ErrorMessage: text.default(""),
  HasExpired: text.default("false"),
  Result: z.unknown().optional(),
});
const faultSchema = z.object({ faultcode: text, faultstring: text.default("") });

function interpret({ status, body }: HttpResponse, operation: string, about: About): Reply<Response> {
  const isWrite = about.write === true;
  if (status === 429) return failed(tooManyCalls(LEDGER_NAME, PAUSE_MS));
  const envelopeBody = answerSchema.safeParse(parseAnswer(body)).data?.Envelope.Body;
  const fault = faultSchema.safeParse(envelopeBody?.["Fault"]);
  if (fault.success && fault.data.faultcode.endsWith("Client")) {
    throw new Error(`AccountsIQ calls our ${operation} wrong: ${fault.data.faultstring}`);
  }
  const response = z.record(z.string(), z.unknown()).safeParse(envelopeBody?.[`${operation}Response`]);
  const result = resultSchema.safeParse(response.data?.[`${operation}Result`]);
  if (status !== 200 || !response.success || !result.success) {
    return failed(illAnswer(LEDGER_NAME, `${operation}: status ${status}, ${body.slice(0, 200)}`, isWrite));
  }
  const { Status, ErrorCode, ErrorMessage, HasExpired, Result } = result.data;
  return {
    ok: true,
    value: {
      status: Status,
      // That both signs come together is an assumption, so either will do.
      isExpired: /^(true|1)$/i.test(HasExpired) || ErrorCode === "WS_INVALIDTOKEN",
      refusal: { code: ErrorCode, words: ErrorMessage },
      result: Result,
      beside: response.data,
    },
  };
}

function unreadable(operation: string, error: z.ZodError, about: About): Problem {
  const where = error.issues.map((issue) => issue.path.join(".") || "result").join(", ");
  return illAnswer(LEDGER_NAME, `${operation}: unreadable ${where}`, about.write === true);
}

const notConnected = fix("NOT_CONNECTED", "AccountsIQ is not connected. Connect AccountsIQ.", {
  place: "connection",
});

export function failed(problem: Problem): { ok: false; problem: Problem; refusal: null } {
  return { ok: false, problem, refusal: null };
}

/** A result that says nothing. */
export const nothing = z.unknown().transform(() => null);
