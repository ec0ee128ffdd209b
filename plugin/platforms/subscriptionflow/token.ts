import { z } from "zod";
import { fix, type Problem } from "../../domain/problem.ts";
import { type Http, HttpFailure, type Secrets } from "../../ports.ts";
import type { Installation, ShopPorts } from "../platform.ts";
import { type AccessTokens, heldTokens } from "../shared/held-tokens.ts";
import { retry } from "../shared/problems.ts";

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 64 * 1024;
/** A token is not used in its last minute; without a stated life it is taken for an hour (assumption A7). */
const SAFETY_MS = 60_000;
const USUAL_LIFE_S = 3600;

const answer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().max(31_536_000).catch(USUAL_LIFE_S),
});

/** The two keys of an OAuth client, as an administrator of the site made them. */
export interface ClientKeys {
  readonly clientId: string;
  readonly clientSecret: string;
}

export type Granted =
  | { readonly ok: true; readonly token: string; readonly lifeMs: number }
  | { readonly ok: false; readonly why: "refused" | "no site" | "away"; readonly detail: string };

/** Asks the site for an access token: the one grant it knows. */
export async function askForToken(http: Http, url: string, keys: ClientKeys): Promise<Granted> {
  const body = new URLSearchParams({
    client_id: keys.clientId,
    client_secret: keys.clientSecret,
    grant_type: "client_credentials",
  });
  try {
    const { status, body: text } = await http({
      method: "POST",
      url: `${url}/oauth/token`,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: body.toString(),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      untrusted: true,
    });
    if (status === 404) return { ok: false, why: "no site", detail: "status 404" };
    if (status === 429 || status >= 500) return { ok: false, why: "away", detail: `status ${status}` };
    const parsed = answer.safeParse(jsonOf(text));
    if (status >= 300 || !parsed.success) return { ok: false, why: "refused", detail: `status ${status}` };
    return { ok: true, token: parsed.data.access_token, lifeMs: parsed.data.expires_in * 1000 };
  } catch (error) {
    if (error instanceof HttpFailure) return { ok: false, why: "away", detail: error.message };
    throw error;
  }
}

/** The tokens of one installation. There is nothing to refresh: the keys themselves ask for another one. */
export function accessTokens(installation: Installation, ports: ShopPorts): AccessTokens {
  return heldTokens(installation, ports, {
    usableUntil,
    none: () => keysRefused(installation, "no access token"),
    async renew(stored) {
      const granted = await askForToken(ports.http, installation.tenantUrl, keysOf(stored));
      return granted.ok
        ? { secrets: withToken(stored, granted, ports.clock.now()) }
        : { problem: notGranted(granted, installation) };
    },
  });
}

/** Secrets with a fresh token in them. */
export function withToken(secrets: Secrets, granted: Granted & { ok: true }, nowMs: number): Secrets {
  const until = new Date(nowMs + granted.lifeMs).toISOString();
  return { ...secrets, access_token: granted.token, access_until: until };
}

function usableUntil(secrets: Secrets): number {
  const until = secrets["access_until"];
  return until === undefined ? 0 : Date.parse(until) - SAFETY_MS;
}

function keysOf(secrets: Secrets): ClientKeys {
  return { clientId: secrets["client_id"] ?? "", clientSecret: secrets["client_secret"] ?? "" };
}

function notGranted({ why, detail }: Granted & { ok: false }, installation: Installation): Problem {
  return why === "away"
    ? retry(installation, "did not give us access just now", detail)
    : keysRefused(installation, detail);
}

/** The sentence for a site that knows our keys no more. */
export function keysRefused(installation: Installation, theirs: string) {
  const message = `${installation.tenantName} no longer accepts the client id and secret. Sign up again with new ones.`;
  return fix("NOT_CONNECTED", message, { place: "connection" }, theirs);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
