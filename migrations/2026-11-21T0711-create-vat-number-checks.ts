import { type AnyDatabase, createIndexOnce, createTable, types, withId } from "./support/table.ts";

/** Answers of the register of VAT numbers, kept as evidence: rows are added and never changed. */
export async function up(db: AnyDatabase): Promise<void> {
  await withId(db, createTable(db, "vat_number_checks"))
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("number", types.word, (column) => column.notNull())
    .addColumn("requester", types.word, (column) => column.notNull())
    .addColumn("verdict", types.word, (column) => column.notNull())
    .addColumn("name", types.name)
    .addColumn("consultation", types.name)
    .addColumn("checked_at", types.instant, (column) => column.notNull())
    .execute();
  await createIndexOnce(db, "vat_number_checks", "vat_number_checks_number", [
    "installation_id",
    "number",
    "checked_at",
  ]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("vat_number_checks").ifExists().execute();
}
