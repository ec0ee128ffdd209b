import { type AnyDatabase, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "effects")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("order_id", types.key, (column) => column.notNull())
    .addColumn("document", types.key, (column) => column.notNull())
    .addColumn("step", types.word, (column) => column.notNull())
    .addColumn("state", types.word, (column) => column.notNull())
    .addColumn("planned", types.long)
    .addColumn("ref", types.text)
    .addColumn("totals", types.text)
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("effects_pk", [
      "installation_id",
      "connection_id",
      "order_id",
      "document",
      "step",
    ])
    .execute();
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("effects").ifExists().execute();
}
