import type { Problem } from "../../domain/problem.ts";
import type { Secrets } from "../../ports.ts";
import type { LedgerPorts, LedgerResult } from "../connector.ts";
import type { AccessToken, TokenCache } from "../shared/token-cache.ts";
import type { FortnoxOptions } from "./options.ts";
import { type Granted, requestToken } from "./token-request.ts";

/** Client credentials are not for this app or this company: the refresh token is the other way in. */
const USE_REFRESH_TOKEN: ReadonlySet<string> = new Set([
  "unauthorized_client",
  "unsupported_grant_type",
  "invalid_client",
]);

export interface Tokens {
  current(): Promise<LedgerResult<AccessToken>>;
  forget(token: string): void;
}

type TokenPorts = Pick<LedgerPorts, "http" | "clock" | "vault">;

/**
 * Access tokens of one connection. Client credentials rotate nothing, so workers cannot hurt each other;
 * only where Fortnox refuses them is the refresh token used, which dies with each use and is exchanged under the
 * vault's lock.
 */
export function connectionTokens(
  options: FortnoxOptions,
  ports: TokenPorts,
  cache: TokenCache,
  key: string,
): Tokens {
  return {
    current: () =>
      cache.get(
        key,
        () => ports.clock.now(),
        () => obtain(options, ports),
      ),
    forget: (token) => cache.forget(key, token),
  };
}

async function obtain(options: FortnoxOptions, ports: TokenPorts): Promise<LedgerResult<AccessToken>> {
  const secrets = await ports.vault.read();
  const tenantId = secrets["tenant_id"];
  if (tenantId === undefined) return { ok: false, problem: notConnected };
  if (secrets["mode"] !== "refresh_token") {
    const answer = await requestToken(options, ports.http, { grant_type: "client_credentials" }, tenantId);
    if (answer.ok) return { ok: true, value: accessToken(answer.value, ports) };
    const otherWay = answer.error !== null && USE_REFRESH_TOKEN.has(answer.error);
    if (!otherWay || secrets["refresh_token"] === undefined) return { ok: false, problem: answer.problem };
  }
  return refresh(options, ports);
}

/** One worker at a time over all processes; the token is read again under the lock, for another may have used it. */
async function refresh(options: FortnoxOptions, ports: TokenPorts): Promise<LedgerResult<AccessToken>> {
  let result: LedgerResult<AccessToken> = { ok: false, problem: notConnected };
  await ports.vault.update(async (current: Secrets) => {
    const refreshToken = current["refresh_token"];
    if (refreshToken === undefined) return current;
    const form = { grant_type: "refresh_token", refresh_token: refreshToken };
    const answer = await requestToken(options, ports.http, form);
    if (!answer.ok) {
      result = { ok: false, problem: answer.problem };
      return current;
    }
    result = { ok: true, value: accessToken(answer.value, ports) };
    return {
      ...current,
      mode: "refresh_token",
      refresh_token: answer.value.refresh_token ?? refreshToken,
      granted_at: new Date(ports.clock.now()).toISOString(),
    };
  });
  return result;
}

function accessToken(granted: Granted, ports: TokenPorts): AccessToken {
  return { token: granted.access_token, expiresAt: ports.clock.now() + granted.expires_in * 1000 };
}

const notConnected: Problem = {
  act: "fix",
  code: "NOT_CONNECTED",
  message: "Fortnox is not connected. Connect Fortnox.",
  fix: { place: "connection" },
};
