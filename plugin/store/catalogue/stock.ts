import type { Selectable } from "kysely";
import type { StockLevelsTable, StockRunsTable, Store } from "../database.ts";
import { insertIgnoring, upsert } from "../dialect.ts";
import { instant } from "../time.ts";

export interface StockKey {
  readonly installationId: number;
  readonly connectionId: number;
}

export interface StockRun {
  /** Null when stock is not passed on. */
  readonly dueAt: string | null;
  /** JSON of the pipeline's own shape; null before the first run. */
  readonly report: unknown;
}

/** What the shop was last told of an article. */
export interface SentLevel {
  readonly article: string;
  readonly available: string;
  readonly state: StockLevelsTable["state"];
  readonly updatedAt: string;
}

/** Makes the connection's next run due then, unless an earlier one is planned; null ends the runs. */
export async function planStockRun(store: Store, key: StockKey, dueMs: number | null): Promise<void> {
  if (dueMs === null) {
    await updateRun(store, key).set({ due_at: null }).execute();
    return;
  }
  const due = instant(dueMs);
  await insertIgnoring(
    store.engine,
    store.db.insertInto("stock_runs").values({
      installation_id: key.installationId,
      connection_id: key.connectionId,
      due_at: due,
      report: null,
      created_at: due,
      updated_at: due,
    }),
  ).execute();
  await updateRun(store, key)
    .set({ due_at: due })
    .where((where) => where.or([where("due_at", "is", null), where("due_at", ">", due)]))
    .execute();
}

export async function dueStockRuns(store: Store, nowMs: number, limit: number): Promise<StockKey[]> {
  const rows = await store.db
    .selectFrom("stock_runs")
    .select(["installation_id", "connection_id"])
    .where("due_at", "<=", instant(nowMs))
    .orderBy("due_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ installationId: row.installation_id, connectionId: row.connection_id }));
}

/** Takes a run that is due, for one process until `untilMs`; false when another was faster. */
export async function claimStockRun(
  store: Store,
  key: StockKey,
  nowMs: number,
  untilMs: number,
): Promise<boolean> {
  const taken = await updateRun(store, key)
    .set({ due_at: instant(untilMs) })
    .where("due_at", "<=", instant(nowMs))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** Stores what came of a run and when the next is due; null when there is to be none. */
export async function finishStockRun(
  store: Store,
  key: StockKey,
  report: unknown,
  nextMs: number | null,
  nowMs: number,
): Promise<void> {
  await updateRun(store, key)
    .set({
      report: JSON.stringify(report),
      due_at: nextMs === null ? null : instant(nextMs),
      updated_at: instant(nowMs),
    })
    .execute();
}

function updateRun(store: Store, key: StockKey) {
  return store.db
    .updateTable("stock_runs")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId);
}

export async function readStockRun(store: Store, key: StockKey): Promise<StockRun | null> {
  const row = await store.db
    .selectFrom("stock_runs")
    .selectAll()
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .executeTakeFirst();
  return row === undefined ? null : fromRun(row);
}

function fromRun(row: Selectable<StockRunsTable>): StockRun {
  return { dueAt: row.due_at, report: row.report === null ? null : JSON.parse(row.report) };
}

/** What the shop was told of these articles. */
export async function readLevels(
  store: Store,
  key: StockKey,
  articles: readonly string[],
): Promise<ReadonlyMap<string, SentLevel>> {
  if (articles.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("stock_levels")
    .select(["article", "available", "state", "updated_at"])
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("article", "in", [...articles])
    .execute();
  return new Map(rows.map(({ updated_at: updatedAt, ...row }) => [row.article, { ...row, updatedAt }]));
}

export async function storeLevel(
  store: Store,
  key: StockKey,
  level: Pick<SentLevel, "article" | "available" | "state">,
  nowMs: number,
): Promise<void> {
  const values = { available: level.available, state: level.state, updated_at: instant(nowMs) };
  await upsert(
    store.engine,
    store.db.insertInto("stock_levels").values({
      installation_id: key.installationId,
      connection_id: key.connectionId,
      article: level.article,
      ...values,
    }),
    ["installation_id", "connection_id", "article"],
    values,
  ).execute();
}
