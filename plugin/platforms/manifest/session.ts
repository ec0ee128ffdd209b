import { createRemoteJWKSet, customFetch, decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";
import type { Role } from "../../domain/role.ts";
import { type Http, HttpFailure } from "../../ports.ts";
import type { AppIdentity, SessionReader } from "../platform.ts";
import { rememberedOf } from "./remembered.ts";

// Never `none` and never HS*: a public key must not pass as a shared secret.
const ALGORITHMS = ["RS256", "ES256", "EdDSA"];
const OLDEST_S = 300;
const LEEWAY_S = 10;
const KEYS_TIMEOUT_MS = 5_000;
const KEYS_MAX_BYTES = 64 * 1024;

const keySets = new WeakMap<AppIdentity, Map<string, JWTVerifyGetKey>>();

const tenantId = z.union([z.string().min(1), z.int()]).transform(String);
const claimed = z.object({ iss: z.string().min(1), tenant: tenantId });
const session = z.object({
  sub: z.string().min(1),
  tenant: tenantId,
  email: z.string().nullish().catch(null),
  locale: z.string().nullish().catch(null),
  roles: z.unknown().optional(),
});

/** Session tokens of the embedded page, proven by the key set the installation remembers. */
export const sessions: SessionReader = {
  claim(token) {
    try {
      const parsed = claimed.safeParse(decodeJwt(token));
      return parsed.success ? { issuer: parsed.data.iss, tenantId: parsed.data.tenant } : null;
    } catch {
      return null;
    }
  },

  async verify(token, installation, ports) {
    try {
      const { jwksUri } = rememberedOf(installation);
      const { payload } = await jwtVerify(token, keySet(jwksUri, ports), {
        algorithms: ALGORITHMS,
        issuer: installation.issuer,
        audience: ports.app.clientId,
        requiredClaims: ["exp", "iat", "sub"],
        maxTokenAge: OLDEST_S,
        clockTolerance: LEEWAY_S,
        currentDate: new Date(ports.clock.now()),
      });
      const parsed = session.safeParse(payload);
      if (!parsed.success || parsed.data.tenant !== installation.tenantId) return null;
      const { sub, email, locale, roles } = parsed.data;
      return { userId: sub, email: email ?? null, locale: locale ?? null, role: roleIn(roles) };
    } catch (error) {
      // A forged token is everyday; keys we cannot get lock every user of this shop out.
      const keysMissing = error instanceof HttpFailure || error instanceof errors.JWKSTimeout;
      const detail = { issuer: installation.issuer, reason: error instanceof Error ? error.message : "" };
      if (keysMissing) ports.log.warn("the keys of a platform cannot be read", detail);
      else ports.log.debug("a session token was refused", detail);
      return null;
    }
  },
};

/**
 * Without roles everyone is an owner, `admin` is the shop's own word for one (contract, section 1). Staff of any other
 * kind work with orders; who only looks is called a viewer.
 */
function roleIn(roles: unknown): Role {
  if (roles === undefined) return "owner";
  const named: unknown[] = Array.isArray(roles) ? roles : [];
  if (named.includes("admin") || named.includes("owner")) return "owner";
  return named.length > 0 && named.every((one) => one === "viewer") ? "viewer" : "bookkeeper";
}

function keySet(jwksUri: string, ports: { app: AppIdentity; http: Http }): JWTVerifyGetKey {
  const known = keySets.get(ports.app) ?? new Map<string, JWTVerifyGetKey>();
  keySets.set(ports.app, known);
  const existing = known.get(jwksUri);
  if (existing !== undefined) return existing;
  const created = createRemoteJWKSet(new URL(jwksUri), {
    cacheMaxAge: 600_000,
    cooldownDuration: 30_000,
    timeoutDuration: KEYS_TIMEOUT_MS,
    [customFetch]: async (url) => {
      const request = { method: "GET", url, timeoutMs: KEYS_TIMEOUT_MS, maxBytes: KEYS_MAX_BYTES } as const;
      const answer = await ports.http({ ...request, untrusted: true });
      return new Response(answer.body, { status: answer.status });
    },
  });
  known.set(jwksUri, created);
  return created;
}
