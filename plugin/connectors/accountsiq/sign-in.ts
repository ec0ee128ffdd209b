import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import { HttpFailure, type Secrets } from "../../ports.ts";
import type { LedgerPorts, LedgerResult } from "../connector.ts";
import { illAnswer, noAnswer } from "../shared/retry-problem.ts";
import type { AccessToken } from "../shared/token-cache.ts";
import { empty, text } from "./answers.ts";
import { TOKEN_LIFE_MS } from "./assumptions.ts";
import { type AccountsIqOptions, endpoint, LEDGER_NAME, regions } from "./options.ts";
import { problemOf } from "./refusal.ts";
import { envelope, NAMESPACE, parseAnswer, type Xml } from "./xml.ts";

/** What a connection keeps: of version 2.0 the application's keys, of 1.1 the integrator's and a user's. */
export const keysSchema = z.discriminatedUnion("version", [
  z.object({
    version: z.literal("2.0"),
    region: z.string(),
    entity: z.string(),
    client_id: z.string(),
    client_secret: z.string(),
  }),
  z.object({
    version: z.literal("1.1"),
    region: z.string(),
    entity: z.string(),
    partner_key: z.string(),
    user_key: z.string(),
  }),
]);
export type Keys = z.output<typeof keysSchema>;

/** The keys in a vault; null where there are none that we know. */
export function readKeys(secrets: Secrets): Keys | null {
  const parsed = keysSchema.safeParse(secrets);
  return parsed.success && regions.some((region) => region === parsed.data.region) ? parsed.data : null;
}

export const TIMEOUT_MS = 60_000;

/** Asks for a token; a fresh one each time, so that workers cannot spoil each other's. */
export async function signIn(
  options: AccountsIqOptions,
  keys: Keys,
  ports: Pick<LedgerPorts, "http" | "clock">,
): Promise<LedgerResult<AccessToken>> {
  const operation = keys.version === "2.0" ? "TokenGet" : "Login";
  const answered = await send(options, keys, operation, ports);
  if (!answered.ok) return answered;
  const token = keys.version === "2.0" ? tokenOf(answered.value) : loginOf(answered.value);
  if (!token.ok) return token;
  return { ok: true, value: { token: token.value, expiresAt: ports.clock.now() + TOKEN_LIFE_MS } };
}

function credentials(keys: Keys): Xml {
  return keys.version === "2.0"
    ? { clientId: keys.client_id, clientSecret: keys.client_secret }
    : { companyID: keys.entity, partnerKey: keys.partner_key, userKey: keys.user_key };
}

async function send(
  options: AccountsIqOptions,
  keys: Keys,
  operation: string,
  { http }: Pick<LedgerPorts, "http">,
): Promise<LedgerResult<unknown>> {
  try {
    const response = await http({
      method: "POST",
      url: endpoint(options, keys.region, keys.version),
      headers: { "content-type": "text/xml; charset=utf-8", soapaction: `"${NAMESPACE}${operation}"` },
      body: envelope(operation, credentials(keys), undefined),
      timeoutMs: TIMEOUT_MS,
    });
    if (response.status === 200) return { ok: true, value: parseAnswer(response.body) };
    return { ok: false, problem: illAnswer(LEDGER_NAME, `${operation}: status ${response.status}`, false) };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { ok: false, problem: noAnswer(LEDGER_NAME, error, false) };
  }
}

const issued = z.object({
  Envelope: z.object({
    Body: z.object({
      TokenGetResponse: z.object({
        TokenGetResult: z.object({
          Result: z.union([z.object({ AccessToken: text }), empty]).optional(),
          ErrorCode: text.optional(),
          ErrorMessage: text.optional(),
        }),
      }),
    }),
  }),
});

function tokenOf(answer: unknown): LedgerResult<string> {
  const parsed = issued.safeParse(answer);
  if (!parsed.success) return { ok: false, problem: unreadable("TokenGet") };
  const result = parsed.data.Envelope.Body.TokenGetResponse.TokenGetResult;
  const token = typeof result.Result === "object" ? result.Result.AccessToken : "";
  if (token !== "") return { ok: true, value: token };
  const refusal = { code: result.ErrorCode || "NOT_AUTHORIZED", words: result.ErrorMessage ?? "" };
  return { ok: false, problem: problemOf(refusal, { subject: "the sign-in" }) };
}

const loggedIn = z.object({
  Envelope: z.object({
    Body: z.object({
      LoginResponse: z.union([z.object({ LoginResult: text.optional() }), empty.transform(() => ({}))]),
    }),
  }),
});

/** Bad keys are answered with nothing. */
function loginOf(answer: unknown): LedgerResult<string> {
  const parsed = loggedIn.safeParse(answer);
  if (!parsed.success) return { ok: false, problem: unreadable("Login") };
  const { LoginResponse: response } = parsed.data.Envelope.Body;
  const token = "LoginResult" in response ? response.LoginResult : undefined;
  if (token !== undefined && token !== "") return { ok: true, value: token };
  const message = "AccountsIQ does not accept these keys. Enter entity, partner key and user key again.";
  return { ok: false, problem: fix("NOT_CONNECTED", message, { place: "connection" }) };
}

const unreadable = (operation: string) => illAnswer(LEDGER_NAME, `${operation}: unreadable`, false);
