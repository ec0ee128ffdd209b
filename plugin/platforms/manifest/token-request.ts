import { z } from "zod";
import { type Http, HttpFailure, type HttpResponse } from "../../ports.ts";
import type { AppIdentity } from "../platform.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024;
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
// A lifetime beyond this is a mistake of the sender and would leave the range of dates.
const LONGEST_LIFE_S = 10 * 365 * 86_400;

const text = z.string().nullish();
// Printable ASCII only: it travels in a header (RFC 6750, 2.1 allows even less).
const token = z.string().regex(/^[\x21-\x7e]+$/);

const tokenResponse = z.object({
  access_token: token,
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .nullish(),
  expires_in: z.coerce.number().positive().max(LONGEST_LIFE_S).nullable().catch(null),
  refresh_token: token.nullish(),
  scope: text,
  webhook_secret: text,
  api_base_url: text,
  tenant: z
    .object({
      id: z.union([z.string().min(1), z.int()]).transform(String),
      name: text,
      url: text,
      country: text,
      currency: text,
      timezone: text,
    })
    .nullish(),
});

export type TokenResponse = z.infer<typeof tokenResponse>;

/** `error` is the OAuth code when the platform said no, null when there was no usable answer. */
export type TokenAnswer =
  | { readonly ok: true; readonly value: TokenResponse }
  | { readonly ok: false; readonly error: string | null; readonly detail: string };

/** Where tokens are asked for, and who is expected to answer. */
export interface TokenServer {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
}

interface CallerPorts {
  readonly http: Http;
  readonly app: AppIdentity;
}

/** One call of the token endpoint, authenticated by `private_key_jwt` with the issuer as audience (RFC 7523). */
export async function requestToken(
  server: TokenServer,
  grant: Readonly<Record<string, string>>,
  ports: CallerPorts,
): Promise<TokenAnswer> {
  try {
    const response = await post(server.tokenEndpoint, server.issuer, grant, ports);
    return readAnswer(response);
  } catch (error) {
    if (error instanceof HttpFailure) return { ok: false, error: null, detail: error.message };
    throw error;
  }
}

/** Hands a token back (RFC 7009), as far as the platform lets us: it would run out by itself. */
export async function revokeToken(server: TokenServer, token: string, ports: CallerPorts): Promise<void> {
  if (server.revocationEndpoint === null) return;
  try {
    await post(server.revocationEndpoint, server.issuer, { token }, ports);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
  }
}

async function post(
  url: string,
  audience: string,
  form: Readonly<Record<string, string>>,
  ports: CallerPorts,
): Promise<HttpResponse> {
  const body = new URLSearchParams({
    ...form,
    client_id: ports.app.clientId,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await ports.app.clientAssertion(audience),
  });
  return ports.http({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: body.toString(),
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    untrusted: true,
  });
}

function readAnswer(response: HttpResponse): TokenAnswer {
  const json = parseJson(response.body);
  if (response.status !== 200) {
    const refusal = z.object({ error: z.string().regex(/^[\w.-]{1,64}$/) }).safeParse(json);
    const error = refusal.success && response.status < 500 ? refusal.data.error : null;
    return { ok: false, error, detail: `status ${response.status}${error === null ? "" : `, ${error}`}` };
  }
  const parsed = tokenResponse.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const member = parsed.error.issues[0]?.path.join(".") ?? "";
  return { ok: false, error: null, detail: `unreadable token response: ${member}` };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
