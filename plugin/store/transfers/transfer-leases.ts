import type { ExpressionBuilder } from "kysely";
import type { OrderSums } from "../../domain/order-sums.ts";
import type { Code, FixPlace, TransferState, Warning } from "../../domain/problem.ts";
import type { Database, Store } from "../database.ts";
import { ERASED } from "../erasure/erased.ts";
import { instant } from "../time.ts";
import { readTransfer, type Transfer, type TransferKey } from "./transfers.ts";

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
  /** Absent leaves what is stored. */
  readonly sums?: OrderSums;
  /** Numbers of its documents in the ledger; absent leaves what is stored. */
  readonly documents?: readonly string[];
  readonly order: {
    readonly number: string;
    readonly customer: string;
    /** Who that is; null for a payout. */
    readonly buyerKey: string | null;
    readonly total: string;
    readonly currency: string;
    readonly orderedAt: string;
    readonly url: string | null;
    readonly version: string;
    /** Absent leaves what is stored. */
    readonly listedSums?: string;
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
  const retryAt = result.retryAt === null ? null : instant(result.retryAt);
  const outcome = { ...columnsOf(result), handled_seq: handledSeq, updated_at: instant(nowMs) };
  const held = store.db
    .updateTable("transfers")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("owner", "=", owner);
  const settled = await held
    .set({ ...outcome, owner: null, due_at: retryAt })
    .where("wanted_seq", "=", handledSeq)
    .executeTakeFirst();
  if (settled.numUpdatedRows > 0n) return "done";
  const renewed = await held.set({ ...outcome, owner: null, due_at: instant(nowMs) }).executeTakeFirst();
  return renewed.numUpdatedRows > 0n ? "again" : "lost";
}

function columnsOf(result: TransferResult) {
  return {
    state: result.state,
    code: result.code,
    message: result.message,
    fix: result.fix === null ? null : JSON.stringify(result.fix),
    warnings: result.warnings.length === 0 ? null : JSON.stringify(result.warnings),
    attempts: result.attempts,
    shown: result.shown,
    // Held once more after it was settled, it is news.
    ...(result.state === "booked" || result.state === "skipped" ? { reported_code: null } : {}),
    ...(result.sums === undefined ? {} : { sums: JSON.stringify(result.sums) }),
    ...(result.documents === undefined ? {} : { documents: result.documents.join(" ") || null }),
    ...(result.order === null
      ? {}
      : {
          number: result.order.number,
          customer: unlessErased(result.order.customer),
          buyer_key: ofWhomIsNamed(result.order.buyerKey),
          total: result.order.total,
          currency: result.order.currency,
          ordered_at: result.order.orderedAt,
          platform_url: result.order.url,
          version: result.order.version,
          ...(result.order.listedSums === undefined ? {} : { listed_sums: result.order.listedSums }),
        }),
  };
}

/** A buyer who was erased stays so, though the shop names him still when it is read again. */
function unlessErased(customer: string) {
  return ({ case: when, ref }: ExpressionBuilder<Database, "transfers">) =>
    when().when("customer", "=", ERASED).then(ref("customer")).else(customer).end();
}

function ofWhomIsNamed(key: string | null) {
  return ({ case: when }: ExpressionBuilder<Database, "transfers">) =>
    when().when("customer", "=", ERASED).then(null).else(key).end();
}

/**
 * Removes the row of an order the shop does not know. Only a worker that holds it may, and only while nobody has pointed
 * at it since: then it stays due at once. As `finishTransfer` otherwise.
 */
export async function forgetTransfer(
  store: Store,
  key: TransferKey,
  owner: string,
  handledSeq: number,
  nowMs: number,
): Promise<"done" | "again" | "lost"> {
  const forgotten = await store.db
    .deleteFrom("transfers")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("owner", "=", owner)
    .where("wanted_seq", "=", handledSeq)
    .executeTakeFirst();
  if (forgotten.numDeletedRows > 0n) return "done";
  const renewed = await store.db
    .updateTable("transfers")
    .set({ owner: null, due_at: instant(nowMs) })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("owner", "=", owner)
    .executeTakeFirst();
  return renewed.numUpdatedRows > 0n ? "again" : "lost";
}

/** An order somebody works on, and the name of that run. */
export interface InHand {
  readonly orderId: string;
  readonly owner: string;
}

/** The orders of a connection somebody has in hand; with `among` only those that are still in the same run's. */
export async function ordersInHand(
  store: Store,
  { installationId, connectionId }: Pick<TransferKey, "installationId" | "connectionId">,
  nowMs: number,
  among?: readonly InHand[],
): Promise<InHand[]> {
  if (among?.length === 0) return [];
  let query = store.db
    .selectFrom("transfers")
    .select(["order_id", "owner"])
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("owner", "is not", null)
    .where("due_at", ">", instant(nowMs));
  // By their keys: who asks again and again does not look through all orders.
  if (among !== undefined)
    query = query.where(
      "order_id",
      "in",
      among.map((one) => one.orderId),
    );
  const rows = await query.execute();
  const found = rows.flatMap(({ order_id: orderId, owner }) => (owner === null ? [] : [{ orderId, owner }]));
  return found.filter((one) => among === undefined || among.some(({ owner }) => owner === one.owner));
}
