import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { isCurrencyCode } from "../../domain/currency.ts";
import type { InstallDone, InstallFlow, InstallPorts, InstallRefused } from "../platform.ts";
import { acceptedAddress, withoutEndSlash } from "./address.ts";
import { discover, type Endpoints } from "./discovery.ts";
import type { Remembered } from "./remembered.ts";
import { requiredScope, scopesOf, scopesToAskFor } from "./scopes.ts";
import { isTimeZone } from "./time-zone.ts";
import { requestToken, revokeToken, type TokenResponse } from "./token-request.ts";
import { firstSecrets } from "./tokens.ts";
import { isUsableSecret } from "./webhook-signature.ts";

const inMemory = z.object({
  issuer: z.string(),
  tokenEndpoint: z.string(),
  revocationEndpoint: z.string().nullable(),
  jwksUri: z.string(),
  apiBaseUrl: z.string(),
  webhookSignature: z.array(z.string()),
});

type Waiting = z.infer<typeof inMemory>;

/** Installation by authorization code with PKCE; our manifest's address is the client id (handshake of the contract). */
export const install: InstallFlow = {
  async begin(query, ports) {
    const found = await discover(query["iss"] ?? "", ports);
    if (!found.ok) return found;
    const endpoints = found.value;
    const scope = scopesToAskFor(endpoints.offeredScopes, endpoints.serverScopes).join(" ");
    const verifier = randomBytes(32).toString("base64url");
    return {
      ok: true,
      redirect: authorizationAddress(endpoints, scope, verifier, ports),
      memory: {
        endpoints: JSON.stringify(endpoints),
        verifier,
        scope,
        target: query["target_link_uri"] ?? "",
      },
    };
  },

  async finish(query, memory, ports) {
    const server = inMemory.parse(JSON.parse(memory["endpoints"] ?? ""));
    // RFC 9207: an answer of another server than the one we asked is never followed.
    if (query["iss"] !== server.issuer)
      return refused(400, "The answer does not come from the shop we asked.");
    const refusal = refusalIn(query);
    if (refusal !== null) return refusal;
    const answer = await requestToken(
      server,
      {
        grant_type: "authorization_code",
        code: query["code"] ?? "",
        redirect_uri: redirectUri(ports),
        code_verifier: memory["verifier"] ?? "",
        resource: server.apiBaseUrl,
      },
      ports,
    );
    if (!answer.ok) {
      ports.log.warn("a platform did not exchange the code", {
        issuer: server.issuer,
        detail: answer.detail,
      });
      return refused(502, "The shop did not complete the installation. Please start it again.");
    }
    return completed(answer.value, server, memory, ports);
  },
};

function redirectUri(ports: InstallPorts): string {
  return `${withoutEndSlash(ports.app.publicUrl)}/oauth/callback`;
}

function authorizationAddress(
  endpoints: Endpoints,
  scope: string,
  verifier: string,
  ports: InstallPorts,
): string {
  const url = new URL(endpoints.authorizationEndpoint);
  const parameters = {
    client_id: ports.app.clientId,
    redirect_uri: redirectUri(ports),
    response_type: "code",
    scope,
    state: ports.state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    resource: endpoints.apiBaseUrl,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function refusalIn(query: Readonly<Record<string, string>>): InstallRefused | null {
  const error = query["error"];
  if (error === "access_denied") return refused(403, "The installation was declined in the shop.");
  if (error !== undefined) {
    const code = /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : "";
    return refused(403, `The shop refused the installation${code}.`);
  }
  return query["code"] === undefined ? refused(400, "The shop's answer is incomplete.") : null;
}

async function completed(
  response: TokenResponse,
  server: Waiting,
  memory: Readonly<Record<string, string>>,
  ports: InstallPorts,
): Promise<InstallDone | InstallRefused> {
  const { app } = ports;
  const scope = response.scope ?? memory["scope"] ?? "";
  const lack = await lackOf(response, scope, server, ports);
  if (lack !== null) return lack;
  const tenant = response.tenant;
  if (tenant == null) return refused(502, "The shop did not say who it is.");
  const apiBaseUrl = response.api_base_url ?? server.apiBaseUrl;
  if (acceptedAddress(apiBaseUrl, app.loopbackAllowed) === null) {
    return refused(502, "The shop's API is not at an https address.");
  }
  const tenantUrl = acceptedAddress(tenant.url ?? "", app.loopbackAllowed)?.href ?? server.issuer;
  const metadata: Remembered = {
    issuer: server.issuer,
    tokenEndpoint: server.tokenEndpoint,
    revocationEndpoint: server.revocationEndpoint,
    jwksUri: server.jwksUri,
    resource: server.apiBaseUrl,
  };
  return {
    ok: true,
    installation: {
      platform: "manifest",
      issuer: server.issuer,
      tenantId: tenant.id,
      tenantName: tenant.name ?? tenant.id,
      tenantUrl,
      apiBaseUrl: withoutEndSlash(apiBaseUrl),
      country: tenant.country ?? "",
      currency: isCurrencyCode(tenant.currency ?? "") ? (tenant.currency ?? "") : "",
      timeZone: tenant.timezone != null && isTimeZone(tenant.timezone) ? tenant.timezone : "UTC",
      scopes: scopesOf(scope),
      metadata,
    },
    secrets: firstSecrets(response, scope, ports.clock.now()),
    redirect: targetWithin(memory["target"] ?? "", [server.issuer, tenantUrl]),
  };
}

/** Why the installation cannot stand; what was granted is handed back. */
async function lackOf(
  response: TokenResponse,
  scope: string,
  server: Waiting,
  ports: InstallPorts,
): Promise<InstallRefused | null> {
  const hasScope = scopesOf(scope).includes(requiredScope);
  const secret = response.webhook_secret;
  const secretNeeded = server.webhookSignature.includes("v1");
  const secretFits = secret == null ? !secretNeeded : isUsableSecret(secret);
  if (hasScope && secretFits) return null;
  await revokeToken(server, response.refresh_token ?? response.access_token, ports);
  return hasScope
    ? refused(502, "The shop gave no usable secret for its notifications.")
    : refused(
        403,
        "The app may not read orders in this shop, so it cannot book them. Install it again and allow it to read orders.",
      );
}

/** The page the merchant came from, unless it would lead somewhere else than to the shop. */
function targetWithin(target: string, homes: readonly string[]): string | null {
  if (!URL.canParse(target)) return null;
  const url = new URL(target);
  if (url.username !== "" || url.password !== "") return null;
  return homes.some((home) => new URL(home).origin === url.origin) ? url.href : null;
}

function refused(status: InstallRefused["status"], message: string): InstallRefused {
  return { ok: false, status, message };
}
