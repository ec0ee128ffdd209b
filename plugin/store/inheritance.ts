import { sql, type Transaction } from "kysely";
import type { Database, Store } from "./database.ts";
import { insist } from "./insist.ts";
import { instant } from "./time.ts";

/**
 * Gives a new connection everything that was relayed through an earlier one to the same books: how each order stands,
 * what was written to the ledger, who is which customer there. Without it the orders would be booked a second time (R17).
 * The new connection must not have written to the ledger yet.
 */
export async function inheritConnection(
  store: Store,
  installationId: number,
  from: number,
  to: number,
  nowMs: number,
): Promise<void> {
  // An order may be pointed at the new connection in between: the next try meets it.
  await insist(() => inheritOnce(store, installationId, from, to, nowMs));
}

async function inheritOnce(
  store: Store,
  installationId: number,
  from: number,
  to: number,
  nowMs: number,
): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    await mergeTransfers(db, installationId, from, to, nowMs);
    for (const table of [
      "transfers",
      "effects",
      "mappings",
      "transfer_log",
      "oss_rows",
      "payout_movements",
      "closed_months",
    ] as const) {
      await db
        .updateTable(table)
        .set({ connection_id: to })
        .where("installation_id", "=", installationId)
        .where("connection_id", "=", from)
        .execute();
    }
    const old = await db
      .selectFrom("connections")
      .select("closed_until")
      .where("id", "=", from)
      .executeTakeFirst();
    if (old?.closed_until != null) {
      await db
        .updateTable("connections")
        .set({ closed_until: old.closed_until })
        .where("id", "=", to)
        .execute();
    }
    await db.deleteFrom("connections").where("id", "=", from).where("status", "=", "removed").execute();
  });
}

const BATCH = 500;

/** An order both know keeps its old state; that it was pointed at since then is not forgotten. */
async function mergeTransfers(
  db: Transaction<Database>,
  installationId: number,
  from: number,
  to: number,
  nowMs: number,
): Promise<void> {
  const noted = await db
    .selectFrom("transfers as fresh")
    .innerJoin("transfers as old", (join) =>
      join
        .onRef("old.installation_id", "=", "fresh.installation_id")
        .onRef("old.order_id", "=", "fresh.order_id"),
    )
    .select("fresh.order_id")
    .where("fresh.installation_id", "=", installationId)
    .where("fresh.connection_id", "=", to)
    .where("old.connection_id", "=", from)
    .execute();
  for (let start = 0; start < noted.length; start += BATCH) {
    const ids = noted.slice(start, start + BATCH).map((row) => row.order_id);
    await db
      .deleteFrom("transfers")
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", to)
      .where("order_id", "in", ids)
      .execute();
    await db
      .updateTable("transfers")
      .set({ wanted_seq: sql`wanted_seq + 1`, owner: null, due_at: instant(nowMs) })
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", from)
      .where("order_id", "in", ids)
      .execute();
  }
}
