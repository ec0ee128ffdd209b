import type { Selectable } from "kysely";
import type { ReconciledCurrency } from "../../domain/reconciliation.ts";
import type { ClosedMonthsTable, Store } from "../database.ts";
import { instant } from "../time.ts";

export interface ConnectionKey {
  readonly installationId: number;
  readonly connectionId: number;
}

/** One closing of a month. */
export interface ClosedMonth {
  /** YYYY-MM */
  readonly month: string;
  readonly closedAt: string;
  /** Who did it, as the platform names people. */
  readonly closedBy: string;
  /** The reconciliation of the month's orders at that moment. */
  readonly sums: readonly ReconciledCurrency[];
  /** Null while it is closed. */
  readonly openedAt: string | null;
  readonly openedBy: string | null;
}

/** The last closing of each month, also where it was opened again; newest month first, at most `limit` rows. */
export async function closings(
  store: Store,
  connection: ConnectionKey,
  limit: number,
): Promise<ClosedMonth[]> {
  const rows = await closingsIn(store, connection)
    .orderBy("month", "desc")
    .orderBy("closed_at", "desc")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** All closings of one month, the newest first. */
export async function closingsOf(
  store: Store,
  connection: ConnectionKey,
  month: string,
): Promise<ClosedMonth[]> {
  const rows = await closingsIn(store, connection)
    .where("month", "=", month)
    .orderBy("closed_at", "desc")
    .execute();
  return rows.map(fromRow);
}

function closingsIn(store: Store, { installationId, connectionId }: ConnectionKey) {
  return store.db
    .selectFrom("closed_months")
    .selectAll()
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId);
}

/** From now on nothing is dated up to `until`, the last day of a month, any more. False when that is closed already. */
export async function shutMonth(
  store: Store,
  { installationId, connectionId }: ConnectionKey,
  until: string,
): Promise<boolean> {
  const moved = await store.db
    .updateTable("connections")
    .set({ closed_until: until })
    .where("id", "=", connectionId)
    .where("installation_id", "=", installationId)
    .where(({ eb, or }) => or([eb("closed_until", "is", null), eb("closed_until", "<", until)]))
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** Keeps who closed a month that was shut, and what its orders came to. */
export async function noteClosing(
  store: Store,
  { installationId, connectionId }: ConnectionKey,
  closing: Pick<ClosedMonth, "month" | "closedBy" | "sums">,
  nowMs: number,
): Promise<void> {
  await store.db
    .insertInto("closed_months")
    .values({
      installation_id: installationId,
      connection_id: connectionId,
      month: closing.month,
      closed_at: instant(nowMs),
      closed_by: closing.closedBy,
      sums: JSON.stringify(closing.sums),
      opened_at: null,
      opened_by: null,
    })
    .execute();
}

/** Opens the last closed month again: everything up to `until` stays closed. False when it is not the last one. */
export async function openMonth(
  store: Store,
  { installationId, connectionId }: ConnectionKey,
  opening: {
    readonly month: string;
    readonly from: string;
    readonly until: string | null;
    readonly by: string;
  },
  nowMs: number,
): Promise<boolean> {
  return await store.db.transaction().execute(async (db) => {
    const moved = await db
      .updateTable("connections")
      .set({ closed_until: opening.until })
      .where("id", "=", connectionId)
      .where("installation_id", "=", installationId)
      .where("closed_until", "=", opening.from)
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return false;
    await db
      .updateTable("closed_months")
      .set({ opened_at: instant(nowMs), opened_by: opening.by })
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", connectionId)
      .where("month", "=", opening.month)
      .where("opened_at", "is", null)
      .execute();
    return true;
  });
}

function fromRow(row: Selectable<ClosedMonthsTable>): ClosedMonth {
  return {
    month: row.month,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    sums: JSON.parse(row.sums) as ReconciledCurrency[],
    openedAt: row.opened_at,
    openedBy: row.opened_by,
  };
}
