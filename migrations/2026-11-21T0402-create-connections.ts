import { type AnyDatabase, createIndexOnce, createTable, types, withId } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await withId(db, createTable(db, "connections"))
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("system", types.word, (column) => column.notNull())
    .addColumn("status", types.word, (column) => column.notNull())
    .addColumn("ledger_tenant", types.key)
    .addColumn("company_name", types.name)
    .addColumn("secrets", types.long)
    .addColumn("secrets_owner", types.word)
    .addColumn("secrets_until", types.instant)
    .addColumn("settings_version", types.count, (column) => column.notNull())
    .addColumn("facts", types.long)
    .addColumn("facts_at", types.instant)
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .execute();
  await createIndexOnce(db, "connections", "connections_installation", ["installation_id"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("connections").ifExists().execute();
}
