import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import type { AppIdentity } from "./platforms/platform.ts";
import type { Ports } from "./ports.ts";
import type { Store } from "./store/database.ts";
import { addSigningKey, listSigningKeys, type SigningKey } from "./store/keys/signing-keys.ts";

const ASSERTION_SECONDS = 60;

/** Our identity towards platforms, and the public keys they prove it with. */
export interface Identity {
  readonly app: AppIdentity;
  /** The document served at `/.well-known/jwks.json`. */
  jwks(): Promise<{ keys: JWK[] }>;
}

export function identityOf(
  store: Store,
  ports: Ports,
  options: {
    readonly publicUrl: string;
    readonly production: boolean;
    readonly allowedIssuers: readonly string[];
  },
): Identity {
  const clientId = `${options.publicUrl}/manifest.json`;
  let keys: Promise<readonly SigningKey[]> | null = null;
  // One key for all processes: made by whoever needs it first; the newest row signs, all rows are published.
  const signingKeys = async (): Promise<readonly SigningKey[]> => {
    const known = await listSigningKeys(store);
    if (known.length > 0) return known;
    await addSigningKey(store, await newKey(ports), ports.clock.now());
    return await listSigningKeys(store);
  };
  const remembered = (): Promise<readonly SigningKey[]> => {
    keys ??= signingKeys().catch((error: unknown) => {
      keys = null;
      throw error;
    });
    return keys;
  };
  return {
    app: {
      clientId,
      publicUrl: options.publicUrl,
      loopbackAllowed: !options.production,
      allowedIssuers: options.allowedIssuers,
      async clientAssertion(audience) {
        const [key] = await remembered();
        if (key === undefined) throw new Error("no signing key");
        const jwk = JSON.parse(await ports.secrets.open(key.sealedPrivateJwk, keyBinding(key.kid))) as JWK;
        const now = Math.floor(ports.clock.now() / 1000);
        return await new SignJWT({})
          .setProtectedHeader({ alg: "ES256", kid: key.kid, typ: "JWT" })
          .setIssuer(clientId)
          .setSubject(clientId)
          .setAudience(audience)
          .setJti(randomUUID())
          .setIssuedAt(now)
          .setExpirationTime(now + ASSERTION_SECONDS)
          .sign(await importJWK(jwk, "ES256"));
      },
    },
    async jwks() {
      // Read each time: another process may have made a key since, and signs with it.
      const known = await signingKeys();
      return { keys: known.map((key) => JSON.parse(key.publicJwk) as JWK) };
    },
  };
}

async function newKey(ports: Ports): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const kid = randomUUID();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" };
  const privateJwk = { ...(await exportJWK(privateKey)), kid };
  return {
    kid,
    publicJwk: JSON.stringify(publicJwk),
    sealedPrivateJwk: await ports.secrets.seal(JSON.stringify(privateJwk), keyBinding(kid)),
  };
}

const keyBinding = (kid: string): string => `signing_keys:${kid}`;
