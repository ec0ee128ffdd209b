import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import { HttpFailure, type HttpResponse } from "../../ports.ts";
import type { Installation, ShopPorts, ShopResult } from "../platform.ts";
import { failed, retry, slowDown } from "../shared/problems.ts";
import { accessTokens, keysRefused } from "./token.ts";
import { inTurn } from "./turns.ts";

/** Calls take about two seconds, lists longer. */
const TIMEOUT_MS = 30_000;
const MAX_BYTES = 8 * 1024 * 1024;

export interface ApiRequest {
  /** `/filter` is the one read that is a POST. */
  readonly method: "GET" | "POST";
  /** Below `/api/v1`, already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** `found` is false for a record or relation the site does not have; `json` is what its `data` holds, else null. */
export interface ApiAnswer {
  readonly found: boolean;
  readonly json: unknown;
}

export type Api = (request: ApiRequest) => Promise<ShopResult<ApiAnswer>>;

/** The site's REST API: tokens, time-outs and statuses, nothing of what the answers mean. */
export function apiOf(installation: Installation, ports: ShopPorts): Api {
  const tokens = accessTokens(installation, ports);
  const { apiBaseUrl, tenantId } = installation;
  const send = (request: ApiRequest, token: string): Promise<HttpResponse> =>
    inTurn(`${apiBaseUrl} ${tenantId}`, () =>
      ports.http({
        method: request.method,
        url: addressOf(apiBaseUrl, request),
        headers: { authorization: `Bearer ${token}`, accept: "application/json" },
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        untrusted: true,
      }),
    );

  return async (request) => {
    const token = await tokens.current();
    if (!token.ok) return token;
    try {
      const response = await send(request, token.value);
      if (!isRefused(response)) return answerOf(response, installation, ports.clock.now());
      const renewed = await tokens.replace(token.value);
      if (!renewed.ok) return renewed;
      const again = await send(request, renewed.value);
      if (again.status === 401) return failed(keysRefused(installation, "status 401"));
      // The site has just accepted our keys, so a page instead of an answer is its own trouble.
      if (isRefused(again)) {
        return failed(retry(installation, "gave an answer that is not JSON", `status ${again.status}`));
      }
      return answerOf(again, installation, ports.clock.now());
    } catch (error) {
      if (error instanceof HttpFailure) return failed(retry(installation, "did not answer", error.message));
      throw error;
    }
  };
}

/** Square brackets and dollars of a filter stay as they are read in the vendor's documents. */
function addressOf(baseUrl: string, { path, query = {} }: ApiRequest): string {
  const members = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${baseUrl}${path}${members.length === 0 ? "" : `?${members.join("&")}`}`;
}

/** A token that is no good may be answered with the page to sign in, with or without a redirect. */
function isRefused({ status, headers, body }: HttpResponse): boolean {
  if (status === 401) return true;
  const isRedirect = status >= 300 && status < 400;
  const isPage = /^text\/html\b/.test(headers["content-type"] ?? "") || /^\s*<(!doctype|html)/i.test(body);
  return isRedirect || (status < 300 && isPage);
}

const wrapped = z.object({ data: z.unknown() });
const MISSING: readonly number[] = [404, 410];

function answerOf(response: HttpResponse, installation: Installation, nowMs: number): ShopResult<ApiAnswer> {
  const { status } = response;
  if (MISSING.includes(status)) return { ok: true, value: { found: false, json: null } };
  const theirs = theirWords(response);
  if (status < 300) {
    const parsed = wrapped.safeParse(jsonOf(response.body));
    if (parsed.success) return { ok: true, value: { found: true, json: parsed.data.data } };
    return failed(retry(installation, "gave an answer that is not JSON", theirs));
  }
  if (status === 403) {
    const message = `${installation.tenantName} does not let its OAuth client read this. Give it the permission, then sign up again.`;
    return failed(fix("NOT_CONNECTED", message, { place: "connection" }, theirs));
  }
  if (status === 429) {
    return failed(slowDown(installation, response.headers["retry-after"], nowMs, theirs));
  }
  // "Predominantly 400" for whatever the client asked wrongly: a missing record is among it.
  if (status === 400) return { ok: true, value: { found: false, json: null } };
  if (status === 422) {
    const message = `${installation.tenantName} does not understand our question.`;
    return failed(fix("ORDER_UNREADABLE", message, { place: "shop" }, theirs));
  }
  return failed(retry(installation, `answered with status ${status}`, theirs));
}

const errorBody = z.object({ message: z.string() });

/** The vendor writes errors as Laravel does; without that the status and the beginning have to do (assumption A6). */
function theirWords({ status, body }: HttpResponse): string {
  const parsed = errorBody.safeParse(jsonOf(body));
  return `${status} ${parsed.success ? parsed.data.message : body.slice(0, 300)}`.slice(0, 300);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
