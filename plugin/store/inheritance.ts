import { sql, type Transaction } from "kysely";
import type { Database } from "./database.ts";
import { instant } from "./time.ts";
import { keepWishes } from "./transfers/left-out.ts";

/** How long everything is looked up first when a worker of the earlier connection may still write: his order comes up in it. */
const LOOK_MS = 60 * 60_000;

/**
 * Gives a new connection everything that was relayed through an earlier one to the same books: how each order stands,
 * what was written to the ledger, who is which customer there. Without it the orders would be booked a second time (R17).
 * The new connection must not have written to the ledger yet.
 */
export async function inheritConnection(
  db: Transaction<Database>,
  installationId: number,
  from: number,
  to: number,
  nowMs: number,
): Promise<void> {
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
    .select(["closed_until", "look_until"])
    .where("id", "=", from)
    .executeTakeFirst();
  const atWork = await heldUntil(db, installationId, to);
  // His lease ends by itself; what he writes until he notices stands under the earlier connection.
  const look = atWork !== null && atWork > instant(nowMs) ? instant(nowMs + LOOK_MS) : null;
  const [lookUntil] = [look, old?.look_until ?? null]
    .filter((one) => one !== null)
    .sort()
    .reverse();
  const carried = {
    ...(old?.closed_until == null ? {} : { closed_until: old.closed_until }),
    ...(lookUntil === undefined ? {} : { look_until: lookUntil }),
  };
  if (Object.keys(carried).length > 0)
    await db.updateTable("connections").set(carried).where("id", "=", to).execute();
  await db.deleteFrom("connections").where("id", "=", from).where("status", "=", "removed").execute();
}

/** When the last lease of a connection's orders ends; null when nobody has any in hand. */
async function heldUntil(
  db: Transaction<Database>,
  installationId: number,
  connectionId: number,
): Promise<string | null> {
  const row = await db
    .selectFrom("transfers")
    .select(({ fn }) => fn.max("due_at").as("until"))
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("owner", "is not", null)
    .executeTakeFirst();
  return row?.until ?? null;
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
    .select(["fresh.order_id", "fresh.skip"])
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
      .set({
        wanted_seq: sql`wanted_seq + 1`,
        due_at: sql`case when owner is null then ${instant(nowMs)} else due_at end`,
      })
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", from)
      .where("order_id", "in", ids)
      .execute();
  }
  await keepWishes(db, { installationId, connectionId: from }, noted, nowMs);
}
