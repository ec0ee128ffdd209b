import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, createIndexOnce, createTable, isSqlite, types, withId } from "./support/table.ts";

/**
 * Files of orders and the orders in them, which import goes through which file, and which shops have orders of files at
 * all: only theirs are compared by their numbers.
 */
export async function up(db: AnyDatabase): Promise<void> {
  await withId(db, createTable(db, "order_files"))
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("name", types.name, (column) => column.notNull())
    .addColumn("report", types.long, (column) => column.notNull())
    .addColumn("begun", types.count, (column) => column.notNull())
    .addColumn("created_by", types.name, (column) => column.notNull())
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .execute();
  await createIndexOnce(db, "order_files", "order_files_installation", ["installation_id", "id"]);
  await createIndexOnce(db, "order_files", "order_files_begun", ["begun", "created_at"]);
  await createTable(db, "file_orders")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("file_id", types.id, (column) => column.notNull())
    .addColumn("place", types.count, (column) => column.notNull())
    .addColumn("order_id", types.key, (column) => column.notNull())
    .addColumn("number", types.key, (column) => column.notNull())
    .addColumn("standing", types.word, (column) => column.notNull())
    .addColumn("content", types.long, (column) => column.notNull())
    .addPrimaryKeyConstraint("file_orders_pk", ["installation_id", "file_id", "place"])
    .execute();
  await createIndexOnce(db, "file_orders", "file_orders_order", ["installation_id", "order_id"]);
  await addColumnOnce(db, "imports", "file_id", types.id);
  await addColumnOnce(db, "installations", "has_files", types.count, (column) =>
    column.notNull().defaultTo(0),
  );
  await createIndexOnce(db, "transfers", "transfers_number", ["installation_id", "number"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  const index = db.schema.dropIndex("transfers_number");
  await (isSqlite(db) ? index : index.on("transfers")).execute();
  await dropColumnIfThere(db, "installations", "has_files");
  await dropColumnIfThere(db, "imports", "file_id");
  await db.schema.dropTable("file_orders").ifExists().execute();
  await db.schema.dropTable("order_files").ifExists().execute();
}
