import { z } from "zod";
import { type Http, HttpFailure, type HttpResponse } from "../../ports.ts";
import type { ShopifyOptions } from "./options.ts";
import { apiBaseOf } from "./shop-name.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024;
/** Answers of 5xx are asked for again at once, twice (shopify.md 1.5). */
const ATTEMPTS = 3;

const tokenResponse = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.int().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.int().positive(),
});

export type TokenResponse = z.output<typeof tokenResponse>;

export type TokenAnswer =
  | { readonly ok: true; readonly value: TokenResponse }
  /** `error` is Shopify's code for a refusal that stays one; null when it may be different next time. */
  | { readonly ok: false; readonly error: string | null; readonly detail: string };

export type Grant =
  | { readonly kind: "session"; readonly token: string }
  | { readonly kind: "refresh"; readonly token: string };

/** Exchanges a session token for an expiring offline token, or renews one. Never throws, never says a secret. */
export async function requestToken(
  shop: string,
  grant: Grant,
  options: ShopifyOptions,
  http: Http,
): Promise<TokenAnswer> {
  let answer: TokenAnswer = { ok: false, error: null, detail: "not asked" };
  // While the secret is being exchanged Shopify may still know only one of the two.
  for (const secret of options.secrets) {
    answer = await ask(shop, bodyOf(grant, options.clientId, secret), options, http);
    const mayBeOtherSecret =
      !answer.ok && (answer.error === "invalid_client" || answer.error === "invalid_subject_token");
    if (!mayBeOtherSecret) return answer;
  }
  return answer;
}

function bodyOf(grant: Grant, clientId: string, secret: string): string {
  const client = { client_id: clientId, client_secret: secret };
  return JSON.stringify(
    grant.kind === "refresh"
      ? { ...client, grant_type: "refresh_token", refresh_token: grant.token }
      : {
          ...client,
          grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
          subject_token: grant.token,
          subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
          requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
          expiring: "1",
        },
  );
}

async function ask(shop: string, body: string, options: ShopifyOptions, http: Http): Promise<TokenAnswer> {
  let answer: TokenAnswer = { ok: false, error: null, detail: "not asked" };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const response = await http({
        method: "POST",
        url: `${apiBaseOf(shop, options)}/admin/oauth/access_token`,
        headers: { "content-type": "application/json", accept: "application/json" },
        body,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      });
      answer = readAnswer(response);
      if (response.status < 500) return answer;
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return { ok: false, error: null, detail: error.message };
    }
  }
  return answer;
}

const refusal = z.object({ error: z.string().regex(/^[\w.-]{1,64}$/) });

function readAnswer(response: HttpResponse): TokenAnswer {
  const json = parseJson(response.body);
  if (response.status !== 200) {
    const said = refusal.safeParse(json);
    const error = said.success && response.status < 500 ? said.data.error : null;
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
