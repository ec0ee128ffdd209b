import type { Store } from "../database.ts";
import { instant } from "../time.ts";

/** The log a merchant reads on the order's page. No secrets, no raw bodies. */
export interface LogLine {
  readonly at: string;
  readonly step: string;
  readonly message: string;
  readonly detail: unknown;
}

export interface NewLogLine {
  readonly step: string;
  readonly message: string;
  readonly detail?: unknown;
  readonly atMs: number;
}

export async function appendLog(
  store: Store,
  order: { readonly installationId: number; readonly connectionId: number; readonly orderId: string },
  lines: readonly NewLogLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await store.db
    .insertInto("transfer_log")
    .values(
      lines.map((line) => ({
        installation_id: order.installationId,
        connection_id: order.connectionId,
        order_id: order.orderId,
        at: instant(line.atMs),
        step: line.step,
        message: line.message,
        detail: line.detail === undefined ? null : JSON.stringify(line.detail),
      })),
    )
    .execute();
}

/** Oldest first, the newest `limit` lines. */
export async function readLog(
  store: Store,
  order: { readonly installationId: number; readonly connectionId: number; readonly orderId: string },
  limit: number,
): Promise<LogLine[]> {
  const rows = await store.db
    .selectFrom("transfer_log")
    .select(["at", "step", "message", "detail"])
    .where("installation_id", "=", order.installationId)
    .where("connection_id", "=", order.connectionId)
    .where("order_id", "=", order.orderId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    at: row.at,
    step: row.step,
    message: row.message,
    detail: row.detail === null ? null : JSON.parse(row.detail),
  }));
}

/** Deletes lines older than that, of the oldest `limit` at most. Returns how many. */
export async function forgetLog(store: Store, beforeMs: number, limit: number): Promise<number> {
  // Lines are numbered as they are written, so the oldest have the lowest numbers and no index by time is needed.
  const oldest = await store.db
    .selectFrom("transfer_log")
    .select(["id", "at"])
    .orderBy("id")
    .limit(limit)
    .execute();
  const ids = oldest.filter((row) => row.at < instant(beforeMs)).map((row) => row.id);
  if (ids.length > 0) await store.db.deleteFrom("transfer_log").where("id", "in", ids).execute();
  return ids.length;
}
