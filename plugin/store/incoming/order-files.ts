import type { Selectable } from "kysely";
import type { OrderFilesTable, Store, StoreTransaction } from "../database.ts";
import { instant } from "../time.ts";

/** A file of orders and what reading it has come to. Its orders are in `file-orders.ts`. */
export interface StoredFile {
  readonly id: number;
  readonly installationId: number;
  readonly name: string;
  /** JSON of the caller's shape. */
  readonly report: unknown;
  readonly hasBegun: boolean;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** Orders at a time: a statement of a size every server takes. */
const BATCH = 200;

export interface NewFile {
  readonly installationId: number;
  readonly name: string;
  readonly report: unknown;
  readonly createdBy: string;
  readonly orders: readonly {
    readonly orderId: string;
    readonly number: string;
    readonly content: unknown;
  }[];
}

/** Keeps a file with its orders, or nothing of it. */
export async function createFile(store: Store, file: NewFile, nowMs: number): Promise<number> {
  const { installationId, orders } = file;
  return await store.db.transaction().execute(async (db) => {
    const inserted = await db
      .insertInto("order_files")
      .values({
        installation_id: installationId,
        name: file.name,
        report: JSON.stringify(file.report),
        begun: 0,
        created_by: file.createdBy,
        created_at: instant(nowMs),
      })
      .executeTakeFirstOrThrow();
    const fileId = Number(inserted.insertId);
    for (let at = 0; at < orders.length; at += BATCH) {
      const rows = orders.slice(at, at + BATCH).map(({ orderId, number, content }, index) => ({
        installation_id: installationId,
        file_id: fileId,
        place: at + index + 1,
        order_id: orderId,
        number,
        standing: "staged" as const,
        content: JSON.stringify(content),
      }));
      await db.insertInto("file_orders").values(rows).execute();
    }
    return fileId;
  });
}

/** The installation is asked for so that no tenant ever reads another's. */
export async function readFile(store: Store, installationId: number, id: number): Promise<StoredFile | null> {
  const row = await store.db
    .selectFrom("order_files")
    .selectAll()
    .where("installation_id", "=", installationId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** An import begins with the file: it stays, and orders are compared by their numbers from now on. */
export async function keepFile(
  { db }: StoreTransaction,
  { id, installationId }: Pick<StoredFile, "id" | "installationId">,
): Promise<void> {
  await db
    .updateTable("order_files")
    .set({ begun: 1 })
    .where("installation_id", "=", installationId)
    .where("id", "=", id)
    .execute();
  await db.updateTable("installations").set({ has_files: 1 }).where("id", "=", installationId).execute();
}

/** Forgets a file nobody has begun to import; false when somebody has. */
export async function dropFile(store: Store, installationId: number, id: number): Promise<boolean> {
  return await store.db.transaction().execute(async (db) => {
    const dropped = await db
      .deleteFrom("order_files")
      .where("installation_id", "=", installationId)
      .where("id", "=", id)
      .where("begun", "=", 0)
      .executeTakeFirst();
    if (dropped.numDeletedRows === 0n) return false;
    await db
      .deleteFrom("file_orders")
      .where("installation_id", "=", installationId)
      .where("file_id", "=", id)
      .execute();
    return true;
  });
}

/** Files that were only looked at before the instant. */
export async function forgottenFiles(
  store: Store,
  beforeMs: number,
  limit: number,
): Promise<Pick<StoredFile, "id" | "installationId">[]> {
  const rows = await store.db
    .selectFrom("order_files")
    .select(["id", "installation_id"])
    .where("begun", "=", 0)
    .where("created_at", "<", instant(beforeMs))
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id, installationId: row.installation_id }));
}

/** For erasure: gives every file's report to `change`, which may leave out what is about people. */
export async function rewriteReports(
  store: Store,
  installationId: number,
  change: (report: unknown) => unknown,
): Promise<void> {
  const rows = await store.db
    .selectFrom("order_files")
    .select(["id", "report"])
    .where("installation_id", "=", installationId)
    .execute();
  for (const { id, report } of rows) {
    await store.db
      .updateTable("order_files")
      .set({ report: JSON.stringify(change(JSON.parse(report))) })
      .where("installation_id", "=", installationId)
      .where("id", "=", id)
      .execute();
  }
}

function fromRow(row: Selectable<OrderFilesTable>): StoredFile {
  return {
    id: row.id,
    installationId: row.installation_id,
    name: row.name,
    report: JSON.parse(row.report),
    hasBegun: row.begun === 1,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
