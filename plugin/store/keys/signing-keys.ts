import type { Store } from "../database.ts";
import { insertIgnoring } from "../dialect.ts";
import { instant } from "../time.ts";

export interface SigningKey {
  readonly kid: string;
  /** JSON Web Key, public part, as text. */
  readonly publicJwk: string;
  readonly sealedPrivateJwk: string;
}

/** Newest first; every one is published, the newest signs. */
export async function listSigningKeys(store: Store): Promise<SigningKey[]> {
  const rows = await store.db
    .selectFrom("signing_keys")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("kid")
    .execute();
  return rows.map((row) => ({ kid: row.kid, publicJwk: row.public_jwk, sealedPrivateJwk: row.private_jwk }));
}

export async function addSigningKey(store: Store, key: SigningKey, nowMs: number): Promise<void> {
  await insertIgnoring(
    store.engine,
    store.db.insertInto("signing_keys").values({
      kid: key.kid,
      public_jwk: key.publicJwk,
      private_jwk: key.sealedPrivateJwk,
      created_at: instant(nowMs),
    }),
  ).execute();
}
