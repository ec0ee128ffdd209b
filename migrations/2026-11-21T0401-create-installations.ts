import { type AnyDatabase, createIndexOnce, createTable, types, withId } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await withId(db, createTable(db, "installations"))
    .addColumn("platform", types.word, (column) => column.notNull())
    .addColumn("issuer", types.key, (column) => column.notNull())
    .addColumn("tenant_id", types.key, (column) => column.notNull())
    .addColumn("tenant_name", types.name, (column) => column.notNull())
    .addColumn("tenant_url", types.name, (column) => column.notNull())
    .addColumn("admin_url", types.text)
    .addColumn("api_base_url", types.name, (column) => column.notNull())
    .addColumn("country", types.word, (column) => column.notNull())
    .addColumn("currency", types.word, (column) => column.notNull())
    .addColumn("time_zone", types.word, (column) => column.notNull())
    .addColumn("scopes", types.text, (column) => column.notNull())
    .addColumn("status", types.word, (column) => column.notNull())
    .addColumn("metadata", types.long, (column) => column.notNull())
    .addColumn("secrets", types.long, (column) => column.notNull())
    .addColumn("secrets_owner", types.word)
    .addColumn("secrets_until", types.instant)
    .addColumn("swept_to", types.instant)
    .addColumn("sweep_due_at", types.instant)
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .execute();
  await createIndexOnce(db, "installations", "installations_tenant", ["issuer", "tenant_id"], {
    unique: true,
  });
  await createIndexOnce(db, "installations", "installations_sweep", ["sweep_due_at"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("installations").ifExists().execute();
}
