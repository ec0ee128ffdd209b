import { type Selectable, sql } from "kysely";
import { payoutIdOf } from "../../domain/payout.ts";
import type { Store, StoreTransaction, TransfersTable } from "../database.ts";
import { inserted, upsert } from "../dialect.ts";
import { insist } from "../insist.ts";
import { instant } from "../time.ts";
import { keepWishes } from "./left-out.ts";
import type { TransferKey } from "./transfers.ts";

/** An order, and the delivery that points at it. */
export interface Demand extends TransferKey {
  readonly cause?: string;
}

/**
 * Notes that somebody pointed at these orders: their rows are made when new, and due at once.
 * A row a worker holds keeps its lease; the worker sees the raised `wanted_seq` when it finishes.
 */
export async function wantTransfers(
  tx: StoreTransaction,
  keys: readonly Demand[],
  nowMs: number,
): Promise<void> {
  // In parts, because SQLite counts the values of a statement.
  for (let start = 0; start < keys.length; start += BATCH) {
    await wantBatch(tx, keys.slice(start, start + BATCH), nowMs);
  }
}

const BATCH = 500;

async function wantBatch(tx: StoreTransaction, keys: readonly Demand[], nowMs: number): Promise<void> {
  const now = instant(nowMs);
  const insert = tx.db.insertInto("transfers").values(
    keys.map((key) => ({
      installation_id: key.installationId,
      connection_id: key.connectionId,
      order_id: key.orderId,
      kind: payoutIdOf(key.orderId) === null ? ("order" as const) : ("payout" as const),
      state: "waiting" as const,
      code: key.connectionId === 0 ? "NOT_CONNECTED" : "QUEUED",
      message: null,
      fix: null,
      warnings: null,
      wanted_seq: 1,
      handled_seq: 0,
      owner: null,
      due_at: now,
      attempts: 0,
      number: null,
      customer: null,
      total: null,
      currency: null,
      ordered_at: null,
      platform_url: null,
      version: null,
      shown: null,
      cause: key.cause ?? null,
      created_at: now,
      updated_at: now,
    })),
  );
  await upsert(tx.engine, insert, ["installation_id", "connection_id", "order_id"], {
    wanted_seq: sql`transfers.wanted_seq + 1`,
    due_at: sql`case when transfers.owner is null then ${now} else transfers.due_at end`,
    cause: sql`coalesce(${inserted(tx.engine, "cause")}, transfers.cause)`,
  }).execute();
}

/** Orders an import brought: they count although they are older than the start date. */
export async function markImported(db: StoreTransaction["db"], keys: readonly TransferKey[]): Promise<void> {
  const byConnection = Map.groupBy(keys, (key) => `${key.installationId} ${key.connectionId}`);
  for (const [first, ...rest] of byConnection.values()) {
    if (first === undefined) continue;
    await db
      .updateTable("transfers")
      .set({ imported: 1 })
      .where("installation_id", "=", first.installationId)
      .where("connection_id", "=", first.connectionId)
      .where(
        "order_id",
        "in",
        [first, ...rest].map((key) => key.orderId),
      )
      .execute();
  }
}

/** Those of these orders that were pointed at and not looked at since. */
export async function unhandledOrders(
  store: Store,
  connection: Pick<TransferKey, "installationId" | "connectionId">,
  orderIds: readonly string[],
): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const rows = await store.db
    .selectFrom("transfers")
    .select("order_id")
    .where("installation_id", "=", connection.installationId)
    .where("connection_id", "=", connection.connectionId)
    .where("order_id", "in", [...orderIds])
    .whereRef("wanted_seq", ">", "handled_seq")
    .execute();
  return rows.map((row) => row.order_id);
}

/**
 * Orders that should have been looked at by now: retries, lost jobs, orders whose worker died. The oldest first; when
 * there are more than `limit`, in turn one of each installation, so that nobody stands behind another's thousands.
 */
export async function dueTransfers(store: Store, nowMs: number, limit: number): Promise<TransferKey[]> {
  const due = store.db
    .selectFrom("transfers")
    .select(["installation_id", "connection_id", "order_id", "due_at"])
    .where("due_at", "<=", instant(nowMs))
    .where("connection_id", ">", 0);
  const oldest = await due.orderBy("due_at").limit(limit).execute();
  if (oldest.length < limit) return oldest.map(keyOf);
  const turn = sql<number>`row_number() over (partition by installation_id order by due_at)`.as("turn");
  const inTurn = await store.db
    .selectFrom(due.select(turn).as("due"))
    .select(["installation_id", "connection_id", "order_id"])
    .orderBy("turn")
    .orderBy("due_at")
    .limit(limit)
    .execute();
  return inTurn.map(keyOf);
}

function keyOf(
  row: Pick<Selectable<TransfersTable>, "installation_id" | "connection_id" | "order_id">,
): TransferKey {
  return {
    installationId: row.installation_id,
    connectionId: row.connection_id,
    orderId: row.order_id,
  };
}

/** Orders noted before there was a connection become that connection's. */
export async function adoptTransfers(
  store: Store,
  installationId: number,
  connectionId: number,
  nowMs: number,
): Promise<void> {
  await insist(() => adoptOnce(store, installationId, connectionId, nowMs));
}

async function adoptOnce(
  store: Store,
  installationId: number,
  connectionId: number,
  nowMs: number,
): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    // A delivery may have been quicker and have noted the order for the connection already.
    const known = await db
      .selectFrom("transfers as noted")
      .innerJoin("transfers as fresh", (join) =>
        join
          .onRef("fresh.installation_id", "=", "noted.installation_id")
          .onRef("fresh.order_id", "=", "noted.order_id")
          .on("fresh.connection_id", "=", connectionId),
      )
      .select(["noted.order_id", "noted.skip"])
      .where("noted.installation_id", "=", installationId)
      .where("noted.connection_id", "=", 0)
      .execute();
    await keepWishes(db, { installationId, connectionId }, known, nowMs);
    if (known.length > 0) {
      const ids = known.map((row) => row.order_id);
      await db
        .deleteFrom("transfers")
        .where("installation_id", "=", installationId)
        .where("connection_id", "=", 0)
        .where("order_id", "in", ids)
        .execute();
    }
    await db
      .updateTable("transfers")
      .set({
        connection_id: connectionId,
        code: "QUEUED",
        due_at: instant(nowMs),
        updated_at: instant(nowMs),
      })
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", 0)
      .execute();
  });
}

/** An order as one connection has handled it last. */
export interface HandledVersion {
  readonly connectionId: number;
  readonly orderId: string;
  readonly version: string | null;
  /** What the shop's lists said of its money then; null where the shop's lists are not compared. */
  readonly listedSums: string | null;
}

/** Versions of these orders as last handled, over all connections of the installation. */
export async function handledVersions(
  store: Store,
  installationId: number,
  orderIds: readonly string[],
): Promise<HandledVersion[]> {
  if (orderIds.length === 0) return [];
  const rows = await store.db
    .selectFrom("transfers")
    .select(["connection_id", "order_id", "version", "listed_sums"])
    .where("installation_id", "=", installationId)
    .where("order_id", "in", [...orderIds])
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    orderId: row.order_id,
    version: row.version,
    listedSums: row.listed_sums,
  }));
}
