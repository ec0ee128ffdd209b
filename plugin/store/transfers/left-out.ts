import { type ExpressionBuilder, sql, type Transaction } from "kysely";
import type { Database, Store } from "../database.ts";
import { instant } from "../time.ts";
import type { LeftOut, TransferKey } from "./transfers.ts";

type Books = Pick<TransferKey, "installationId" | "connectionId">;

/** Notes a person's decision on those of the orders that are not booked, and has them looked at. Gives which. */
export async function leaveOutTransfers(
  store: Store,
  books: Books,
  orderIds: readonly string[],
  leftOut: LeftOut,
  nowMs: number,
): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const found = await notUndone(store, books, orderIds).where("state", "!=", "booked").execute();
  const ids = found.map((row) => row.order_id);
  await note(store, books, ids, leftOut, nowMs);
  return ids;
}

/** Notes that somebody takes these orders out of the books, and has them looked at. Gives those it was not noted on before. */
export async function undoTransfers(
  store: Store,
  books: Books,
  orderIds: readonly string[],
  decision: LeftOut & { readonly undo: true },
  nowMs: number,
): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const found = await notUndone(store, books, orderIds).execute();
  const ids = found.map((row) => row.order_id);
  await note(store, books, ids, decision, nowMs);
  return ids;
}

/** Which of these orders nobody has taken out of the books yet. */
function notUndone(store: Store, { installationId, connectionId }: Books, orderIds: readonly string[]) {
  return store.db
    .selectFrom("transfers")
    .select("order_id")
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("order_id", "in", [...orderIds])
    .where("kind", "=", "order")
    .where(isNotUndone);
}

/** Our own JSON: within a text its quotes would be escaped. */
const UNDONE = '%"undo":true%';

const isNotUndone = ({ eb, or }: ExpressionBuilder<Database, "transfers">) =>
  or([eb("skip", "is", null), eb("skip", "not like", UNDONE)]);

async function note(
  store: Store,
  { installationId, connectionId }: Books,
  ids: readonly string[],
  decision: LeftOut,
  nowMs: number,
): Promise<void> {
  if (ids.length === 0) return;
  await store.db
    .updateTable("transfers")
    .set({
      skip: JSON.stringify(decision),
      wanted_seq: sql`wanted_seq + 1`,
      due_at: sql`case when owner is null then ${instant(nowMs)} else due_at end`,
    })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("order_id", "in", [...ids])
    .execute();
}

/** Calls off taking an order out of the books, and has it looked at. False when nobody wanted it out. */
export async function keepTransfer(store: Store, key: TransferKey, nowMs: number): Promise<boolean> {
  const kept = await store.db
    .updateTable("transfers")
    .set({
      skip: null,
      wanted_seq: sql`wanted_seq + 1`,
      due_at: sql`case when owner is null then ${instant(nowMs)} else due_at end`,
    })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("skip", "like", UNDONE)
    .executeTakeFirst();
  return kept.numUpdatedRows > 0n;
}

const BATCH = 500;

/**
 * Takes the decision back: somebody asks for these orders. One that is still being taken out of the books is not called
 * off by that: asking for it tries again. Belongs to the moment of the asking: later, the order may be out of the books
 * by the very decision that was to be tried again.
 */
export async function takeIn(db: Transaction<Database>, keys: readonly TransferKey[]): Promise<void> {
  const byConnection = Map.groupBy(keys, (key) => `${key.installationId} ${key.connectionId}`);
  for (const group of byConnection.values()) {
    const [first] = group;
    if (first === undefined) continue;
    for (let start = 0; start < group.length; start += BATCH) {
      await db
        .updateTable("transfers")
        .set({ skip: null })
        .where("installation_id", "=", first.installationId)
        .where("connection_id", "=", first.connectionId)
        .where(
          "order_id",
          "in",
          group.slice(start, start + BATCH).map((key) => key.orderId),
        )
        .where("skip", "is not", null)
        .where(({ eb, or }) => or([eb("state", "=", "skipped"), eb("skip", "not like", UNDONE)]))
        .execute();
    }
  }
}
