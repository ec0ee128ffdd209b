import type { Store } from "../database.ts";
import { instant } from "../time.ts";
import type { StateCount } from "../transfers/transfer-lists.ts";
import { type Transfer, transferFromRow } from "../transfers/transfers.ts";

/** The held orders and payouts one mail tells of: `atMs` is when it was written. */
export interface Reported {
  readonly installationId: number;
  readonly connectionId: number;
  readonly atMs: number;
}

const BATCH = 500;

/**
 * Marks the held orders and payouts no mail has told of yet, or of which it told another code, and gives how many. In statements
 * of bounded size, so that no worker waits long for its row.
 */
export async function markReported(store: Store, reported: Reported): Promise<number> {
  const { installationId, connectionId, atMs } = reported;
  for (let marked = 0; ; ) {
    const rows = await store.db
      .selectFrom("transfers")
      .select("order_id")
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", connectionId)
      .where("state", "=", "held")
      .where("code", "is not", null)
      .where((where) =>
        where.or([where("reported_code", "is", null), where("reported_code", "!=", where.ref("code"))]),
      )
      .limit(BATCH)
      .execute();
    const ids = rows.map((row) => row.order_id);
    if (ids.length === 0) return marked;
    const updated = await store.db
      .updateTable("transfers")
      .set(({ ref }) => ({ reported_code: ref("code"), reported_at: instant(atMs) }))
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", connectionId)
      .where("order_id", "in", ids)
      .where("state", "=", "held")
      .executeTakeFirst();
    marked += Number(updated.numUpdatedRows);
    if (ids.length < BATCH) return marked;
  }
}

/** What was marked is news again: the mail did not leave. */
export async function unmarkReported(
  store: Store,
  { installationId, connectionId, atMs }: Reported,
): Promise<void> {
  await store.db
    .updateTable("transfers")
    .set({ reported_code: null, reported_at: null })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("state", "=", "held")
    .where("reported_at", "=", instant(atMs))
    .execute();
}

export interface ReportedOrders {
  readonly held: readonly Transfer[];
  readonly counts: readonly StateCount[];
}

/** Of these orders, or payouts, the newest, and how many there are of each code. */
export async function readReported(
  store: Store,
  reported: Reported,
  kind: Transfer["kind"],
  limit: number,
): Promise<ReportedOrders> {
  const marked = store.db
    .selectFrom("transfers")
    .where("installation_id", "=", reported.installationId)
    .where("connection_id", "=", reported.connectionId)
    .where("kind", "=", kind)
    .where("state", "=", "held")
    .where("reported_at", "=", instant(reported.atMs));
  const rows = await marked
    .selectAll()
    .orderBy("ordered_at", "desc")
    .orderBy("order_id")
    .limit(limit)
    .execute();
  const counted = await marked
    .select(({ fn }) => ["code", fn.countAll<number>().as("count")])
    .groupBy("code")
    .execute();
  return {
    held: rows.map(transferFromRow),
    counts: counted.map(({ code, count }) => ({ state: "held", code, currency: null, count: Number(count) })),
  };
}
