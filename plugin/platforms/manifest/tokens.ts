import { fix } from "../../domain/problem.ts";
import type { Secrets } from "../../ports.ts";
import type { AppIdentity, Installation, ShopPorts, ShopResult } from "../platform.ts";
import { rememberedOf } from "./remembered.ts";
import { requestToken, type TokenAnswer, type TokenResponse } from "./token-request.ts";
import { isUsableSecret } from "./webhook-signature.ts";

const SAFETY_MS = 60_000;

interface Held {
  readonly token: string;
  readonly usableUntil: number;
}

// Per running app, so that two apps in one process never share a token.
const memory = new WeakMap<AppIdentity, Map<number, Held>>();

export interface AccessTokens {
  /** A token that is good for at least another minute. */
  current(): Promise<ShopResult<string>>;
  /** A token other than the one the API just refused. */
  replace(refused: string): Promise<ShopResult<string>>;
}

/** The access tokens of one installation; renewed one at a time over all processes, by the vault's promise. */
export function accessTokens(installation: Installation, ports: ShopPorts): AccessTokens {
  const held = memory.get(ports.app) ?? new Map<number, Held>();
  memory.set(ports.app, held);

  const keep = (secrets: Secrets): ShopResult<string> => {
    const token = secrets["access_token"];
    if (token === undefined) return { ok: false, problem: accessEnded(installation, "no access token") };
    held.set(installation.id, { token, usableUntil: usableUntil(secrets) });
    return { ok: true, value: token };
  };

  const replace = async (refused: string | undefined): Promise<ShopResult<string>> => {
    const outcome: { failed?: TokenAnswer & { ok: false } } = {};
    const secrets = await ports.vault.update(async (stored) => {
      // While we waited for our turn another process may have renewed it.
      const isNew = stored["access_token"] !== undefined && stored["access_token"] !== refused;
      if (isNew && usableUntil(stored) > ports.clock.now()) return stored;
      const answer = await refresh(stored, installation, ports);
      if (answer.ok) return renewedSecrets(stored, answer.value, ports.clock.now());
      outcome.failed = answer;
      return stored;
    });
    return outcome.failed === undefined ? keep(secrets) : refreshFailed(outcome.failed, installation);
  };

  return {
    replace,
    async current() {
      const inMemory = held.get(installation.id);
      if (inMemory !== undefined && inMemory.usableUntil > ports.clock.now()) {
        return { ok: true, value: inMemory.token };
      }
      const secrets = await ports.vault.read();
      return usableUntil(secrets) > ports.clock.now() ? keep(secrets) : replace(secrets["access_token"]);
    },
  };
}

/** The secrets of a first token response. */
export function firstSecrets(response: TokenResponse, scope: string, nowMs: number): Secrets {
  return renewedSecrets({ scope }, response, nowMs);
}

/** New tokens over old: the old refresh token stays when no new one came, the old webhook secret stays valid beside the new. */
function renewedSecrets(stored: Secrets, response: TokenResponse, nowMs: number): Secrets {
  const { expires_at: _ended, ...kept } = stored;
  const oldSecret = stored["webhook_secret"];
  const offered = response.webhook_secret;
  const newSecret = offered != null && isUsableSecret(offered) ? offered : oldSecret;
  return {
    ...kept,
    access_token: response.access_token,
    ...(response.expires_in === null
      ? {}
      : { expires_at: new Date(nowMs + response.expires_in * 1000).toISOString() }),
    ...(response.refresh_token == null ? {} : { refresh_token: response.refresh_token }),
    ...(response.scope == null ? {} : { scope: response.scope }),
    ...(newSecret === undefined ? {} : { webhook_secret: newSecret }),
    ...(oldSecret === undefined || newSecret === oldSecret ? {} : { webhook_secret_previous: oldSecret }),
  };
}

/** A token without an announced end is used until the API refuses it. */
function usableUntil(secrets: Secrets): number {
  const ends = secrets["expires_at"];
  return ends === undefined ? Number.POSITIVE_INFINITY : Date.parse(ends) - SAFETY_MS;
}

async function refresh(stored: Secrets, installation: Installation, ports: ShopPorts): Promise<TokenAnswer> {
  const refreshToken = stored["refresh_token"];
  if (refreshToken === undefined) return { ok: false, error: "invalid_grant", detail: "no refresh token" };
  const server = rememberedOf(installation);
  const grant = { grant_type: "refresh_token", refresh_token: refreshToken, resource: server.resource };
  return requestToken(server, grant, ports);
}

function refreshFailed(answer: TokenAnswer & { ok: false }, installation: Installation): ShopResult<never> {
  if (answer.error === "invalid_grant") {
    return { ok: false, problem: accessEnded(installation, answer.detail) };
  }
  const message = `${installation.tenantName} did not renew our access. It is tried again by itself.`;
  return { ok: false, problem: { act: "retry", message, inDoubt: false, theirs: answer.detail } };
}

/** The sentence for a shop that took our access away. */
export function accessEnded(installation: Installation, theirs: string) {
  const message = `${installation.tenantName} no longer lets us in. Install the app again from the shop's admin.`;
  return fix("NOT_CONNECTED", message, { place: "connection" }, theirs);
}
