import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "products")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("sku", types.key, (column) => column.notNull())
    .addColumn("product", types.text, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("products_pk", ["installation_id", "sku"])
    .execute();
  await createTable(db, "product_reads")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("due_at", types.instant, (column) => column.notNull())
    .addColumn("read_to", types.instant)
    .addColumn("completed_at", types.instant)
    .addPrimaryKeyConstraint("product_reads_pk", ["installation_id"])
    .execute();
  await createIndexOnce(db, "product_reads", "product_reads_due", ["due_at"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("product_reads").ifExists().execute();
  await db.schema.dropTable("products").ifExists().execute();
}
