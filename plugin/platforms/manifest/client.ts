import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import { HttpFailure, type HttpResponse } from "../../ports.ts";
import type { Installation, ShopPorts, ShopResult } from "../platform.ts";
import { failed, retry, slowDown } from "../shared/problems.ts";
import { accessEnded, accessTokens } from "./tokens.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 4 * 1024 * 1024;

export interface ApiRequest {
  readonly method: "GET" | "PATCH" | "POST";
  /** Below the API's base address, already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** 409 says that there is nothing left; else it is a refusal like any other. */
  readonly mayBeNothing?: true;
}

/** `found` is false for a record the shop does not know, or of which nothing is left; `json` is null for an empty answer. */
export interface ApiAnswer {
  readonly found: boolean;
  readonly json: unknown;
}

export type Api = (request: ApiRequest) => Promise<ShopResult<ApiAnswer>>;

/** The platform's resource API: tokens, time-outs and statuses, nothing of what the answers mean. */
export function apiOf(installation: Installation, ports: ShopPorts): Api {
  const tokens = accessTokens(installation, ports);

  const send = (request: ApiRequest, token: string): Promise<HttpResponse> =>
    ports.http({
      method: request.method,
      url: addressOf(installation.apiBaseUrl, request),
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      untrusted: true,
    });

  return async (request) => {
    const token = await tokens.current();
    if (!token.ok) return token;
    try {
      const response = await send(request, token.value);
      if (response.status !== 401) return answerOf(response, request, installation, ports);
      const renewed = await tokens.replace(token.value);
      if (!renewed.ok) return renewed;
      return answerOf(await send(request, renewed.value), request, installation, ports);
    } catch (error) {
      if (error instanceof HttpFailure) return failed(retry(installation, "did not answer", error.message));
      throw error;
    }
  };
}

function addressOf(baseUrl: string, request: ApiRequest): string {
  const query = new URLSearchParams(request.query).toString();
  return `${baseUrl}${request.path}${query === "" ? "" : `?${query}`}`;
}

function answerOf(
  response: HttpResponse,
  { mayBeNothing }: ApiRequest,
  installation: Installation,
  ports: ShopPorts,
): ShopResult<ApiAnswer> {
  const { status } = response;
  if (status === 409 && mayBeNothing === true) return { ok: true, value: { found: false, json: null } };
  if (status === 404 || status === 410) return { ok: true, value: { found: false, json: null } };
  if (status >= 200 && status < 300) return readBody(response, installation);
  const theirs = theirWords(response);
  if (status === 401) return failed(accessEnded(installation, theirs));
  if (status === 403) {
    const message = `${installation.tenantName} does not allow us this. Install the app again from the shop's admin and grant what it asks for.`;
    return failed(fix("NOT_CONNECTED", message, { place: "connection" }, theirs));
  }
  if (status === 429) {
    return failed(slowDown(installation, response.headers["retry-after"], ports.clock.now(), theirs));
  }
  if (status === 400 || status === 422) {
    const message = `${installation.tenantName} does not understand our question (status ${status}).`;
    return failed(fix("ORDER_UNREADABLE", message, { place: "shop" }, theirs));
  }
  return failed(retry(installation, `answered with status ${status}`, theirs));
}

function readBody(response: HttpResponse, installation: Installation): ShopResult<ApiAnswer> {
  if (response.body === "") return { ok: true, value: { found: true, json: null } };
  try {
    return { ok: true, value: { found: true, json: JSON.parse(response.body) } };
  } catch {
    // Most often a proxy's page in front of a shop that is down.
    return failed(retry(installation, "gave an answer that is not JSON", response.body.slice(0, 100)));
  }
}

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string().nullish() }) });

function theirWords(response: HttpResponse): string {
  try {
    const { error } = errorBody.parse(JSON.parse(response.body));
    return `${response.status} ${error.code}: ${error.message ?? ""}`.slice(0, 300);
  } catch {
    return `status ${response.status}`;
  }
}
