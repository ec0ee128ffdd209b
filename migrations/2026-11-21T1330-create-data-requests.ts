import { type AnyDatabase, createIndexOnce, createTable, types, withId } from "./support/table.ts";

/** Customers who asked the shop what is held about them, and what became of it. */
export async function up(db: AnyDatabase): Promise<void> {
  await withId(db, createTable(db, "data_requests"))
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("delivery_id", types.key, (column) => column.notNull())
    .addColumn("customer_id", types.name)
    .addColumn("order_ids", types.text)
    .addColumn("asked_at", types.instant, (column) => column.notNull())
    .addColumn("until_at", types.instant, (column) => column.notNull())
    .addColumn("handed_over_at", types.instant)
    .addColumn("handed_over_by", types.key)
    .addColumn("due_at", types.instant)
    .execute();
  const byDelivery = ["installation_id", "delivery_id"];
  await createIndexOnce(db, "data_requests", "data_requests_delivery", byDelivery, { unique: true });
  await createIndexOnce(db, "data_requests", "data_requests_due", ["due_at"]);
  await createIndexOnce(db, "data_requests", "data_requests_until", ["until_at"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("data_requests").ifExists().execute();
}
