import { type ExpressionBuilder, sql, type Transaction } from "kysely";
import type { Database, Store, TransfersTable } from "../database.ts";
import { locking } from "../dialect.ts";
import { insist } from "../insist.ts";
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
  return await note(store, books, orderIds, leftOut, nowMs, (one) => one.state !== "booked");
}

/** Notes that somebody takes these orders out of the books, and has them looked at. Gives those it was not noted on before. */
export async function undoTransfers(
  store: Store,
  books: Books,
  orderIds: readonly string[],
  decision: LeftOut & { readonly undo: true },
  nowMs: number,
): Promise<string[]> {
  return await note(store, books, orderIds, decision, nowMs, () => true);
}

/** Our own JSON: within a text its quotes would be escaped. */
const UNDONE = '%"undo":true%';

const isNotUndone = ({ eb, or }: ExpressionBuilder<Database, "transfers">) =>
  or([eb("skip", "is", null), eb("skip", "not like", UNDONE)]);

/**
 * Notes a decision on those of the orders it concerns which nobody has taken out of the books yet, nobody else at the
 * same time: what another decides in this moment is seen, never overwritten.
 */
async function note(
  store: Store,
  { installationId, connectionId }: Books,
  orderIds: readonly string[],
  decision: LeftOut,
  nowMs: number,
  concerns: (order: Pick<TransfersTable, "state">) => boolean,
): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const once = async (db: Transaction<Database>): Promise<string[]> => {
    const open = db
      .selectFrom("transfers")
      .select(["order_id", "state"])
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", connectionId)
      .where("order_id", "in", [...orderIds])
      .where("kind", "=", "order")
      .where(isNotUndone)
      .orderBy("order_id");
    const found = await locking(store.engine, open).execute();
    const ids = found.filter(concerns).map((row) => row.order_id);
    if (ids.length === 0) return [];
    await db
      .updateTable("transfers")
      .set({
        skip: JSON.stringify(decision),
        wanted_seq: sql`wanted_seq + 1`,
        due_at: sql`case when owner is null then ${instant(nowMs)} else due_at end`,
      })
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", connectionId)
      .where("order_id", "in", ids)
      .execute();
    return ids;
  };
  return await insist(() => store.db.transaction().setIsolationLevel("read committed").execute(once));
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

/**
 * Carries decisions over to rows of another connection that stand for the same orders, where nobody has decided anything.
 */
export async function keepWishes(
  db: Transaction<Database>,
  { installationId, connectionId }: Books,
  wishes: readonly { readonly order_id: string; readonly skip: string | null }[],
  nowMs: number,
): Promise<void> {
  for (const { order_id: orderId, skip } of wishes) {
    if (skip === null) continue;
    await db
      .updateTable("transfers")
      .set({
        skip,
        wanted_seq: sql`wanted_seq + 1`,
        due_at: sql`case when owner is null then ${instant(nowMs)} else due_at end`,
      })
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", connectionId)
      .where("order_id", "=", orderId)
      .where("skip", "is", null)
      .execute();
  }
}
