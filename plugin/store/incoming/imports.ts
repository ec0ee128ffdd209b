import type { Selectable } from "kysely";
import type { TransferState } from "../../domain/problem.ts";
import type { ImportsTable, Store } from "../database.ts";
import { insertIgnoring } from "../dialect.ts";
import { instant } from "../time.ts";

/** An import of history: which orders, and how far it has come. */
export interface StoredImport {
  readonly id: number;
  readonly installationId: number;
  readonly connectionId: number;
  /** Days in the shop's time zone; both belong to it. */
  readonly from: string;
  readonly to: string;
  /** The same as instants, the second exclusive. */
  readonly createdAfter: string;
  readonly createdBefore: string;
  readonly isDryRun: boolean;
  /** The file its orders come from; null = the shop's list. */
  readonly fileId: number | null;
  readonly state: ImportsTable["state"];
  readonly progress: ImportProgress;
  readonly message: string | null;
  readonly attempts: number;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Written as a whole after each slice: an import that dies goes on with the slice it was at. */
export interface ImportProgress {
  /** Where the shop's list goes on; null = at its beginning. */
  readonly cursor: string | null;
  readonly isLastPage: boolean;
  /** Orders of the page read last that have not been handed on. */
  readonly pending: readonly string[];
  /** Orders handed on that were not seen to be looked at. */
  readonly underWay: readonly string[];
  readonly found: number;
  /** What a dry run has decided so far, JSON of the caller's shape. */
  readonly report: unknown;
}

const NOTHING_YET = { pending: "[]", under_way: "[]", is_last_page: 0, found: 0, report: null, attempts: 0 };

export type NewImport = Pick<
  StoredImport,
  | "installationId"
  | "connectionId"
  | "from"
  | "to"
  | "createdAfter"
  | "createdBefore"
  | "isDryRun"
  | "fileId"
  | "createdBy"
>;

export async function createImport(store: Store, wanted: NewImport, nowMs: number): Promise<number> {
  const now = instant(nowMs);
  const inserted = await store.db
    .insertInto("imports")
    .values({
      installation_id: wanted.installationId,
      connection_id: wanted.connectionId,
      from_day: wanted.from,
      to_day: wanted.to,
      created_after: wanted.createdAfter,
      created_before: wanted.createdBefore,
      dry_run: wanted.isDryRun ? 1 : 0,
      file_id: wanted.fileId,
      state: "running",
      page_cursor: null,
      ...NOTHING_YET,
      message: null,
      owner: null,
      due_at: now,
      created_by: wanted.createdBy,
      created_at: now,
      updated_at: now,
    })
    .executeTakeFirstOrThrow();
  return Number(inserted.insertId);
}

/** The installation is asked for so that no tenant ever reads another's. */
export async function readImport(
  store: Store,
  installationId: number,
  id: number,
): Promise<StoredImport | null> {
  const row = await store.db
    .selectFrom("imports")
    .selectAll()
    .where("id", "=", id)
    .where("installation_id", "=", installationId)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Newest first. */
export async function listImports(
  store: Store,
  connection: { readonly installationId: number; readonly connectionId: number },
  limit: number,
): Promise<StoredImport[]> {
  const rows = await store.db
    .selectFrom("imports")
    .selectAll()
    .where("installation_id", "=", connection.installationId)
    .where("connection_id", "=", connection.connectionId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Imports somebody should be working on: new ones, those that wait a while, and those whose worker died. */
export async function dueImports(
  store: Store,
  nowMs: number,
  limit: number,
): Promise<Pick<StoredImport, "id" | "installationId">[]> {
  const rows = await store.db
    .selectFrom("imports")
    .select(["id", "installation_id"])
    .where("due_at", "<=", instant(nowMs))
    .orderBy("due_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id, installationId: row.installation_id }));
}

/** Takes an import for one worker until `untilMs`; null while another is at it or nothing is to be done. */
export async function claimImport(
  store: Store,
  id: number,
  owner: string,
  nowMs: number,
  untilMs: number,
): Promise<StoredImport | null> {
  const claimed = await store.db
    .updateTable("imports")
    .set({ owner, due_at: instant(untilMs) })
    .where("id", "=", id)
    .where("due_at", "<=", instant(nowMs))
    .where("state", "=", "running")
    .executeTakeFirst();
  if (claimed.numUpdatedRows === 0n) return null;
  const row = await store.db.selectFrom("imports").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

export interface ImportStep {
  readonly progress: ImportProgress;
  readonly state: StoredImport["state"];
  readonly message: string | null;
  readonly attempts: number;
  /** When to go on; null when there is nothing more to do. */
  readonly dueAt: number | null;
}

/** Keeps how far an import has come. False when it was taken over, paused or cancelled meanwhile: nothing is kept then. */
export async function saveImport(
  db: Store["db"],
  id: number,
  owner: string,
  step: ImportStep,
  nowMs: number,
): Promise<boolean> {
  const { cursor, isLastPage, pending, underWay, found, report } = step.progress;
  const saved = await db
    .updateTable("imports")
    .set({
      page_cursor: cursor,
      is_last_page: isLastPage ? 1 : 0,
      pending: JSON.stringify(pending),
      under_way: JSON.stringify(underWay),
      found,
      report: report === null ? null : JSON.stringify(report),
      state: step.state,
      message: step.message,
      attempts: step.attempts,
      due_at: step.dueAt === null ? null : instant(step.dueAt),
      updated_at: instant(nowMs),
    })
    .where("id", "=", id)
    .where("owner", "=", owner)
    .where("state", "=", "running")
    .executeTakeFirst();
  return saved.numUpdatedRows > 0n;
}

/** A person pauses, resumes or cancels; false when the import is not in one of the states this starts from. */
export async function moveImport(
  store: Store,
  id: number,
  from: readonly StoredImport["state"][],
  to: StoredImport["state"],
  nowMs: number,
): Promise<boolean> {
  const now = instant(nowMs);
  const moved = await store.db
    .updateTable("imports")
    .set({
      state: to,
      owner: null,
      due_at: to === "running" ? now : null,
      message: null,
      attempts: 0,
      updated_at: now,
    })
    .where("id", "=", id)
    .where("state", "in", [...from])
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

export async function noteImportOrders(
  store: Store,
  importId: number,
  orderIds: readonly string[],
): Promise<void> {
  if (orderIds.length === 0) return;
  const rows = orderIds.map((orderId) => ({ import_id: importId, order_id: orderId }));
  await insertIgnoring(store.engine, store.db.insertInto("import_orders").values(rows)).execute();
}

/** How the orders an import has found stand now; those nobody has looked at yet are missing. */
export async function countImportOrders(
  store: Store,
  { id, installationId, connectionId }: Pick<StoredImport, "id" | "installationId" | "connectionId">,
): Promise<ReadonlyMap<TransferState, number>> {
  const rows = await store.db
    .selectFrom("import_orders")
    .innerJoin("transfers", (join) =>
      join
        .on("transfers.installation_id", "=", installationId)
        .on("transfers.connection_id", "=", connectionId)
        .onRef("transfers.order_id", "=", "import_orders.order_id"),
    )
    .select(({ fn }) => ["transfers.state", fn.countAll<number>().as("count")])
    .where("import_orders.import_id", "=", id)
    .where("transfers.handled_seq", ">", 0)
    .groupBy("transfers.state")
    .execute();
  return new Map(rows.map((row) => [row.state, Number(row.count)]));
}

function fromRow(row: Selectable<ImportsTable>): StoredImport {
  return {
    id: row.id,
    installationId: row.installation_id,
    connectionId: row.connection_id,
    from: row.from_day,
    to: row.to_day,
    createdAfter: row.created_after,
    createdBefore: row.created_before,
    isDryRun: row.dry_run === 1,
    fileId: row.file_id,
    state: row.state,
    progress: {
      cursor: row.page_cursor,
      isLastPage: row.is_last_page === 1,
      pending: JSON.parse(row.pending ?? "[]") as string[],
      underWay: JSON.parse(row.under_way ?? "[]") as string[],
      found: row.found,
      report: row.report === null ? null : JSON.parse(row.report),
    },
    message: row.message,
    attempts: row.attempts,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
