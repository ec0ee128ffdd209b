import { sql } from "kysely";
import type { Store } from "../database.ts";
import { instant } from "../time.ts";
import type { TransferKey } from "./transfers.ts";

const MOST = 500;

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
    .limit(MOST)
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
