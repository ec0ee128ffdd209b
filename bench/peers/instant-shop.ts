import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type PeerAnswer, type PeerRequest, servePeer } from "./peer-server.ts";
import { TENANT, WEBHOOK_SECRET } from "./shop-identity.ts";
import { orderOf } from "./shop-order.ts";

/**
 * A platform of the manifest contract that answers at once and checks nobody: orders are made from their ids,
 * listings are empty, accounting states are taken and forgotten. `/bench/session?audience=` signs a session token.
 */

const SCOPES = ["offline_access", "orders:read", "orders:write", "refunds:read", "customers:read"];
const { publicKey, privateKey } = await generateKeyPair("ES256");

await servePeer((origin) => async (request) => {
  const { method, path, query } = request;
  if (path === "/.well-known/oauth-authorization-server") return { status: 200, json: metadata(origin) };
  if (path === "/.well-known/jwks.json") return { status: 200, json: { keys: [await publicJwk()] } };
  if (path === "/oauth/authorize") return consent(query, origin);
  if (path === "/oauth/token") return { status: 200, json: tokens(origin) };
  if (path === "/bench/session") {
    return { status: 200, json: await sessionToken(origin, query.get("audience") ?? "") };
  }
  return method === "PATCH" ? { status: 204, kind: "PATCH /orders/{id}" } : read(request);
});

function read({ path }: PeerRequest): PeerAnswer {
  if (path === "/api/orders") {
    return { status: 200, kind: "GET /orders", json: { data: [], next_cursor: null } };
  }
  const id = /^\/api\/orders\/(o\d+)$/.exec(path)?.[1];
  return id === undefined ? { status: 404 } : { status: 200, kind: "GET /orders/{id}", json: orderOf(id) };
}

function metadata(origin: string) {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    code_challenge_methods_supported: ["S256"],
    client_id_metadata_document_supported: true,
    app_platform: {
      version: "1",
      api_base_url: `${origin}/api`,
      webhook_signature: ["v1"],
      scopes: SCOPES,
    },
  };
}

/** Nobody is asked: the browser is sent back at once. */
function consent(query: URLSearchParams, origin: string): PeerAnswer {
  const back = new URL(query.get("redirect_uri") ?? "");
  back.search = new URLSearchParams({
    code: "given",
    state: query.get("state") ?? "",
    iss: origin,
  }).toString();
  return { status: 302, headers: { location: back.href } };
}

function tokens(origin: string) {
  return {
    access_token: "of-the-bench",
    token_type: "Bearer",
    expires_in: 86_400,
    refresh_token: "again",
    scope: SCOPES.join(" "),
    tenant: {
      id: TENANT,
      name: "Bench shop",
      url: origin,
      country: "SE",
      currency: "SEK",
      timezone: "Europe/Stockholm",
    },
    api_base_url: `${origin}/api`,
    webhook_secret: WEBHOOK_SECRET,
  };
}

async function publicJwk() {
  return { ...(await exportJWK(publicKey)), kid: "bench", alg: "ES256", use: "sig" };
}

function sessionToken(origin: string, audience: string): Promise<string> {
  return new SignJWT({ tenant: TENANT, roles: ["admin"] })
    .setProtectedHeader({ alg: "ES256", kid: "bench" })
    .setIssuer(origin)
    .setSubject("bench")
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);
}
