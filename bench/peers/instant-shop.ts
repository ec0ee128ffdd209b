import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type PeerAnswer, type PeerRequest, servePeer } from "./peer-server.ts";
import { tenantOf, WEBHOOK_SECRET } from "./shop-identity.ts";
import { orderOf } from "./shop-order.ts";

/**
 * A platform of the manifest contract that answers at once and checks nobody: orders are made from their ids,
 * listings are empty, of accounting states only their time is kept. Each installation is of another merchant.
 * `/bench/session?audience=&tenant=` signs a session token; `/bench/shown` tells when an order's first state arrived.
 */

const SCOPES = ["offline_access", "orders:read", "orders:write", "refunds:read", "customers:read"];
const { publicKey, privateKey } = await generateKeyPair("ES256");
/** Milliseconds since the epoch, by order. */
const shownAt: Record<string, number> = {};
let merchants = 0;

await servePeer((origin) => async (request) => {
  const { method, path, query } = request;
  if (path === "/.well-known/oauth-authorization-server") return { status: 200, json: metadata(origin) };
  if (path === "/.well-known/jwks.json") return { status: 200, json: { keys: [await publicJwk()] } };
  if (path === "/oauth/authorize") return consent(query, origin);
  if (path === "/oauth/token") return { status: 200, json: tokens(origin, request.body) };
  if (path === "/bench/session") {
    return { status: 200, json: await sessionToken(origin, query) };
  }
  if (path === "/bench/shown") return { status: 200, json: shownAt };
  if (method !== "PATCH") return read(request);
  shownAt[path.split("/").at(-1) ?? ""] ??= Date.now();
  return { status: 204, kind: "PATCH /orders/{id}" };
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

/** Nobody is asked: the browser is sent back at once, with a code that names the merchant. */
function consent(query: URLSearchParams, origin: string): PeerAnswer {
  merchants += 1;
  const back = new URL(query.get("redirect_uri") ?? "");
  back.search = new URLSearchParams({
    code: tenantOf(merchants),
    state: query.get("state") ?? "",
    iss: origin,
  }).toString();
  return { status: 302, headers: { location: back.href } };
}

function tokens(origin: string, form: string) {
  return {
    access_token: "of-the-bench",
    token_type: "Bearer",
    expires_in: 86_400,
    refresh_token: "again",
    scope: SCOPES.join(" "),
    tenant: {
      id: new URLSearchParams(form).get("code"),
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

function sessionToken(origin: string, query: URLSearchParams): Promise<string> {
  return new SignJWT({ tenant: query.get("tenant"), roles: ["admin"] })
    .setProtectedHeader({ alg: "ES256", kid: "bench" })
    .setIssuer(origin)
    .setSubject("bench")
    .setAudience(query.get("audience") ?? "")
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);
}
