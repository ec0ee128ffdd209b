import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

/** Links that let an accountant look, for a time. What is stored opens nothing: only the hash of the token is there. */
export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "accountant_links")
    .addColumn("id", types.key, (column) => column.primaryKey())
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("label", types.key, (column) => column.notNull())
    .addColumn("token_hash", "char(64)", (column) => column.notNull())
    .addColumn("created_by", types.key, (column) => column.notNull())
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("expires_at", types.instant, (column) => column.notNull())
    .addColumn("used_at", types.instant)
    .execute();
  await createIndexOnce(db, "accountant_links", "accountant_links_hash", ["token_hash"], { unique: true });
  await createIndexOnce(db, "accountant_links", "accountant_links_installation", ["installation_id"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("accountant_links").ifExists().execute();
}
