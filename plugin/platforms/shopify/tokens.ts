import { type FixProblem, fix, type Problem } from "../../domain/problem.ts";
import type { Secrets } from "../../ports.ts";
import type { Installation, ShopPorts } from "../platform.ts";
import { type AccessTokens, heldTokens } from "../shared/held-tokens.ts";
import { retry } from "../shared/problems.ts";
import type { ShopifyOptions } from "./options.ts";
import { requestToken, type TokenAnswer, type TokenResponse } from "./token-request.ts";

/** A token is renewed this long before it ends (shopify.md 1.5). */
const SAFETY_MS = 5 * 60_000;

/**
 * The access tokens of one installation. Each renewal brings a new refresh token, good for ninety days: the sweep,
 * which asks every few minutes, keeps it young. A renewal whose answer was lost is repeated with the old refresh token,
 * which Shopify takes until the new one is first used, for thirty days at most.
 */
export function accessTokens(
  installation: Installation,
  options: ShopifyOptions,
  ports: ShopPorts,
): AccessTokens {
  return heldTokens(installation, ports, {
    usableUntil,
    none: () => accessEnded(installation, "no access token"),
    async renew(stored) {
      const answer = await refreshed(stored, installation, options, ports);
      return answer.ok
        ? { secrets: renewedSecrets(stored, answer.value, ports.clock.now()) }
        : { problem: notRenewed(answer, installation) };
    },
  });
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

function notRenewed(answer: TokenAnswer & { ok: false }, installation: Installation): Problem {
  if (answer.error !== null) return accessEnded(installation, answer.detail);
  return retry(installation, "did not renew our access", answer.detail);
}

/** The sentence for a shop that took our access away: a visit of the merchant brings it back. */
export function accessEnded(installation: Pick<Installation, "tenantName">, theirs: string): FixProblem {
  const message = `${installation.tenantName} no longer lets us in. Open the app in the shop's admin once, and it goes on.`;
  return fix("NOT_CONNECTED", message, { place: "connection" }, theirs);
}
