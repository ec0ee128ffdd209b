import { type AnyDatabase, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "oauth_states")
    .addColumn("state_hash", types.key, (column) => column.notNull())
    .addColumn("purpose", types.word, (column) => column.notNull())
    .addColumn("memory", types.long, (column) => column.notNull())
    .addColumn("expires_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("oauth_states_pk", ["state_hash"])
    .execute();
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("oauth_states").ifExists().execute();
}
