import type { Store } from "../database.ts";

/** Sealed; null until the first message of the connection's flow was to be signed. */
export async function readMessageSecret(
  store: Store,
  installationId: number,
  id: number,
): Promise<string | null> {
  const row = await store.db
    .selectFrom("connections")
    .select("message_secret")
    .where("id", "=", id)
    .where("installation_id", "=", installationId)
    .executeTakeFirst();
  return row?.message_secret ?? null;
}

/** Keeps the first one. */
export async function saveMessageSecret(
  store: Store,
  installationId: number,
  id: number,
  sealed: string,
): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({ message_secret: sealed })
    .where("id", "=", id)
    .where("installation_id", "=", installationId)
    .where("message_secret", "is", null)
    .execute();
}
