import { type AnyDatabase, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "settings_versions")
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("version", types.count, (column) => column.notNull())
    .addColumn("settings", types.long, (column) => column.notNull())
    .addColumn("changed_by", types.name, (column) => column.notNull())
    .addColumn("changed_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("settings_versions_pk", ["connection_id", "version"])
    .execute();
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("settings_versions").ifExists().execute();
}
