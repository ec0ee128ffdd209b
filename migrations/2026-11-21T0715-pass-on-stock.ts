import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "stock_runs")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("due_at", types.instant)
    .addColumn("report", types.long)
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("stock_runs_pk", ["installation_id", "connection_id"])
    .execute();
  await createIndexOnce(db, "stock_runs", "stock_runs_due", ["due_at"]);
  await createTable(db, "stock_levels")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("article", types.key, (column) => column.notNull())
    .addColumn("available", types.word, (column) => column.notNull())
    .addColumn("state", types.word, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("stock_levels_pk", ["installation_id", "connection_id", "article"])
    .execute();
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("stock_levels").ifExists().execute();
  await db.schema.dropTable("stock_runs").ifExists().execute();
}
