import { type FixProblem, fix } from "../../domain/problem.ts";
import type { Secrets } from "../../ports.ts";
import type { AppIdentity, Installation, ShopPorts, ShopResult } from "../platform.ts";
import type { ShopifyOptions } from "./options.ts";
import { requestToken, type TokenAnswer, type TokenResponse } from "./token-request.ts";

/** A token is renewed this long before it ends (shopify.md 1.5). */
const SAFETY_MS = 5 * 60_000;

interface Held {
  readonly token: string;
  readonly usableUntil: number;
}

// Per running app, so that two apps in one process never share a token.
const memory = new WeakMap<AppIdentity, Map<number, Held>>();

export interface AccessTokens {
  /** A token that is good for at least another few minutes. */
  current(): Promise<ShopResult<string>>;
  /** A token other than the one the API just refused. */
  replace(refused: string): Promise<ShopResult<string>>;
}

/**
 * The access tokens of one installation, renewed one at a time over all processes by the vault's promise. Each renewal
 * brings a new refresh token, good for ninety days: the sweep, which asks every few minutes, keeps it young. A renewal
 * whose answer was lost is repeated with the old refresh token, which Shopify takes until the new one is first used.
 */
export function accessTokens(
  installation: Installation,
  options: ShopifyOptions,
  ports: ShopPorts,
): AccessTokens {
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
      const answer = await refreshed(stored, installation, options, ports);
      if (answer.ok) return renewedSecrets(stored, answer.value, ports.clock.now());
      outcome.failed = answer;
      return stored;
    });
    return outcome.failed === undefined ? keep(secrets) : refreshFailed(outcome.failed, installation);
  };

  return {
    replace,
    async current() {
      const now = ports.clock.now();
      const inMemory = held.get(installation.id);
      if (inMemory !== undefined && inMemory.usableUntil > now) return { ok: true, value: inMemory.token };
      const secrets = await ports.vault.read();
      return usableUntil(secrets) > now ? keep(secrets) : replace(secrets["access_token"]);
    },
  };
}

/** The secrets of a new installation; `installed_at` tells a late farewell of the one before from one of this (1.7). */
export function firstSecrets(response: TokenResponse, nowMs: number): Secrets {
  return renewedSecrets({ installed_at: new Date(nowMs).toISOString() }, response, nowMs);
}

function renewedSecrets(stored: Secrets, response: TokenResponse, nowMs: number): Secrets {
  const after = (seconds: number): string => new Date(nowMs + seconds * 1000).toISOString();
  return {
    ...stored,
    access_token: response.access_token,
    expires_at: after(response.expires_in),
    refresh_token: response.refresh_token,
    refresh_expires_at: after(response.refresh_token_expires_in),
    scope: response.scope,
  };
}

function usableUntil(secrets: Secrets): number {
  const ends = secrets["expires_at"];
  return ends === undefined ? 0 : Date.parse(ends) - SAFETY_MS;
}

async function refreshed(
  stored: Secrets,
  installation: Installation,
  options: ShopifyOptions,
  ports: ShopPorts,
): Promise<TokenAnswer> {
  const token = stored["refresh_token"];
  if (token === undefined) return { ok: false, error: "invalid_grant", detail: "no refresh token" };
  return await requestToken(installation.tenantId, { kind: "refresh", token }, options, ports.http);
}

function refreshFailed(answer: TokenAnswer & { ok: false }, installation: Installation): ShopResult<never> {
  if (answer.error !== null) return { ok: false, problem: accessEnded(installation, answer.detail) };
  const message = `${installation.tenantName} did not renew our access. It is tried again by itself.`;
  return { ok: false, problem: { act: "retry", message, inDoubt: false, theirs: answer.detail } };
}

/** The sentence for a shop that took our access away: a visit of the merchant brings it back. */
export function accessEnded(installation: Pick<Installation, "tenantName">, theirs: string): FixProblem {
  const message = `${installation.tenantName} no longer lets us in. Open the app in the shop's admin once, and it goes on.`;
  return fix("NOT_CONNECTED", message, { place: "connection" }, theirs);
}
