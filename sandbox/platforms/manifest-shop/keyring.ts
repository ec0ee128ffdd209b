import type { CryptoKey, JWK } from "jose";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from "jose";
import type { Store } from "./store.ts";

export type SigningAlgorithm = "ES256" | "RS256";

export interface Keyring {
  /** The key for this algorithm; made at its first use. */
  signingKey(alg: SigningAlgorithm): Promise<{ kid: string; key: CryptoKey | Uint8Array }>;
  /** What the JWKS endpoint publishes. */
  publicKeys(): Promise<{ keys: JWK[] }>;
}

const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi"];

/** The shop's own keys. They are kept with its state: tokens stay good over a restart. */
export function openKeyring(store: Store): Keyring {
  const making = new Map<SigningAlgorithm, Promise<JWK>>();

  function ownKey(alg: SigningAlgorithm): Promise<JWK> {
    const known = store.state.signing_keys.find((each) => each.alg === alg);
    if (known !== undefined) return Promise.resolve(known);
    const made = making.get(alg) ?? make(alg);
    making.set(alg, made);
    return made;
  }

  async function make(alg: SigningAlgorithm): Promise<JWK> {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), alg, use: "sig" };
    const named = { ...jwk, kid: await calculateJwkThumbprint(jwk) };
    store.state.signing_keys.push(named);
    store.changed();
    return named;
  }

  return {
    async signingKey(alg) {
      const jwk = await ownKey(alg);
      return { kid: jwk.kid ?? "", key: await importJWK(jwk, alg) };
    },
    async publicKeys() {
      await ownKey("ES256");
      return { keys: store.state.signing_keys.map(withoutPrivateMembers) };
    },
  };
}

function withoutPrivateMembers(jwk: JWK): JWK {
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => !PRIVATE_MEMBERS.includes(name)));
}
