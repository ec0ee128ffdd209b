import type { Store } from "../database.ts";
import { instant } from "../time.ts";

/**
 * Sealed secrets of an installation or a connection, and the lease of whoever is changing them:
 * a token that rotates is refreshed by one process at a time (fortnox.md 1.4).
 */
export type SecretsOwner = "installations" | "connections";

export async function readSealed(store: Store, table: SecretsOwner, id: number): Promise<string | null> {
  const row = await store.db.selectFrom(table).select("secrets").where("id", "=", id).executeTakeFirst();
  return row === undefined || row.secrets === "" ? null : row.secrets;
}

/** True when `owner` now holds the lease. */
export async function claimSecrets(
  store: Store,
  table: SecretsOwner,
  id: number,
  owner: string,
  nowMs: number,
  untilMs: number,
): Promise<boolean> {
  const result = await store.db
    .updateTable(table)
    .set({ secrets_owner: owner, secrets_until: instant(untilMs) })
    .where("id", "=", id)
    .where((where) =>
      where.or([where("secrets_owner", "is", null), where("secrets_until", "<=", instant(nowMs))]),
    )
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Stores (when given) and gives the lease back. Nothing is stored when the lease was lost meanwhile. */
export async function releaseSecrets(
  store: Store,
  table: SecretsOwner,
  id: number,
  owner: string,
  sealed: string | null,
): Promise<boolean> {
  const result = await store.db
    .updateTable(table)
    .set({ secrets_owner: null, secrets_until: null, ...(sealed === null ? {} : { secrets: sealed }) })
    .where("id", "=", id)
    .where("secrets_owner", "=", owner)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Overwrites without asking: a new installation or a new consent replaces whatever was there. */
export async function replaceSecrets(
  store: Store,
  table: SecretsOwner,
  id: number,
  sealed: string,
): Promise<void> {
  await store.db
    .updateTable(table)
    .set({ secrets: sealed, secrets_owner: null, secrets_until: null })
    .where("id", "=", id)
    .execute();
}
