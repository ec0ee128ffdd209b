import { type AnyDatabase, createTable, types } from "./support/table.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "signing_keys")
    .addColumn("kid", types.key, (column) => column.notNull())
    .addColumn("public_jwk", types.text, (column) => column.notNull())
    .addColumn("private_jwk", types.text, (column) => column.notNull())
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("signing_keys_pk", ["kid"])
    .execute();
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("signing_keys").ifExists().execute();
}
