import type { Selectable } from "kysely";
import type { AccountantLinksTable, Store } from "../database.ts";

/** A link that lets somebody from outside look. The token itself is nowhere: only its hash is stored. */
export interface StoredAccountantLink {
  readonly id: string;
  readonly installationId: number;
  readonly label: string;
  readonly hash: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
}

export async function addAccountantLink(
  store: Store,
  link: Omit<StoredAccountantLink, "usedAt">,
): Promise<void> {
  await store.db
    .insertInto("accountant_links")
    .values({
      id: link.id,
      installation_id: link.installationId,
      label: link.label,
      token_hash: link.hash,
      created_by: link.createdBy,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
      used_at: null,
    })
    .execute();
}

/** Newest first. */
export async function listAccountantLinks(
  store: Store,
  installationId: number,
): Promise<StoredAccountantLink[]> {
  const rows = await store.db
    .selectFrom("accountant_links")
    .selectAll()
    .where("installation_id", "=", installationId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(fromRow);
}

export async function findAccountantLink(store: Store, hash: string): Promise<StoredAccountantLink | null> {
  const row = await store.db
    .selectFrom("accountant_links")
    .selectAll()
    .where("token_hash", "=", hash)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

function fromRow(row: Selectable<AccountantLinksTable>): StoredAccountantLink {
  return {
    id: row.id,
    installationId: row.installation_id,
    label: row.label,
    hash: row.token_hash,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  };
}
