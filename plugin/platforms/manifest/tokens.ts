import { fix, type Problem } from "../../domain/problem.ts";
import type { Secrets } from "../../ports.ts";
import type { Installation, ShopPorts } from "../platform.ts";
import { type AccessTokens, heldTokens } from "../shared/held-tokens.ts";
import { retry } from "../shared/problems.ts";
import { rememberedOf } from "./remembered.ts";
import { requestToken, type TokenAnswer, type TokenResponse } from "./token-request.ts";
import { isUsableSecret } from "./webhook-signature.ts";

const SAFETY_MS = 60_000;

/**
 * The access tokens of one installation. A renewal whose answer was lost is repeated with the old refresh token: a
 * platform that has spent it (RFC 9700, 4.14) says so, and the merchant installs the app again.
 */
export function accessTokens(installation: Installation, ports: ShopPorts): AccessTokens {
  return heldTokens(installation, ports, {
    usableUntil,
    none: () => accessEnded(installation, "no access token"),
    async renew(stored) {
      const answer = await refresh(stored, installation, ports);
      return answer.ok
        ? { secrets: renewedSecrets(stored, answer.value, ports.clock.now()) }
        : { problem: notRenewed(answer, installation) };
    },
  });
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

function notRenewed(answer: TokenAnswer & { ok: false }, installation: Installation): Problem {
  if (answer.error === "invalid_grant") return accessEnded(installation, answer.detail);
  return retry(installation, "did not renew our access", answer.detail);
}

/** The sentence for a shop that took our access away. */
export function accessEnded(installation: Installation, theirs: string) {
  const message = `${installation.tenantName} no longer lets us in. Install the app again from the shop's admin.`;
  return fix("NOT_CONNECTED", message, { place: "connection" }, theirs);
}
