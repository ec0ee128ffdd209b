import { type AnyDatabase, createIndexOnce, createTable, types, withId } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await withId(db, createTable(db, "inbox"))
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("delivery_id", types.key, (column) => column.notNull())
    .addColumn("receipt", types.word, (column) => column.notNull())
    .addColumn("source", types.word, (column) => column.notNull())
    .addColumn("type", types.key, (column) => column.notNull())
    .addColumn("order_ids", types.long, (column) => column.notNull())
    .addColumn("body", types.long)
    .addColumn("received_at", types.instant, (column) => column.notNull())
    .addColumn("taken_at", types.instant)
    .execute();
  await createIndexOnce(db, "inbox", "inbox_delivery", ["installation_id", "delivery_id"], { unique: true });
  await createIndexOnce(db, "inbox", "inbox_taken", ["taken_at", "id"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("inbox").ifExists().execute();
}
