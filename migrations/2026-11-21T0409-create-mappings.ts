import { type AnyDatabase, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "mappings")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("kind", types.word, (column) => column.notNull())
    .addColumn("platform_key", types.key, (column) => column.notNull())
    .addColumn("state", types.word, (column) => column.notNull())
    .addColumn("ledger_number", types.key)
    .addColumn("fingerprint", types.word, (column) => column.notNull())
    .addColumn("owner", types.word)
    .addColumn("owner_until", types.instant)
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("mappings_pk", ["installation_id", "connection_id", "kind", "platform_key"])
    .execute();
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("mappings").ifExists().execute();
}
