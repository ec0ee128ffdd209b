import { sql, type Transaction } from "kysely";
import type { Database, Store } from "./database.ts";
import { instant } from "./time.ts";
import type { LeftOut, TransferKey } from "./transfers.ts";

type Books = Pick<TransferKey, "installationId" | "connectionId">;

/** Notes a person's decision on those of the orders that are not booked, and has them looked at. Gives which. */
export async function leaveOutTransfers(
  store: Store,
  { installationId, connectionId }: Books,
  orderIds: readonly string[],
  leftOut: LeftOut,
  nowMs: number,
): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const found = await store.db
    .selectFrom("transfers")
    .select("order_id")
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("order_id", "in", [...orderIds])
    .where("kind", "=", "order")
    .where("state", "!=", "booked")
    .execute();
  const ids = found.map((row) => row.order_id);
  if (ids.length === 0) return [];
  await store.db
    .updateTable("transfers")
    .set({
      skip: JSON.stringify(leftOut),
      wanted_seq: sql`wanted_seq + 1`,
      due_at: sql`case when owner is null then ${instant(nowMs)} else due_at end`,
    })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("order_id", "in", ids)
    .execute();
  return ids;
}

const BATCH = 500;

/** Takes the decision back: somebody asks for these orders. */
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
        .execute();
    }
  }
}
