import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import type { Database, InboxTable, Store } from "../database.ts";
import { insertIgnoring } from "../dialect.ts";
import { instant } from "../time.ts";

/** One delivery: what a webhook, a sweep or "sync now" says about orders. All enter by this one door. */
export interface Delivery {
  readonly installationId: number;
  /** The one connection it is for; absent = all of the installation. */
  readonly connectionId?: number;
  readonly deliveryId: string;
  readonly source: InboxTable["source"];
  readonly type: string;
  readonly orderIds: readonly string[];
  readonly body: string | null;
}

/**
 * Stores deliveries in one statement, durable when it resolves.
 * Gives for each whether it was new; a repeated delivery id of the same installation is left alone.
 */
export async function storeDeliveries(
  store: Store,
  deliveries: readonly Delivery[],
  nowMs: number,
): Promise<boolean[]> {
  const rows = deliveries.map((delivery) => ({
    installation_id: delivery.installationId,
    delivery_id: delivery.deliveryId,
    receipt: randomUUID(),
    source: delivery.source,
    type: delivery.type,
    order_ids: JSON.stringify(delivery.orderIds),
    body: delivery.body,
    received_at: instant(nowMs),
    taken_at: null,
    connection_id: delivery.connectionId ?? null,
  }));
  const result = await insertIgnoring(
    store.engine,
    store.db.insertInto("inbox").values(rows),
  ).executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === BigInt(rows.length)) return rows.map(() => true);
  // Some were repeats: the rows that carry our receipt are the new ones.
  const kept = await store.db
    .selectFrom("inbox")
    .select("receipt")
    .where(
      "receipt",
      "in",
      rows.map((row) => row.receipt),
    )
    .where(
      "installation_id",
      "in",
      rows.map((row) => row.installation_id),
    )
    .where(
      "delivery_id",
      "in",
      rows.map((row) => row.delivery_id),
    )
    .execute();
  const receipts = new Set(kept.map((row) => row.receipt));
  return rows.map((row) => receipts.has(row.receipt));
}

/** When a delivery was stored first; null when it never was, or was forgotten since. */
export async function receivedAt(
  store: Store,
  installationId: number,
  deliveryId: string,
): Promise<string | null> {
  const row = await store.db
    .selectFrom("inbox")
    .select("received_at")
    .where("installation_id", "=", installationId)
    .where("delivery_id", "=", deliveryId)
    .executeTakeFirst();
  return row?.received_at ?? null;
}

export interface WaitingDelivery {
  readonly id: number;
  readonly deliveryId: string;
  readonly installationId: number;
  /** The one connection it is for; null = all of the installation. */
  readonly connectionId: number | null;
  readonly isImport: boolean;
  readonly orderIds: readonly string[];
}

/** Deliveries nobody has taken yet, oldest first, locked for this transaction; rows others hold are passed over. */
export async function takeDeliveries(
  db: Transaction<Database>,
  engine: Store["engine"],
  limit: number,
): Promise<WaitingDelivery[]> {
  return await take(db, engine, limit, null);
}

/** The same of these rows. */
export async function takeNamedDeliveries(
  db: Transaction<Database>,
  engine: Store["engine"],
  ids: readonly number[],
): Promise<WaitingDelivery[]> {
  return ids.length === 0 ? [] : await take(db, engine, ids.length, ids);
}

/** The oldest waiting delivery of each installation, those first whose is oldest. */
export async function firstInLine(db: Transaction<Database>, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom("inbox")
    .select(({ fn }) => fn.min("id").as("first"))
    .where("taken_at", "is", null)
    .groupBy("installation_id")
    .orderBy("first")
    .limit(limit)
    .execute();
  return rows.map(({ first }) => Number(first));
}

async function take(
  db: Transaction<Database>,
  engine: Store["engine"],
  limit: number,
  ids: readonly number[] | null,
): Promise<WaitingDelivery[]> {
  let query = db
    .selectFrom("inbox")
    .select(["id", "delivery_id", "installation_id", "connection_id", "source", "order_ids"])
    .where("taken_at", "is", null)
    .orderBy("id")
    .limit(limit);
  if (ids !== null) query = query.where("id", "in", ids);
  // SQLite has one writer at a time and needs no row locks.
  const rows = await (engine === "mysql" ? query.forUpdate().skipLocked() : query).execute();
  return rows.map((row) => ({
    id: row.id,
    deliveryId: row.delivery_id,
    installationId: row.installation_id,
    connectionId: row.connection_id,
    isImport: row.source === "import",
    orderIds: JSON.parse(row.order_ids) as string[],
  }));
}

export async function markTaken(
  db: Transaction<Database>,
  ids: readonly number[],
  nowMs: number,
): Promise<void> {
  await db
    .updateTable("inbox")
    .set({ taken_at: instant(nowMs) })
    .where("id", "in", [...ids])
    .execute();
}

/** True when a delivery has not been taken: somebody has to drain. */
export async function hasWaitingDeliveries(store: Store): Promise<boolean> {
  const row = await store.db
    .selectFrom("inbox")
    .select("id")
    .where("taken_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The newest delivery of an installation, up to one, that has not been taken; null when all have been. */
export async function newestWaiting(
  store: Store,
  installationId: number,
  upTo: number = Number.MAX_SAFE_INTEGER,
): Promise<number | null> {
  const row = await store.db
    .selectFrom("inbox")
    .select("id")
    .where("taken_at", "is", null)
    .where("installation_id", "=", installationId)
    .where("id", "<=", upTo)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * Deletes deliveries that were taken long ago: their ids are kept only to tell a repeat from news.
 * Returns how many it found.
 */
export async function forgetDeliveries(store: Store, takenBeforeMs: number, limit: number): Promise<number> {
  const old = await store.db
    .selectFrom("inbox")
    .select("id")
    .where("taken_at", "<", instant(takenBeforeMs))
    .orderBy("taken_at")
    .limit(limit)
    .execute();
  const ids = old.map((row) => row.id);
  if (ids.length > 0) await store.db.deleteFrom("inbox").where("id", "in", ids).execute();
  return ids.length;
}
