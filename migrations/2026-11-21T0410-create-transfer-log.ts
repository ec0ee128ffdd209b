import { type AnyDatabase, createIndexOnce, createTable, types, withId } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await withId(db, createTable(db, "transfer_log"))
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("order_id", types.key, (column) => column.notNull())
    .addColumn("at", types.instant, (column) => column.notNull())
    .addColumn("step", types.word, (column) => column.notNull())
    .addColumn("message", types.text, (column) => column.notNull())
    .addColumn("detail", types.long)
    .execute();
  await createIndexOnce(db, "transfer_log", "transfer_log_order", [
    "installation_id",
    "connection_id",
    "order_id",
    "id",
  ]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("transfer_log").ifExists().execute();
}
