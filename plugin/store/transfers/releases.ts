import { sql } from "kysely";
import type { Code, TransferState } from "../../domain/problem.ts";
import type { Store } from "../database.ts";
import { instant } from "../time.ts";
import { ordersInHand } from "./transfer-leases.ts";
import type { TransferKey } from "./transfers.ts";

const BATCH = 500;

/** Orders of a connection that stand so; with `code` only those that stand for it. */
export interface Standing {
  readonly installationId: number;
  readonly connectionId: number;
  readonly states: readonly TransferState[];
  readonly code?: Code | undefined;
}

/**
 * Lets orders of a connection be looked at again: after a settings change, a new consent, a fixed cause. What a worker has
 * in hand is looked at once more however it stands: he may have read how things were before. Gives how many stood so.
 */
export async function releaseTransfers(
  store: Store,
  installationId: number,
  connectionId: number,
  states: readonly TransferState[],
  nowMs: number,
  code?: Code,
): Promise<number> {
  const books = { installationId, connectionId };
  // Those first: whoever puts his order down meanwhile is met as it stands then.
  const inHand = await ordersInHand(store, books, nowMs);
  for (let start = 0; start < inHand.length; start += BATCH) {
    const ids = inHand.slice(start, start + BATCH).map((one) => one.orderId);
    await wantAgain(store, books, ids, nowMs);
  }
  return await releaseResting(store, { ...books, states, code }, nowMs);
}

/**
 * The same for a worker who has an order in hand himself, of what rests alone: two who did it to each other's orders would
 * never end. In statements of bounded size, so that no worker waits long for its row.
 */
export async function releaseResting(
  store: Store,
  { installationId, connectionId, states, code }: Standing,
  nowMs: number,
): Promise<number> {
  let released = 0;
  let after = "";
  for (;;) {
    let query = store.db
      .selectFrom("transfers")
      .select("order_id")
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", connectionId)
      .where("order_id", ">", after)
      .where("state", "in", [...states]);
    if (code !== undefined) query = query.where("code", "=", code);
    const rows = await query.orderBy("order_id").limit(BATCH).execute();
    const ids = rows.map((row) => row.order_id);
    const last = ids.at(-1);
    if (last === undefined) return released;
    await wantAgain(store, { installationId, connectionId }, ids, nowMs);
    released += ids.length;
    if (ids.length < BATCH) return released;
    after = last;
  }
}

async function wantAgain(
  store: Store,
  { installationId, connectionId }: Pick<TransferKey, "installationId" | "connectionId">,
  ids: readonly string[],
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("transfers")
    .set({
      wanted_seq: sql`wanted_seq + 1`,
      due_at: sql`case when owner is null then ${instant(nowMs)} else due_at end`,
    })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("order_id", "in", [...ids])
    .execute();
}

/**
 * Has orders looked at that wait for a connection or for booking to go on, although the connection is there and books:
 * whoever let it go on may have died before they were told. Reads first, for there are hardly ever any; 500 at a time.
 */
export async function releaseStranded(
  store: Store,
  { installationId, connectionId }: Pick<TransferKey, "installationId" | "connectionId">,
  nowMs: number,
): Promise<void> {
  const rows = await store.db
    .selectFrom("transfers")
    .select("order_id")
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("state", "=", "waiting")
    .where("code", "in", ["PAUSED", "NOT_CONNECTED"])
    .where("due_at", "is", null)
    .limit(BATCH)
    .execute();
  if (rows.length === 0) return;
  await store.db
    .updateTable("transfers")
    .set({ wanted_seq: sql`wanted_seq + 1`, due_at: instant(nowMs) })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where(
      "order_id",
      "in",
      rows.map((row) => row.order_id),
    )
    .where("due_at", "is", null)
    .execute();
}
