import type { Store } from "../database.ts";
import { instant } from "../time.ts";

/** A call that a dead process has sent may still be at work in the ledger: until then "not there" may mean "not yet". */
const LATE_MS = 12_000;

/**
 * Ends every lease soon. Only where this process is the only one there can be (the embedded engine): what is leased at
 * its start belonged to a process that died. Its owner stays, so that nothing makes the order due before (TAKE-OVER).
 */
export async function endAllLeases(store: Store, nowMs: number): Promise<void> {
  const until = instant(nowMs + LATE_MS);
  await store.db
    .updateTable("transfers")
    .set({ due_at: until })
    .where("owner", "is not", null)
    .where("due_at", ">", until)
    .execute();
  await store.db
    .updateTable("mappings")
    .set({ owner_until: until })
    .where("owner", "is not", null)
    .where("owner_until", ">", until)
    .execute();
  // What an import has done is kept slice by slice, so it goes on at once.
  await store.db
    .updateTable("imports")
    .set({ owner: null, due_at: instant(nowMs) })
    .where("state", "=", "running")
    .execute();
  for (const table of ["installations", "connections"] as const) {
    await store.db
      .updateTable(table)
      .set({ secrets_owner: null, secrets_until: null })
      .where("secrets_owner", "is not", null)
      .execute();
  }
}
