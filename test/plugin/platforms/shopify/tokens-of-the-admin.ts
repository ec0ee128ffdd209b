import { type JWTPayload, SignJWT } from "jose";

/** An ID token as Shopify signs it for a person in the admin; `claims` replaces some of its own. */
export async function idToken(
  nowMs: number,
  claims: JWTPayload & Record<string, unknown> = {},
  secret = "secret-now",
): Promise<string> {
  const now = Math.floor(nowMs / 1000);
  return await new SignJWT({
    iss: "https://fjall-form.myshopify.com/admin",
    dest: "https://fjall-form.myshopify.com",
    aud: "client-1",
    sub: "42",
    jti: "f8912129-1af6-4cad-9ca3-76b0f7621087",
    sid: "aaea182f2732d44c23057c0fea584021a4485b2bd25d3eb7fd349313ad24c685",
    iat: now,
    nbf: now,
    exp: now + 60,
    ...claims,
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(secret));
}
