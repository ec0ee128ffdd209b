import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Request, Response } from "express";
import express from "express";
import type { CryptoKey } from "jose";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { z } from "zod";

/*
 * The smallest app the shop can install: it serves a manifest and keys, goes through the handshake as a client
 * would, and keeps every webhook and action it receives. Written for these tests, it shares no code with the product.
 */

export interface Received {
  headers: Record<string, string>;
  body: string;
}

const answerSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  scope: z.string(),
  webhook_secret: z.string(),
  api_base_url: z.string(),
  tenant: z.object({ id: z.string(), timezone: z.string() }),
});
export type TokenAnswer = z.infer<typeof answerSchema>;

export interface SmallApp {
  url: string;
  manifestUrl: string;
  /** What is served; a test may change members before the shop reads it. */
  manifest: Record<string, unknown>;
  webhooks: Received[];
  actions: Received[];
  /** Status of the next webhook answers, in turn; 202 when empty. */
  webhookAnswers: number[];
  /** A client assertion; `claims` replace the usual ones. */
  assertion(audience: string, claims?: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

export async function startSmallApp(): Promise<SmallApp> {
  const keys = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), alg: "ES256", use: "sig", kid: "app-key" };
  const server = express();
  server.use(express.text({ type: "*/*" }));
  const listening = await new Promise<Server>((resolve) => {
    const started: Server = server.listen(0, "127.0.0.1", () => resolve(started));
  });
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;

  const app: SmallApp = {
    url,
    manifestUrl: `${url}/manifest.json`,
    manifest: manifestOf(url),
    webhooks: [],
    actions: [],
    webhookAnswers: [],
    assertion: (audience, claims = {}) => sign(keys.privateKey, `${url}/manifest.json`, audience, claims),
    close: () =>
      new Promise((resolve) => {
        listening.close(() => resolve());
        listening.closeAllConnections();
      }),
  };

  server.get("/manifest.json", (_request, response) => void response.json(app.manifest));
  server.get("/jwks.json", (_request, response) => void response.json({ keys: [jwk] }));
  server.post("/webhooks", (request, response) => {
    app.webhooks.push(received(request));
    response.status(app.webhookAnswers.shift() ?? 202).end();
  });
  server.post("/actions/sync-now", (request: Request, response: Response) => {
    app.actions.push(received(request));
    response.json({ status: "success", message: "1 order is booked.", results: [], refresh: true });
  });
  server.get("/embedded/settings", (_request, response) => void response.send(EMBEDDED_PAGE));
  return app;
}

/** Asks its host for a fresh token and a deep link, and shows the token when it comes from the shop's origin. */
const EMBEDDED_PAGE = `<!doctype html><title>Small app</title><p id="token">none</p><script type="module">
  const [, payload] = new URLSearchParams(location.search).get("id_token").split(".");
  const shop = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))).iss;
  addEventListener("message", (event) => {
    if (event.origin === shop && event.data.type === "session-token") token.textContent = event.data.token;
  });
  parent.postMessage({ type: "navigate", path: "/embedded/orders?state=held&id_token=secret" }, shop);
  parent.postMessage({ type: "session-token-request" }, shop);
</script>`;

/** Goes through the installation as browser and app: visit, consent already given, code, tokens. */
export async function handshake(app: SmallApp, visitUrl: string): Promise<TokenAnswer> {
  const visit = new URL(visitUrl);
  const issuer = visit.searchParams.get("iss") ?? "";
  const { verifier, challenge } = pkce();
  const location = await authorize(app, issuer, challenge);
  const code = new URL(location).searchParams.get("code") ?? "";
  const answer = await requestToken(app, issuer, {
    grant_type: "authorization_code",
    code,
    redirect_uri: `${app.url}/oauth/callback`,
    code_verifier: verifier,
  });
  return answerSchema.parse(await answer.json());
}

export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** The authorization request; returns where the browser is sent. */
export async function authorize(app: SmallApp, issuer: string, challenge: string): Promise<string> {
  const response = await fetch(authorizeUrl(app, issuer, { code_challenge: challenge }), {
    redirect: "manual",
  });
  return response.headers.get("location") ?? "";
}

export function authorizeUrl(app: SmallApp, issuer: string, changes: Record<string, string>): string {
  const url = new URL(`${issuer}/oauth/authorize`);
  const members = {
    client_id: app.manifestUrl,
    redirect_uri: `${app.url}/oauth/callback`,
    response_type: "code",
    scope: String(app.manifest["scope"]),
    state: "the-state",
    code_challenge_method: "S256",
    resource: `${issuer}/api`,
    ...changes,
  };
  for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
  return url.href;
}

export async function requestToken(
  app: SmallApp,
  issuer: string,
  form: Record<string, string>,
): Promise<globalThis.Response> {
  const members = {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: form["client_assertion"] ?? (await app.assertion(issuer)),
    ...form,
  };
  return await fetch(`${issuer}/oauth/token`, { method: "POST", body: new URLSearchParams(members) });
}

function manifestOf(url: string): Record<string, unknown> {
  return {
    manifest_version: "1.0",
    client_id: `${url}/manifest.json`,
    client_name: "Small app",
    client_uri: `${url}/`,
    redirect_uris: [`${url}/oauth/callback`],
    initiate_login_uri: `${url}/oauth/install`,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    scope:
      "offline_access orders:read orders:write customers:read products:read stock:write payments:write payouts:read",
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_signing_alg: "ES256",
    jwks_uri: `${url}/jwks.json`,
    app: {
      embedded: {
        settings: { title: { en: "Accounting" }, url: `${url}/embedded/settings`, placement: "settings" },
        session: {
          method: "jwt",
          delivery: ["bearer", "query:id_token"],
          algs: ["RS256", "ES256"],
          max_age_seconds: 300,
        },
      },
      actions: [
        {
          id: "sync-now",
          label: { en: "Sync now" },
          resource: "order",
          views: ["detail", "list"],
          mode: "server",
          url: `${url}/actions/sync-now`,
          max_ids: 50,
          scopes: ["orders:read"],
        },
        {
          id: "transfer-log",
          label: { en: "Accounting log" },
          resource: "order",
          views: ["detail"],
          mode: "page",
          url: `${url}/embedded/orders/{order_id}`,
        },
      ],
      webhooks: {
        spec: "standard-webhooks/1.0.0",
        url: `${url}/webhooks`,
        signature: ["v1"],
        payload: "thin",
        events: [
          "order.created",
          "order.paid",
          "order.updated",
          "order.cancelled",
          "refund.created",
          "app.uninstalled",
        ],
      },
    },
  };
}

async function sign(
  key: CryptoKey,
  clientId: string,
  audience: string,
  claims: Record<string, unknown>,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), iat: now, exp: now + 60 };
  return await new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: "ES256", kid: "app-key" })
    .sign(key);
}

function received(request: Request): Received {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const body: unknown = request.body;
  return { headers, body: typeof body === "string" ? body : "" };
}
