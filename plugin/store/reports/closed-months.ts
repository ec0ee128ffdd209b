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

/** Closes a month: nothing is dated up to `until`, its last day, any more. False when that is closed already. */
export async function closeMonth(
  store: Store,
  { installationId, connectionId }: ConnectionKey,
  closing: Pick<ClosedMonth, "month" | "closedBy" | "sums"> & { readonly until: string },
  nowMs: number,
): Promise<boolean> {
  return await store.db.transaction().execute(async (db) => {
    const moved = await db
      .updateTable("connections")
      .set({ closed_until: closing.until })
      .where("id", "=", connectionId)
      .where("installation_id", "=", installationId)
      .where(({ eb, or }) => or([eb("closed_until", "is", null), eb("closed_until", "<", closing.until)]))
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return false;
    await db
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
    return true;
  });
}

/** What a closed month came to once what was under way at its closing was done. */
export async function renewSums(
  store: Store,
  { installationId, connectionId }: ConnectionKey,
  { month, sums }: Pick<ClosedMonth, "month" | "sums">,
): Promise<void> {
  await store.db
    .updateTable("closed_months")
    .set({ sums: JSON.stringify(sums) })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("month", "=", month)
    .where("opened_at", "is", null)
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
