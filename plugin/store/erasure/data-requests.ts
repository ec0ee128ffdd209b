import type { Selectable } from "kysely";
import type { DataRequestsTable, Store } from "../database.ts";
import { insertIgnoring } from "../dialect.ts";
import { instant } from "../time.ts";

/** A customer who asked the shop what is held about her. */
export interface DataRequest {
  readonly id: number;
  readonly installationId: number;
  /** The platform's id; null once she was forgotten, or the time to answer is over. */
  readonly customerId: string | null;
  /** The orders the platform named, beside those we know ourselves. */
  readonly orderIds: readonly string[];
  readonly askedAt: string;
  /** Until then the file can be had. */
  readonly until: string;
  readonly handedOverAt: string | null;
  /** The platform's id of the person who took it. */
  readonly handedOverBy: string | null;
  /** When the merchant is to be told by mail; null = told. */
  readonly dueAt: string | null;
}

/** Durable when it resolves. A delivery that is repeated is still one request. */
export async function addDataRequest(
  store: Store,
  request: Pick<DataRequest, "installationId" | "orderIds"> & {
    readonly customerId: string;
    readonly deliveryId: string;
  },
  nowMs: number,
  untilMs: number,
): Promise<void> {
  await insertIgnoring(
    store.engine,
    store.db.insertInto("data_requests").values({
      installation_id: request.installationId,
      delivery_id: request.deliveryId,
      customer_id: request.customerId,
      order_ids: JSON.stringify(request.orderIds),
      asked_at: instant(nowMs),
      until_at: instant(untilMs),
      due_at: instant(nowMs),
      handed_over_at: null,
      handed_over_by: null,
    }),
  ).execute();
}

/** Newest first. */
export async function listDataRequests(
  store: Store,
  installationId: number,
  limit: number,
): Promise<DataRequest[]> {
  const rows = await store.db
    .selectFrom("data_requests")
    .selectAll()
    .where("installation_id", "=", installationId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

export async function readDataRequest(
  store: Store,
  installationId: number,
  id: number,
): Promise<DataRequest | null> {
  const row = await store.db
    .selectFrom("data_requests")
    .selectAll()
    .where("installation_id", "=", installationId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Those that can still be answered and were not, the most pressing first. */
export async function openDataRequests(
  store: Store,
  installationId: number,
  nowMs: number,
): Promise<DataRequest[]> {
  const rows = await store.db
    .selectFrom("data_requests")
    .selectAll()
    .where("installation_id", "=", installationId)
    .where("handed_over_at", "is", null)
    .where("customer_id", "is not", null)
    .where("until_at", ">", instant(nowMs))
    .orderBy("until_at")
    .execute();
  return rows.map(fromRow);
}

export async function noteHandedOver(
  store: Store,
  { installationId, id }: DataRequest,
  by: string,
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("data_requests")
    .set({ handed_over_at: instant(nowMs), handed_over_by: by })
    .where("installation_id", "=", installationId)
    .where("id", "=", id)
    .execute();
}

/** Of which the merchant is still to be told. */
export async function dueDataRequests(store: Store, nowMs: number, limit: number): Promise<DataRequest[]> {
  const rows = await store.db
    .selectFrom("data_requests")
    .selectAll()
    .where("due_at", "<=", instant(nowMs))
    .orderBy("due_at")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** True for the one process that may tell of it now; `untilMs` is when it is tried again, null = never. */
export async function claimDataRequest(
  store: Store,
  { installationId, id, dueAt }: DataRequest,
  untilMs: number | null,
): Promise<boolean> {
  const claimed = await store.db
    .updateTable("data_requests")
    .set({ due_at: untilMs === null ? null : instant(untilMs) })
    .where("installation_id", "=", installationId)
    .where("id", "=", id)
    .where("due_at", dueAt === null ? "is" : "=", dueAt)
    .executeTakeFirst();
  return claimed.numUpdatedRows > 0n;
}

/** The requests stay, as the proof that they were answered; who asked does not. Gives how many were changed. */
export async function forgetWhoAsked(store: Store, beforeMs: number, limit: number): Promise<number> {
  const rows = await store.db
    .selectFrom("data_requests")
    .select("id")
    .where("until_at", "<", instant(beforeMs))
    .where("customer_id", "is not", null)
    .limit(limit)
    .execute();
  if (rows.length === 0) return 0;
  await store.db
    .updateTable("data_requests")
    .set({ customer_id: null, order_ids: null, due_at: null })
    .where(
      "id",
      "in",
      rows.map((row) => row.id),
    )
    .execute();
  return rows.length;
}

/** The same of one customer at once, or (null) of everybody of an installation. */
export async function forgetRequestsOf(
  store: Store,
  installationId: number,
  customerId: string | null,
): Promise<void> {
  let query = store.db
    .updateTable("data_requests")
    .set({ customer_id: null, order_ids: null, due_at: null })
    .where("installation_id", "=", installationId);
  if (customerId !== null) query = query.where("customer_id", "=", customerId);
  await query.execute();
}

function fromRow(row: Selectable<DataRequestsTable>): DataRequest {
  return {
    id: row.id,
    installationId: row.installation_id,
    customerId: row.customer_id,
    orderIds: row.order_ids === null ? [] : JSON.parse(row.order_ids),
    askedAt: row.asked_at,
    until: row.until_at,
    handedOverAt: row.handed_over_at,
    handedOverBy: row.handed_over_by,
    dueAt: row.due_at,
  };
}
