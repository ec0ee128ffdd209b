import { decodeJwt, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { AppIdentity, SessionReader } from "../platform.ts";

/** A working day: there is no admin around us that could renew it. */
const LIFE_S = 8 * 3600;
const ALGORITHM = "HS256";

const claims = z.object({ site_url: z.string().min(1), site: z.string().min(1) });
const session = claims.extend({ sub: z.string().min(1) });

interface Visitor {
  readonly siteUrl: string;
  readonly site: string;
  readonly email: string;
}

/** A session of our own for somebody who proved the site's keys, or gets the site's mail. */
export async function newSession(
  visitor: Visitor,
  secret: string,
  app: AppIdentity,
  nowMs: number,
): Promise<string> {
  const now = Math.floor(nowMs / 1000);
  return await new SignJWT({ site_url: visitor.siteUrl, site: visitor.site })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(app.publicUrl)
    .setAudience(`${app.publicUrl}/embedded`)
    .setSubject(visitor.email)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFE_S)
    .sign(keyOf(secret));
}

/** Sessions without an admin around us: signed by a secret of the installation, which a new sign-up exchanges. */
export const sessions: SessionReader = {
  claim(token) {
    try {
      const parsed = claims.safeParse(decodeJwt(token));
      return parsed.success ? { issuer: parsed.data.site_url, tenantId: parsed.data.site } : null;
    } catch {
      return null;
    }
  },

  async verify(token, installation, ports) {
    const { session_secret: secret } = await ports.vault.read();
    if (secret === undefined) return null;
    try {
      const { payload } = await jwtVerify(token, keyOf(secret), {
        algorithms: [ALGORITHM],
        issuer: ports.app.publicUrl,
        audience: `${ports.app.publicUrl}/embedded`,
        requiredClaims: ["exp", "iat", "sub"],
        maxTokenAge: LIFE_S,
        currentDate: new Date(ports.clock.now()),
      });
      const parsed = session.safeParse(payload);
      if (!parsed.success || parsed.data.site !== installation.tenantId) return null;
      // Whoever gets in has proved the site's own keys or reads its mail: there are no lesser roles.
      return { userId: parsed.data.sub, email: parsed.data.sub, locale: null, role: "owner" };
    } catch {
      return null;
    }
  },
};

const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);
