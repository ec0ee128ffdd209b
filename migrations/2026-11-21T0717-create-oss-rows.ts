import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

/** VAT of other member states, one row per document, rate and kind of supply: what the OSS report adds up. */
export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "oss_rows")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("order_id", types.key, (column) => column.notNull())
    .addColumn("document", types.name, (column) => column.notNull())
    .addColumn("country", types.word, (column) => column.notNull())
    .addColumn("rate", types.word, (column) => column.notNull())
    .addColumn("nature", types.word, (column) => column.notNull())
    .addColumn("day", types.word, (column) => column.notNull())
    .addColumn("supply_day", types.word, (column) => column.notNull())
    .addColumn("currency", types.word, (column) => column.notNull())
    .addColumn("net", types.word, (column) => column.notNull())
    .addColumn("vat", types.word, (column) => column.notNull())
    .addPrimaryKeyConstraint("oss_rows_pk", [
      "installation_id",
      "connection_id",
      "order_id",
      "document",
      "country",
      "rate",
      "nature",
    ])
    .execute();
  await createIndexOnce(db, "oss_rows", "oss_rows_day", ["installation_id", "connection_id", "day"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("oss_rows").ifExists().execute();
}
