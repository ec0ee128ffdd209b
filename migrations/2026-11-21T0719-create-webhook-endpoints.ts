import { type AnyDatabase, createIndexOnce, createTable, types, withId } from "./support/table.ts";

/** Addresses of merchants that are told of every change of an order's state, and what they were told. */
export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "webhook_endpoints")
    .addColumn("id", types.word, (column) => column.notNull().primaryKey())
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("url", types.text, (column) => column.notNull())
    .addColumn("description", types.text)
    .addColumn("secret", types.text, (column) => column.notNull())
    .addColumn("status", types.word, (column) => column.notNull())
    .addColumn("busy_until", types.instant)
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .execute();
  await createIndexOnce(db, "webhook_endpoints", "webhook_endpoints_installation", ["installation_id"]);
  await withId(db, createTable(db, "webhook_deliveries"))
    .addColumn("endpoint_id", types.word, (column) => column.notNull())
    .addColumn("message_id", types.word, (column) => column.notNull())
    .addColumn("type", types.word, (column) => column.notNull())
    .addColumn("order_id", types.key, (column) => column.notNull())
    .addColumn("body", types.text, (column) => column.notNull())
    .addColumn("state", types.word, (column) => column.notNull())
    .addColumn("attempts", types.count, (column) => column.notNull())
    .addColumn("due_at", types.instant)
    .addColumn("answer_status", types.count)
    .addColumn("failure", types.text)
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .execute();
  await createIndexOnce(
    db,
    "webhook_deliveries",
    "webhook_deliveries_message",
    ["endpoint_id", "message_id"],
    { unique: true },
  );
  await createIndexOnce(db, "webhook_deliveries", "webhook_deliveries_due", ["due_at", "endpoint_id"]);
  await createIndexOnce(db, "webhook_deliveries", "webhook_deliveries_age", ["created_at"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("webhook_deliveries").ifExists().execute();
  await db.schema.dropTable("webhook_endpoints").ifExists().execute();
}
