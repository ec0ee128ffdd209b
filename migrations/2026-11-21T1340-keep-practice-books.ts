import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

/** Books for trying out, kept by ourselves: what stands in them, and which connections are to such books. */
export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "practice_records")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("kind", types.word, (column) => column.notNull())
    .addColumn("number", types.key, (column) => column.notNull())
    .addColumn("position", types.count, (column) => column.notNull())
    .addColumn("reference", types.key)
    .addColumn("revision", types.count, (column) => column.notNull())
    .addColumn("content", types.long, (column) => column.notNull())
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("practice_records_pk", ["connection_id", "kind", "number"])
    .execute();
  // One object per reference, whoever makes it: a second attempt finds the first one's.
  await createIndexOnce(
    db,
    "practice_records",
    "practice_records_reference",
    ["connection_id", "kind", "reference"],
    { unique: true },
  );
  await createIndexOnce(db, "practice_records", "practice_records_tenant", [
    "installation_id",
    "connection_id",
  ]);
  await addColumnOnce(db, "connections", "is_practice", types.count, (column) =>
    column.notNull().defaultTo(0),
  );
}

export async function down(db: AnyDatabase): Promise<void> {
  await dropColumnIfThere(db, "connections", "is_practice");
  await db.schema.dropTable("practice_records").ifExists().execute();
}
