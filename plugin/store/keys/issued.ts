import type { Store } from "../database.ts";
import { instant } from "../time.ts";

/**
 * What a shop has issued so that somebody can prove himself by it: keys of programs and links of accountants. Neither is
 * stored itself, only its hash; when it was used last is noted, and the shop may take it back.
 */
export type IssuedTable = "api_keys" | "accountant_links";

export async function noteUse(store: Store, table: IssuedTable, id: string, nowMs: number): Promise<void> {
  await store.db
    .updateTable(table)
    .set({ used_at: instant(nowMs) })
    .where("id", "=", id)
    .execute();
}

/** False when the installation has issued no such one. */
export async function takeBack(
  store: Store,
  table: IssuedTable,
  installationId: number,
  id: string,
): Promise<boolean> {
  const deleted = await store.db
    .deleteFrom(table)
    .where("installation_id", "=", installationId)
    .where("id", "=", id)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}
