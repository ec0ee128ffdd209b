import { z } from "zod";
import { fix, type Problem } from "../../domain/problem.ts";
import { type Http, HttpFailure } from "../../ports.ts";
import { illAnswer, noAnswer, tooManyCalls } from "../shared/retry-problem.ts";
import { type FortnoxOptions, LEDGER_NAME } from "./options.ts";

export const TIMEOUT_MS = 10_000;

const granted = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().default(3600),
});
export type Granted = z.output<typeof granted>;

const refused = z.object({ error: z.string(), error_description: z.string().default("") });

/** `error` is OAuth's word for why no token was given; null when no verdict was reached at all. */
type TokenAnswer =
  | { readonly ok: true; readonly value: Granted }
  | { readonly ok: false; readonly error: string | null; readonly problem: Problem };

/** One exchange with the token endpoint. */
export async function requestToken(
  options: FortnoxOptions,
  http: Http,
  form: Readonly<Record<string, string>>,
  tenantId?: string,
): Promise<TokenAnswer> {
  const basic = Buffer.from(`${options.clientId}:${options.clientSecret}`).toString("base64");
  let response: Awaited<ReturnType<Http>>;
  try {
    response = await http({
      method: "POST",
      url: new URL("/oauth-v1/token", options.authUrl).href,
      headers: {
        authorization: `Basic ${basic}`,
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
        ...(tenantId === undefined ? {} : { tenantid: tenantId }),
      },
      body: new URLSearchParams(form).toString(),
      timeoutMs: TIMEOUT_MS,
    });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { ok: false, error: null, problem: noAnswer(LEDGER_NAME, error, false) };
  }
  if (response.status === 429) return { ok: false, error: null, problem: tooManyCalls(LEDGER_NAME, 5_000) };
  const body = parseJson(response.body);
  if (response.status === 200) {
    const token = granted.safeParse(body);
    if (token.success) return { ok: true, value: token.data };
  }
  const refusal = refused.safeParse(body);
  if (response.status >= 400 && response.status < 500 && refusal.success) {
    const { error, error_description } = refusal.data;
    return {
      ok: false,
      error,
      problem: fix(
        "NOT_CONNECTED",
        "Fortnox no longer accepts this connection. Connect Fortnox again.",
        { place: "connection" },
        `${error}: ${error_description}`,
      ),
    };
  }
  return {
    ok: false,
    error: null,
    problem: illAnswer(LEDGER_NAME, `status ${response.status} from the token endpoint`, false),
  };
}

/** JSON, or undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
