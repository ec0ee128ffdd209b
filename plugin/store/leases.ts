import type { Store } from "./database.ts";
import { instant } from "./time.ts";

/**
 * Ends every lease at once. Only where this process is the only one there can be (the embedded engine): what is
 * leased at its start belonged to a process that died.
 */
export async function endAllLeases(store: Store, nowMs: number): Promise<void> {
  const now = instant(nowMs);
  await store.db
    .updateTable("transfers")
    .set({ owner: null, due_at: now })
    .where("owner", "is not", null)
    .execute();
  await store.db.updateTable("mappings").set({ owner_until: now }).where("owner", "is not", null).execute();
  for (const table of ["installations", "connections"] as const) {
    await store.db
      .updateTable(table)
      .set({ secrets_owner: null, secrets_until: null })
      .where("secrets_owner", "is not", null)
      .execute();
  }
}
