import type { Store } from "../database.ts";

/** A sealed text of the database: where it lies, and what it is bound to. */
export interface SealedText {
  readonly binding: string;
  readonly sealed: string;
  /** Writes another text there unless somebody changed it meanwhile; false when that was so. */
  replace(sealed: string): Promise<boolean>;
}

/** Every sealed text there is. Bindings are those under which the texts were sealed (`pipeline/setup/vault.ts`, `identity.ts`, `pipeline/messages/webhook-endpoints.ts`, `pipeline/flow/message-secret.ts`). */
export async function* sealedTexts({ db }: Store): AsyncGenerator<SealedText> {
  for (const table of ["installations", "connections"] as const) {
    const rows = await db.selectFrom(table).select(["id", "secrets"]).orderBy("id").execute();
    for (const { id, secrets } of rows) {
      if (secrets === null || secrets === "") continue;
      yield sealedText(`${table}:${id}`, secrets, (sealed) =>
        db.updateTable(table).set({ secrets: sealed }).where("id", "=", id).where("secrets", "=", secrets),
      );
    }
  }
  const keys = await db.selectFrom("signing_keys").select(["kid", "private_jwk"]).execute();
  for (const { kid, private_jwk: jwk } of keys) {
    yield sealedText(`signing_keys:${kid}`, jwk, (sealed) =>
      db
        .updateTable("signing_keys")
        .set({ private_jwk: sealed })
        .where("kid", "=", kid)
        .where("private_jwk", "=", jwk),
    );
  }
  const signing = await db.selectFrom("connections").select(["id", "message_secret"]).execute();
  for (const { id, message_secret: secret } of signing) {
    if (secret === null) continue;
    yield sealedText(`connections:${id}:messages`, secret, (sealed) =>
      db
        .updateTable("connections")
        .set({ message_secret: sealed })
        .where("id", "=", id)
        .where("message_secret", "=", secret),
    );
  }
  const endpoints = await db.selectFrom("webhook_endpoints").select(["id", "secret"]).execute();
  for (const { id, secret } of endpoints) {
    yield sealedText(`webhook_endpoints:${id}`, secret, (sealed) =>
      db
        .updateTable("webhook_endpoints")
        .set({ secret: sealed })
        .where("id", "=", id)
        .where("secret", "=", secret),
    );
  }
}

/** An update of the one row, and of that only while it holds the text that was read. */
type GuardedUpdate = (sealed: string) => {
  executeTakeFirst(): Promise<{ readonly numUpdatedRows: bigint }>;
};

function sealedText(binding: string, sealed: string, update: GuardedUpdate): SealedText {
  return {
    binding,
    sealed,
    replace: async (fresh) => (await update(fresh).executeTakeFirst()).numUpdatedRows > 0n,
  };
}
