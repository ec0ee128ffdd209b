import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "transfers")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("order_id", types.key, (column) => column.notNull())
    .addColumn("state", types.word, (column) => column.notNull())
    .addColumn("code", types.word)
    .addColumn("message", types.text)
    .addColumn("fix", types.text)
    .addColumn("warnings", types.text)
    .addColumn("wanted_seq", types.count, (column) => column.notNull())
    .addColumn("handled_seq", types.count, (column) => column.notNull())
    .addColumn("owner", types.word)
    .addColumn("due_at", types.instant)
    .addColumn("attempts", types.count, (column) => column.notNull())
    .addColumn("number", types.key)
    .addColumn("customer", types.name)
    .addColumn("total", types.word)
    .addColumn("currency", types.word)
    .addColumn("ordered_at", types.instant)
    .addColumn("platform_url", types.text)
    .addColumn("version", types.word)
    .addColumn("shown", types.word)
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("transfers_pk", ["installation_id", "connection_id", "order_id"])
    .execute();
  await createIndexOnce(db, "transfers", "transfers_due", ["due_at"]);
  await createIndexOnce(db, "transfers", "transfers_list", [
    "installation_id",
    "connection_id",
    "state",
    "ordered_at",
  ]);
  await createIndexOnce(db, "transfers", "transfers_ordered", [
    "installation_id",
    "connection_id",
    "ordered_at",
    "order_id",
  ]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("transfers").ifExists().execute();
}
