import { randomUUID, timingSafeEqual } from "node:crypto";
import type { Company } from "./company.ts";
import { json, type Reply } from "./routes.ts";
import type { State } from "./store.ts";
import type { Clock } from "./swedish-time.ts";
import { accessTokenSeconds, type Grant, signAccessToken } from "./tokens.ts";

/** The app as registered with the vendor. */
export interface RegisteredClient {
  clientId: string;
  clientSecret: string;
  /** Absent: any https or loopback address. */
  redirectUris?: readonly string[];
}

/** What the token endpoint and the consent page work on. */
export interface Authority {
  client: RegisteredClient;
  state: State;
  clock: Clock;
  /** Codes that wait to be exchanged; they live ten minutes and in memory only. */
  codes: Map<string, Grant & { redirectUri: string; expiresAt: number }>;
}

/** A form sent to the token or revocation endpoint. */
export interface TokenRequest {
  authorization: string | undefined;
  contentType: string | undefined;
  tenantId: string | undefined;
  form: URLSearchParams;
}

const codeLifetime = 10 * 60_000;
const refreshLifetime = 45 * 24 * 3600_000;

const failure = (status: number, error: string, error_description: string): Reply =>
  json(status, { error, error_description });

/** Remembers the administrator's consent and hands out a code for it. */
export function grantConsent(authority: Authority, grant: Grant & { redirectUri: string }): string {
  const company = authority.state.companies.get(grant.databaseNumber);
  if (company === undefined) throw new Error(`There is no company ${grant.databaseNumber}`);
  company.consents.set(grant.clientId, [...grant.scopes]);
  company.switches.consentRevoked = false;
  const code = randomUUID();
  authority.codes.set(code, { ...grant, expiresAt: authority.clock().getTime() + codeLifetime });
  return code;
}

/** Whether the company still lets the client in. */
export function hasConsent(company: Company | undefined, clientId: string): company is Company {
  return company?.consents.has(clientId) === true && !company.switches.consentRevoked;
}

/** `POST /oauth-v1/token`. */
export async function answerToken(authority: Authority, request: TokenRequest): Promise<Reply> {
  const refusal = checkClient(authority, request);
  if (refusal !== undefined) return refusal;
  const grantType = request.form.get("grant_type");
  if (grantType === "authorization_code") return exchangeCode(authority, request.form);
  if (grantType === "refresh_token") return refresh(authority, request.form);
  if (grantType === "client_credentials") return clientCredentials(authority, request);
  return failure(400, "unsupported_grant_type", "The grant type is not supported");
}

/** `POST /oauth-v1/revoke`: answers true whatever it was given, as the vendor does. */
export function answerRevoke(authority: Authority, request: TokenRequest): Reply {
  const refusal = checkClient(authority, request);
  if (refusal !== undefined) return refusal;
  authority.state.refreshTokens.delete(request.form.get("token") ?? "");
  return json(200, { revoked: true });
}

function checkClient({ client }: Authority, request: TokenRequest): Reply | undefined {
  const basic = Buffer.from(request.authorization?.match(/^Basic ([A-Za-z0-9+/=]+)$/)?.[1] ?? "", "base64");
  const expected = Buffer.from(`${client.clientId}:${client.clientSecret}`);
  if (basic.length !== expected.length || !timingSafeEqual(basic, expected))
    return failure(401, "invalid_client", "The client credentials are invalid");
  if (!request.contentType?.startsWith("application/x-www-form-urlencoded"))
    return failure(400, "invalid_request", "The content type must be application/x-www-form-urlencoded");
  return undefined;
}

async function exchangeCode(authority: Authority, form: URLSearchParams): Promise<Reply> {
  const code = form.get("code") ?? "";
  const grant = authority.codes.get(code);
  authority.codes.delete(code);
  const isGood =
    grant !== undefined &&
    grant.expiresAt > authority.clock().getTime() &&
    grant.redirectUri === form.get("redirect_uri");
  return isGood
    ? tokens(authority, grant)
    : failure(400, "invalid_grant", "Auth code or ClientID supplied is invalid");
}

/** A refresh token works once; the answer brings the next. */
async function refresh(authority: Authority, form: URLSearchParams): Promise<Reply> {
  const token = form.get("refresh_token") ?? "";
  const grant = authority.state.refreshTokens.get(token);
  authority.state.refreshTokens.delete(token);
  const company = authority.state.companies.get(grant?.databaseNumber ?? -1);
  const isGood =
    grant !== undefined &&
    grant.expiresAt > authority.clock().getTime() &&
    hasConsent(company, grant.clientId);
  return isGood ? tokens(authority, grant) : failure(400, "invalid_grant", "Invalid refresh token");
}

/** Works for a tenant that has consented before, brings no refresh token, and every consented scope unless asked. */
async function clientCredentials(authority: Authority, request: TokenRequest): Promise<Reply> {
  const { clientId } = authority.client;
  if (request.tenantId === undefined)
    return failure(400, "invalid_request", "The header TenantId is missing");
  const company = authority.state.companies.get(Number(request.tenantId));
  if (!hasConsent(company, clientId)) return failure(400, "invalid_grant", "The tenant has not consented");
  const consented = company.consents.get(clientId) ?? [];
  const asked = request.form.get("scope")?.split(" ").filter(Boolean) ?? consented;
  if (!asked.every((scope) => consented.includes(scope)))
    return failure(400, "invalid_scope", "The scope is not consented");
  const grant = { clientId, databaseNumber: company.databaseNumber, scopes: asked };
  return json(200, await accessAnswer(authority, grant));
}

async function tokens(authority: Authority, { clientId, databaseNumber, scopes }: Grant): Promise<Reply> {
  const grant = { clientId, databaseNumber, scopes: [...scopes] };
  const refresh_token = randomUUID();
  authority.state.refreshTokens.set(refresh_token, {
    ...grant,
    expiresAt: authority.clock().getTime() + refreshLifetime,
  });
  return json(200, { ...(await accessAnswer(authority, grant)), refresh_token });
}

async function accessAnswer({ state, clock }: Authority, grant: Grant) {
  return {
    access_token: await signAccessToken(state.signingKey, grant, clock),
    scope: grant.scopes.join(" "),
    expires_in: accessTokenSeconds,
    token_type: "bearer",
  };
}
