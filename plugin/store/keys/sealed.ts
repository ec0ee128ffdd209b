import type { Store } from "../database.ts";

/** A sealed text of the database: where it lies, and what it is bound to. */
export interface SealedText {
  readonly binding: string;
  readonly sealed: string;
  /** Writes another text there unless somebody changed it meanwhile; false when that was so. */
  replace(sealed: string): Promise<boolean>;
}

/** Every sealed text there is. Bindings are those under which the texts were sealed (`pipeline/setup/vault.ts`, `identity.ts`, `pipeline/messages/webhook-endpoints.ts`, `pipeline/flow/message-secret.ts`). */
export async function* sealedTexts(store: Store): AsyncGenerator<SealedText> {
  for (const table of ["installations", "connections"] as const) {
    const rows = await store.db.selectFrom(table).select(["id", "secrets"]).orderBy("id").execute();
    for (const { id, secrets } of rows) {
      if (secrets === null || secrets === "") continue;
      yield {
        binding: `${table}:${id}`,
        sealed: secrets,
        replace: async (sealed) =>
          isOne(
            await store.db
              .updateTable(table)
              .set({ secrets: sealed })
              .where("id", "=", id)
              .where("secrets", "=", secrets)
              .executeTakeFirst(),
          ),
      };
    }
  }
  const keys = await store.db.selectFrom("signing_keys").select(["kid", "private_jwk"]).execute();
  for (const { kid, private_jwk } of keys) {
    yield {
      binding: `signing_keys:${kid}`,
      sealed: private_jwk,
      replace: async (sealed) =>
        isOne(
          await store.db
            .updateTable("signing_keys")
            .set({ private_jwk: sealed })
            .where("kid", "=", kid)
            .where("private_jwk", "=", private_jwk)
            .executeTakeFirst(),
        ),
    };
  }
  yield* messageSecrets(store);
  const endpoints = await store.db.selectFrom("webhook_endpoints").select(["id", "secret"]).execute();
  for (const { id, secret } of endpoints) {
    yield {
      binding: `webhook_endpoints:${id}`,
      sealed: secret,
      replace: async (sealed) =>
        isOne(
          await store.db
            .updateTable("webhook_endpoints")
            .set({ secret: sealed })
            .where("id", "=", id)
            .where("secret", "=", secret)
            .executeTakeFirst(),
        ),
    };
  }
}

async function* messageSecrets(store: Store): AsyncGenerator<SealedText> {
  const rows = await store.db
    .selectFrom("connections")
    .select(["id", "message_secret"])
    .where("message_secret", "is not", null)
    .execute();
  for (const { id, message_secret: secret } of rows) {
    if (secret === null) continue;
    yield {
      binding: `connections:${id}:messages`,
      sealed: secret,
      replace: async (sealed) =>
        isOne(
          await store.db
            .updateTable("connections")
            .set({ message_secret: sealed })
            .where("id", "=", id)
            .where("message_secret", "=", secret)
            .executeTakeFirst(),
        ),
    };
  }
}

const isOne = (result: { readonly numUpdatedRows: bigint }): boolean => result.numUpdatedRows > 0n;
