import { type AnyDatabase, createIndexOnce } from "./support/table.ts";

/** Which SKUs became an article's number: asked before a new article is named, and when stock is passed on. */
export async function up(db: AnyDatabase): Promise<void> {
  await createIndexOnce(db, "mappings", "mappings_by_number", [
    "installation_id",
    "connection_id",
    "kind",
    "ledger_number",
  ]);
}

/** An index more does no harm, and MySQL and SQLite drop one in different words. */
export async function down(_db: AnyDatabase): Promise<void> {}
