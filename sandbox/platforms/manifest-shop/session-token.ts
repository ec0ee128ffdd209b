import { SignJWT } from "jose";
import type { ShopClock } from "./clock.ts";
import type { Keyring, SigningAlgorithm } from "./keyring.ts";
import { conflict } from "./refusal.ts";
import type { Store } from "./store.ts";

/** Claims that replace the usual ones; `undefined` leaves one out. */
export type SessionClaims = Record<string, string | number | string[] | undefined>;

/** Whoever works in this admin: there is one member of staff, and she may do everything. */
export const STAFF = { id: "u1", name: "Astrid Lund", email: "astrid@example.com", locale: "en" };

const LONGEST_LIFE_SECONDS = 300;

interface TokenParts {
  store: Store;
  clock: ShopClock;
  keyring: Keyring;
  issuer: string;
}

/** Signs the token that proves to the app's pages which shop and which person looks at them. */
export async function signSessionToken(
  claims: SessionClaims,
  { store, clock, keyring, issuer }: TokenParts,
): Promise<string> {
  const app = store.state.app;
  if (app === null) throw conflict("No app is installed.");
  const { algs, max_age_seconds: maxAge } = app.manifest.app.embedded.session;
  const alg: SigningAlgorithm = algs.includes("ES256") || !algs.includes("RS256") ? "ES256" : "RS256";
  const { kid, key } = await keyring.signingKey(alg);
  const issuedAt = Math.floor(clock.now().getTime() / 1000);
  return await new SignJWT({
    iss: issuer,
    aud: app.manifest.client_id,
    tenant: store.state.tenant.id,
    sub: STAFF.id,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + Math.min(maxAge, LONGEST_LIFE_SECONDS),
    email: STAFF.email,
    locale: STAFF.locale,
    roles: ["admin"],
    ...claims,
  })
    .setProtectedHeader({ alg, kid, typ: "JWT" })
    .sign(key);
}
