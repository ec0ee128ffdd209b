import { type Selectable, sql } from "kysely";
import type { Code, FixPlace, TransferState, Warning } from "../domain/problem.ts";
import type { Store, StoreTransaction, TransfersTable } from "./database.ts";
import { upsert } from "./dialect.ts";
import { instant } from "./time.ts";

/** The state of one order towards one connection. */
export interface Transfer {
  readonly installationId: number;
  /** 0 while the installation has no connection. */
  readonly connectionId: number;
  readonly orderId: string;
  readonly state: TransferState;
  readonly code: Code | null;
  readonly message: string | null;
  readonly fix: FixPlace | null;
  readonly warnings: readonly Warning[];
  readonly wantedSeq: number;
  readonly handledSeq: number;
  readonly dueAt: string | null;
  readonly attempts: number;
  readonly number: string | null;
  readonly customer: string | null;
  readonly total: string | null;
  readonly currency: string | null;
  readonly orderedAt: string | null;
  readonly platformUrl: string | null;
  readonly version: string | null;
  readonly shown: string | null;
  readonly updatedAt: string;
}

export interface TransferKey {
  readonly installationId: number;
  readonly connectionId: number;
  readonly orderId: string;
}

/**
 * Notes that somebody pointed at these orders: their rows are made when new, and due at once.
 * A row a worker holds keeps its lease; the worker sees the raised `wanted_seq` when it finishes.
 */
export async function wantTransfers(
  tx: StoreTransaction,
  keys: readonly TransferKey[],
  nowMs: number,
): Promise<void> {
  if (keys.length === 0) return;
  const now = instant(nowMs);
  const insert = tx.db.insertInto("transfers").values(
    keys.map((key) => ({
      installation_id: key.installationId,
      connection_id: key.connectionId,
      order_id: key.orderId,
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
      created_at: now,
      updated_at: now,
    })),
  );
  await upsert(tx.engine, insert, ["installation_id", "connection_id", "order_id"], {
    wanted_seq: sql`transfers.wanted_seq + 1`,
    due_at: sql`case when transfers.owner is null then ${now} else transfers.due_at end`,
  }).execute();
}

/**
 * Takes the order for one worker until `untilMs`. Null when another holds it or nothing is wanted.
 * The lease's end is `due_at`, so an order whose worker died becomes due by itself.
 */
export async function claimTransfer(
  store: Store,
  key: TransferKey,
  owner: string,
  nowMs: number,
  untilMs: number,
): Promise<Transfer | null> {
  const claimed = await store.db
    .updateTable("transfers")
    .set({ owner, due_at: instant(untilMs) })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("due_at", "<=", instant(nowMs))
    .executeTakeFirst();
  return claimed.numUpdatedRows === 0n ? null : await readTransfer(store, key);
}

/** Prolongs the lease; false when it was lost, and the worker must not write any more. */
export async function keepTransfer(
  store: Store,
  key: TransferKey,
  owner: string,
  untilMs: number,
): Promise<boolean> {
  const kept = await store.db
    .updateTable("transfers")
    .set({ due_at: instant(untilMs) })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("owner", "=", owner)
    .executeTakeFirst();
  return kept.numUpdatedRows > 0n;
}

export interface TransferResult {
  readonly state: TransferState;
  readonly code: Code | null;
  readonly message: string | null;
  readonly fix: FixPlace | null;
  readonly warnings: readonly Warning[];
  /** When to look again; null = when something points at it. */
  readonly retryAt: number | null;
  readonly attempts: number;
  readonly shown: string | null;
  readonly order: {
    readonly number: string;
    readonly customer: string;
    readonly total: string;
    readonly currency: string;
    readonly orderedAt: string;
    readonly url: string | null;
    readonly version: string;
  } | null;
}

/**
 * Writes the outcome and gives the order back. When it was wanted again meanwhile it stays due at once.
 * Returns "lost" when the lease was taken over, "again" when there is more to do.
 */
export async function finishTransfer(
  store: Store,
  key: TransferKey,
  owner: string,
  handledSeq: number,
  result: TransferResult,
  nowMs: number,
): Promise<"done" | "again" | "lost"> {
  const now = instant(nowMs);
  const retryAt = result.retryAt === null ? null : instant(result.retryAt);
  const finished = await store.db
    .updateTable("transfers")
    .set({
      state: result.state,
      code: result.code,
      message: result.message,
      fix: result.fix === null ? null : JSON.stringify(result.fix),
      warnings: result.warnings.length === 0 ? null : JSON.stringify(result.warnings),
      handled_seq: handledSeq,
      owner: null,
      due_at: sql<string | null>`case when wanted_seq > ${handledSeq} then ${now} else ${retryAt} end`,
      attempts: result.attempts,
      shown: result.shown,
      updated_at: now,
      ...(result.order === null
        ? {}
        : {
            number: result.order.number,
            customer: result.order.customer,
            total: result.order.total,
            currency: result.order.currency,
            ordered_at: result.order.orderedAt,
            platform_url: result.order.url,
            version: result.order.version,
          }),
    })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("owner", "=", owner)
    .executeTakeFirst();
  if (finished.numUpdatedRows === 0n) return "lost";
  const row = await readTransfer(store, key);
  return row !== null && row.wantedSeq > handledSeq ? "again" : "done";
}

export async function readTransfer(store: Store, key: TransferKey): Promise<Transfer | null> {
  const row = await store.db
    .selectFrom("transfers")
    .selectAll()
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .executeTakeFirst();
  return row === undefined ? null : transferFromRow(row);
}

/** Orders that should have been looked at by now: retries, lost jobs, orders whose worker died. */
export async function dueTransfers(store: Store, nowMs: number, limit: number): Promise<TransferKey[]> {
  const rows = await store.db
    .selectFrom("transfers")
    .select(["installation_id", "connection_id", "order_id"])
    .where("due_at", "<=", instant(nowMs))
    .where("connection_id", ">", 0)
    .orderBy("due_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    installationId: row.installation_id,
    connectionId: row.connection_id,
    orderId: row.order_id,
  }));
}

/** Lets orders of a connection be looked at again: after a settings change, a new consent, a fixed cause. */
export async function releaseTransfers(
  store: Store,
  installationId: number,
  connectionId: number,
  states: readonly TransferState[],
  nowMs: number,
): Promise<number> {
  const released = await store.db
    .updateTable("transfers")
    .set({
      wanted_seq: sql`wanted_seq + 1`,
      due_at: sql`case when owner is null then ${instant(nowMs)} else due_at end`,
    })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("state", "in", [...states])
    .executeTakeFirst();
  return Number(released.numUpdatedRows);
}

/** Orders noted before there was a connection become that connection's. */
export async function adoptTransfers(
  store: Store,
  installationId: number,
  connectionId: number,
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("transfers")
    .set({ connection_id: connectionId, code: "QUEUED", due_at: instant(nowMs), updated_at: instant(nowMs) })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", 0)
    .execute();
}

export function transferFromRow(row: Selectable<TransfersTable>): Transfer {
  return {
    installationId: row.installation_id,
    connectionId: row.connection_id,
    orderId: row.order_id,
    state: row.state,
    code: row.code as Code | null,
    message: row.message,
    fix: row.fix === null ? null : (JSON.parse(row.fix) as FixPlace),
    warnings: row.warnings === null ? [] : (JSON.parse(row.warnings) as Warning[]),
    wantedSeq: row.wanted_seq,
    handledSeq: row.handled_seq,
    dueAt: row.due_at,
    attempts: row.attempts,
    number: row.number,
    customer: row.customer,
    total: row.total,
    currency: row.currency,
    orderedAt: row.ordered_at,
    platformUrl: row.platform_url,
    version: row.version,
    shown: row.shown,
    updatedAt: row.updated_at,
  };
}

/** Removes the row of an order the shop does not know. Only a worker that holds it may. */
export async function forgetTransfer(store: Store, key: TransferKey, owner: string): Promise<void> {
  await store.db
    .deleteFrom("transfers")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("owner", "=", owner)
    .execute();
}

/** Versions of these orders as last handled, over all connections of the installation. */
export async function handledVersions(
  store: Store,
  installationId: number,
  orderIds: readonly string[],
): Promise<{ readonly connectionId: number; readonly orderId: string; readonly version: string | null }[]> {
  if (orderIds.length === 0) return [];
  const rows = await store.db
    .selectFrom("transfers")
    .select(["connection_id", "order_id", "version"])
    .where("installation_id", "=", installationId)
    .where("order_id", "in", [...orderIds])
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    orderId: row.order_id,
    version: row.version,
  }));
}
