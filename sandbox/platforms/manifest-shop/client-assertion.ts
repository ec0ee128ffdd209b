import type { JSONWebKeySet, JWTPayload } from "jose";
import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import type { ShopClock } from "./clock.ts";
import type { AppManifest } from "./manifest-reader.ts";
import { readManifest } from "./manifest-reader.ts";
import type { Store } from "./store.ts";

/** The caller of the token endpoint did not prove who it is (RFC 6749: `invalid_client`). */
export class ClientNotProven extends Error {}

export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const LONGEST_LIFE_SECONDS = 300;
const CLOCK_SKEW_SECONDS = 10;
const FETCH_TIMEOUT_MS = 5_000;

interface AssertionParts {
  store: Store;
  clock: ShopClock;
  /** What `aud` may be: the issuer or the token endpoint (RFC 7523). */
  audiences: string[];
}

/** Proves a client by its `private_key_jwt`, with the key its own manifest points to today. */
export async function proveClient(
  assertion: string,
  { store, clock, audiences }: AssertionParts,
): Promise<AppManifest> {
  const clientId = claimedClient(assertion);
  const manifest = await readManifest(clientId).catch((cause: unknown) => {
    throw new ClientNotProven(cause instanceof Error ? cause.message : "The manifest cannot be read.");
  });
  const keys = createLocalJWKSet(await readKeys(manifest.jwks_uri));
  const now = clock.now();
  let claims: JWTPayload;
  try {
    const verified = await jwtVerify(assertion, keys, {
      issuer: clientId,
      subject: clientId,
      audience: audiences,
      algorithms: [manifest.token_endpoint_auth_signing_alg],
      requiredClaims: ["exp", "jti"],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now,
    });
    claims = verified.payload;
  } catch (cause) {
    throw new ClientNotProven(
      `The client assertion is not good: ${cause instanceof Error ? cause.message : ""}`,
    );
  }
  useOnce(claims, store, Math.floor(now.getTime() / 1000));
  return manifest;
}

function claimedClient(assertion: string): string {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(assertion);
  } catch {
    throw new ClientNotProven("The client assertion is not a JWT.");
  }
  if (claims.iss === undefined || claims.iss !== claims.sub) {
    throw new ClientNotProven("The client assertion's iss and sub must both be the client id.");
  }
  return claims.iss;
}

function useOnce(claims: JWTPayload, store: Store, now: number): void {
  const { jti, exp } = claims;
  if (jti === undefined || exp === undefined)
    throw new ClientNotProven("The client assertion lacks jti or exp.");
  if (exp - now > LONGEST_LIFE_SECONDS + CLOCK_SKEW_SECONDS) {
    throw new ClientNotProven(`The client assertion may live ${LONGEST_LIFE_SECONDS} s at most.`);
  }
  const used = store.state.used_assertions;
  for (const [id, expiry] of used) if (expiry + CLOCK_SKEW_SECONDS < now) used.delete(id);
  if (used.has(jti)) throw new ClientNotProven("The client assertion was used before.");
  used.set(jti, exp);
  store.changed();
}

async function readKeys(url: string): Promise<JSONWebKeySet> {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    const body: unknown = await response.json();
    if (typeof body !== "object" || body === null || !("keys" in body)) throw new Error("no keys");
    return body as JSONWebKeySet;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ClientNotProven(`The keys at ${url} cannot be read: ${reason}`);
  }
}
