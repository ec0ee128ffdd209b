import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, createIndexOnce, createTable, types, withId } from "./support/table.ts";

/** Imports of history, the orders each has found, and the mark that makes an order older than the start date count. */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "transfers", "imported", types.count, (column) => column.notNull().defaultTo(0));
  await addColumnOnce(db, "inbox", "connection_id", types.id);
  await withId(db, createTable(db, "imports"))
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("from_day", types.word, (column) => column.notNull())
    .addColumn("to_day", types.word, (column) => column.notNull())
    .addColumn("created_after", types.instant, (column) => column.notNull())
    .addColumn("created_before", types.instant, (column) => column.notNull())
    .addColumn("dry_run", types.count, (column) => column.notNull())
    .addColumn("state", types.word, (column) => column.notNull())
    .addColumn("page_cursor", types.text)
    .addColumn("pending", types.long)
    .addColumn("under_way", types.text)
    .addColumn("is_last_page", types.count, (column) => column.notNull())
    .addColumn("found", types.count, (column) => column.notNull())
    .addColumn("report", types.long)
    .addColumn("message", types.text)
    .addColumn("attempts", types.count, (column) => column.notNull())
    .addColumn("owner", types.word)
    .addColumn("due_at", types.instant)
    .addColumn("created_by", types.name, (column) => column.notNull())
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .execute();
  await createIndexOnce(db, "imports", "imports_due", ["due_at"]);
  await createIndexOnce(db, "imports", "imports_installation", ["installation_id", "connection_id", "id"]);
  await createTable(db, "import_orders")
    .addColumn("import_id", types.id, (column) => column.notNull())
    .addColumn("order_id", types.key, (column) => column.notNull())
    .addPrimaryKeyConstraint("import_orders_pk", ["import_id", "order_id"])
    .execute();
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("import_orders").ifExists().execute();
  await db.schema.dropTable("imports").ifExists().execute();
  await dropColumnIfThere(db, "inbox", "connection_id");
  await dropColumnIfThere(db, "transfers", "imported");
}
