import { createServer, type RequestListener } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { AppIdentity, Installation, ShopPorts } from "../../../../plugin/platforms/platform.ts";
import {
  type Clock,
  type Http,
  HttpFailure,
  type Log,
  type Secrets,
  type Vault,
} from "../../../../plugin/ports.ts";

import { createMemoryPoints } from "../../../../server/memory-points.ts";

/** A clock that stands still until told otherwise. */
export function standingClock(
  startMs = Date.parse("2026-11-21T10:00:00Z"),
): Clock & { now: () => number; pass(ms: number): void } {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

export const quietLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  during: (_detail, work) => work(),
};

/** Real HTTP without redirects. `hosts` sends an https origin to a server on loopback, as a name server would. */
export function realHttp(hosts: Readonly<Record<string, string>> = {}): Http {
  return async ({ method, url, headers, body, timeoutMs, maxBytes }) => {
    const { origin } = new URL(url);
    const target = (hosts[origin] ?? origin) + url.slice(origin.length);
    try {
      const response = await fetch(target, {
        method,
        headers: { ...headers, "x-forwarded-proto": "https", "x-forwarded-host": new URL(url).host },
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      if (maxBytes !== undefined && Buffer.byteLength(text) > maxBytes) throw new Error("too large");
      return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
    } catch (cause) {
      throw new HttpFailure("no answer", { sent: true, cause });
    }
  };
}

export interface LoopbackServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on loopback on any free port. */
export async function serve(listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Secrets in memory; `update` one at a time, as the store promises. */
export function memoryVault(
  initial: Secrets,
): Vault & { readonly now: () => Secrets; failNextUpdate(): void } {
  let secrets = initial;
  let isDying = false;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    now: () => secrets,
    /** The next change is made and never stored. */
    failNextUpdate: () => {
      isDying = true;
    },
    read: async () => secrets,
    update: (change) => {
      const next = turn.then(async () => {
        const changed = await change(secrets);
        if (isDying) {
          isDying = false;
          throw new Error("the process died");
        }
        secrets = changed;
        return secrets;
      });
      turn = next.catch(() => undefined);
      return next;
    },
  };
}

/** Our side as OAuth client, with a fresh ES256 key. */
export async function newApp(publicUrl = "https://ledger.example", clock: Clock = standingClock()) {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const clientId = `${publicUrl}/manifest.json`;
  const app: AppIdentity = {
    clientId,
    publicUrl,
    loopbackAllowed: true,
    allowedIssuers: [],
    clientAssertion: (audience) => {
      const nowS = Math.floor(clock.now() / 1000);
      return new SignJWT()
        .setProtectedHeader({ alg: "ES256", kid: "app-1" })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(audience)
        .setJti(crypto.randomUUID())
        .setIssuedAt(nowS)
        .setExpirationTime(nowS + 60)
        .sign(privateKey);
    },
  };
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "app-1", alg: "ES256", use: "sig" }] };
  return { app, jwks };
}

/** A shop that is installed already. */
export function installed(issuer: string, changes: Partial<Installation> = {}): Installation {
  return {
    id: 1,
    platform: "manifest",
    issuer,
    tenantId: "t1",
    tenantName: "Mugs & More",
    tenantUrl: issuer,
    apiBaseUrl: `${issuer}/api`,
    country: "SE",
    currency: "SEK",
    timeZone: "Europe/Stockholm",
    scopes: ["orders:read", "orders:write"],
    status: "installed",
    metadata: {
      issuer,
      tokenEndpoint: `${issuer}/token`,
      revocationEndpoint: null,
      jwksUri: `${issuer}/jwks`,
      resource: `${issuer}/api`,
    },
    ...changes,
  };
}

/** What a shop counts that has no bucket of points. */
export const uncounted = { points: createMemoryPoints(standingClock()), lane: "people" as const };

/** Everything a shop is opened with. */
export async function shopPorts(secrets: Secrets, changes: Partial<ShopPorts> = {}) {
  const clock = standingClock();
  const vault = memoryVault(secrets);
  const { app } = await newApp("https://ledger.example", clock);
  const points = createMemoryPoints(clock);
  return { http: realHttp(), clock, log: quietLog, vault, app, points, lane: "people" as const, ...changes };
}
