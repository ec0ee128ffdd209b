import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "api_keys")
    .addColumn("id", types.word, (column) => column.notNull().primaryKey())
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("name", types.name, (column) => column.notNull())
    .addColumn("role", types.word, (column) => column.notNull())
    .addColumn("key_hash", types.key, (column) => column.notNull())
    .addColumn("hint", types.word, (column) => column.notNull())
    .addColumn("created_by", types.name, (column) => column.notNull())
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("used_at", types.instant)
    .execute();
  await createIndexOnce(db, "api_keys", "api_keys_hash", ["key_hash"], { unique: true });
  await createIndexOnce(db, "api_keys", "api_keys_installation", ["installation_id"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("api_keys").ifExists().execute();
}
