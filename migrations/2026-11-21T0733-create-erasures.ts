import { type AnyDatabase, createTable, types } from "./support/table.ts";

/** People a platform told us to forget, until it is done. */
export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "erasures")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("person", types.name, (column) => column.notNull())
    .addColumn("due_at", types.instant, (column) => column.notNull())
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("erasures_key", ["installation_id", "person"])
    .execute();
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("erasures").ifExists().execute();
}
