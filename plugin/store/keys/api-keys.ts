import type { Selectable } from "kysely";
import type { Role } from "../../domain/role.ts";
import type { ApiKeysTable, Store } from "../database.ts";
import { instant } from "../time.ts";

/** A key a merchant's program proves itself with. The key itself is nowhere: only its hash is stored. */
export interface StoredApiKey {
  readonly id: string;
  readonly installationId: number;
  readonly name: string;
  readonly role: Role;
  readonly hash: string;
  readonly hint: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly usedAt: string | null;
}

export async function addApiKey(
  store: Store,
  key: Omit<StoredApiKey, "createdAt" | "usedAt">,
  nowMs: number,
): Promise<void> {
  await store.db
    .insertInto("api_keys")
    .values({
      id: key.id,
      installation_id: key.installationId,
      name: key.name,
      role: key.role,
      key_hash: key.hash,
      hint: key.hint,
      created_by: key.createdBy,
      created_at: instant(nowMs),
      used_at: null,
    })
    .execute();
}

/** Newest first. */
export async function listApiKeys(store: Store, installationId: number): Promise<StoredApiKey[]> {
  const rows = await store.db
    .selectFrom("api_keys")
    .selectAll()
    .where("installation_id", "=", installationId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(fromRow);
}

export async function findApiKey(store: Store, hash: string): Promise<StoredApiKey | null> {
  const row = await store.db
    .selectFrom("api_keys")
    .selectAll()
    .where("key_hash", "=", hash)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

function fromRow(row: Selectable<ApiKeysTable>): StoredApiKey {
  return {
    id: row.id,
    installationId: row.installation_id,
    name: row.name,
    role: row.role,
    hash: row.key_hash,
    hint: row.hint,
    createdBy: row.created_by,
    createdAt: row.created_at,
    usedAt: row.used_at,
  };
}
