import { z } from "zod";
import { type Http, HttpFailure } from "../../ports.ts";
import type { AppIdentity } from "../platform.ts";
import { acceptedAddress, withoutEndSlash } from "./address.ts";

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 64 * 1024;

/** What a platform's published metadata (RFC 8414 and `app_platform`) tells us. */
export interface Endpoints {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  readonly jwksUri: string;
  readonly apiBaseUrl: string;
  readonly webhookSignature: readonly string[];
  /** Scopes of the contract this platform knows; null when it does not say. */
  readonly offeredScopes: readonly string[] | null;
  readonly serverScopes: readonly string[];
}

export type Discovered =
  | { readonly ok: true; readonly value: Endpoints }
  | { readonly ok: false; readonly status: 400 | 403 | 502; readonly message: string };

const texts = z.array(z.string());
const listWith = (member: string) => texts.refine((list) => list.includes(member), `must contain ${member}`);

const metadataFor = (issuer: string, loopbackAllowed: boolean) => {
  const address = z
    .string()
    .refine((text) => acceptedAddress(text, loopbackAllowed) !== null, "must be an https address");
  return z.object({
    issuer: z.string().refine((text) => text === issuer, "must be the address the installation began with"),
    authorization_endpoint: address,
    token_endpoint: address,
    revocation_endpoint: address.nullish(),
    jwks_uri: address,
    code_challenge_methods_supported: listWith("S256"),
    response_types_supported: listWith("code").nullish(),
    grant_types_supported: listWith("authorization_code").nullish(),
    token_endpoint_auth_methods_supported: listWith("private_key_jwt").nullish(),
    client_id_metadata_document_supported: z.literal(true, "must be true"),
    scopes_supported: texts.nullish(),
    app_platform: z.object({
      version: z.literal("1", "must be 1"),
      api_base_url: address,
      webhook_signature: texts.nullish(),
      scopes: texts.nullish(),
    }),
  });
};

const refused = (status: 400 | 403 | 502, message: string): Discovered => ({ ok: false, status, message });

/** Checks who claims to be a platform and reads what it publishes about itself. */
export async function discover(issuer: string, ports: { http: Http; app: AppIdentity }): Promise<Discovered> {
  const { app } = ports;
  const url = acceptedAddress(issuer, app.loopbackAllowed);
  if (url === null || url.search !== "") {
    return refused(400, "The installation link does not name the shop by an https address.");
  }
  if (app.allowedIssuers.length > 0 && !isListed(issuer, app.allowedIssuers)) {
    return refused(403, `This app is not open to ${url.host}. Its operator decides which shops may use it.`);
  }
  const document = await firstDocument(metadataAddresses(url), ports.http);
  if (document === undefined) {
    return refused(502, `${url.host} did not answer the question how to sign in there. Please try again.`);
  }
  const parsed = metadataFor(issuer, app.loopbackAllowed).safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const member = issue === undefined ? "" : ` (${issue.path.join(".")}: ${issue.message})`;
    return refused(502, `${url.host} does not offer what this app needs to be installed${member}.`);
  }
  const found = parsed.data;
  return {
    ok: true,
    value: {
      issuer,
      authorizationEndpoint: found.authorization_endpoint,
      tokenEndpoint: found.token_endpoint,
      revocationEndpoint: found.revocation_endpoint ?? null,
      jwksUri: found.jwks_uri,
      apiBaseUrl: found.app_platform.api_base_url,
      webhookSignature: found.app_platform.webhook_signature ?? [],
      offeredScopes: found.app_platform.scopes ?? null,
      serverScopes: found.scopes_supported ?? [],
    },
  };
}

function isListed(issuer: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => withoutEndSlash(entry) === withoutEndSlash(issuer));
}

/**
 * RFC 8414 puts the well-known part between host and path, the contract's page writes it behind the issuer,
 * and OpenID providers append `openid-configuration`. Without a path the first two are the same.
 */
function metadataAddresses(issuer: URL): string[] {
  const path = withoutEndSlash(issuer.pathname);
  const wellKnown = "/.well-known/oauth-authorization-server";
  return [
    ...new Set([
      `${issuer.origin}${wellKnown}${path}`,
      `${issuer.origin}${path}${wellKnown}`,
      `${issuer.origin}${path}/.well-known/openid-configuration`,
    ]),
  ];
}

/** The first of the addresses that answers with JSON. */
async function firstDocument(addresses: readonly string[], http: Http): Promise<unknown> {
  for (const url of addresses) {
    const document = await jsonAt(url, http);
    if (document !== undefined) return document;
  }
  return undefined;
}

async function jsonAt(url: string, http: Http): Promise<unknown> {
  try {
    const response = await http({
      method: "GET",
      url,
      headers: { accept: "application/json" },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      untrusted: true,
    });
    return response.status === 200 ? JSON.parse(response.body) : undefined;
  } catch (error) {
    if (error instanceof HttpFailure || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
