import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Claims that replace the usual ones; `undefined` leaves one out. */
export type SessionClaims = Record<string, string | number | undefined>;

/** Whoever works in this admin: there is one member of staff, and she owns the shop. */
export const STAFF = {
  id: "31415926",
  firstName: "Astrid",
  lastName: "Lund",
  email: "astrid@example.com",
  locale: "en",
};

/** A session token lives about a minute. */
const LIFE_SECONDS = 60;
const CLOCK_TOLERANCE_SECONDS = 10;

export interface TokenSigner {
  shop: string;
  clientId: string;
  secret: string;
  now: Date;
}

/** Signs the token that proves to the app which shop and which person looks at its pages. */
export function signSessionToken(
  { shop, clientId, secret, now }: TokenSigner,
  claims: SessionClaims,
): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const payload = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: clientId,
    sub: STAFF.id,
    exp: issuedAt + LIFE_SECONDS,
    nbf: issuedAt,
    iat: issuedAt,
    jti: randomUUID(),
    sid: randomUUID(),
    ...claims,
  };
  const signed = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(payload)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

const claimsSchema = z.object({
  iss: z.string(),
  dest: z.string(),
  aud: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number(),
});

/** Whether a token is one of ours for that shop and app, and still good. */
export function isGoodSessionToken(
  token: string,
  { shop, clientId, secrets, now }: Omit<TokenSigner, "secret"> & { secrets: readonly string[] },
): boolean {
  const [head = "", body = "", signature = ""] = token.split(".");
  if (!secrets.some((secret) => fits(`${head}.${body}`, signature, secret))) return false;
  const claims = claimsSchema.safeParse(decoded(body));
  if (!claims.success) return false;
  const seconds = now.getTime() / 1000;
  const { dest, aud, exp, nbf } = claims.data;
  return (
    dest === `https://${shop}` &&
    aud === clientId &&
    exp + CLOCK_TOLERANCE_SECONDS > seconds &&
    nbf - CLOCK_TOLERANCE_SECONDS <= seconds
  );
}

function fits(signed: string, signature: string, secret: string): boolean {
  const right = createHmac("sha256", secret).update(signed).digest();
  const given = Buffer.from(signature, "base64url");
  return given.length === right.length && timingSafeEqual(given, right);
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
