import { sql } from "kysely";
import { addColumnOnce } from "./support/column.ts";
import { type AnyDatabase, createIndexOnce, isSqlite, types } from "./support/table.ts";

const COLUMNS = [
  ["connections", "watched_to", types.instant],
  ["effects", "warning", types.word],
  ["effects", "reference", types.word],
  ["effects", "changed", types.text],
] as const;

/**
 * How far each ledger was watched; of a write what the merchant should know about it, and of a document our reference,
 * to find its order by, and what a person changed about it in the ledger. Documents made before get their reference
 * from the operation they were made by.
 */
export async function up(db: AnyDatabase): Promise<void> {
  for (const [table, column, type] of COLUMNS) {
    await addColumnOnce(db, table, column, type);
  }
  const reference = isSqlite(db)
    ? sql`json_extract(planned, '$.reference')`
    : sql`json_unquote(json_extract(planned, '$.reference'))`;
  await sql`update effects set reference = ${reference}
    where step = 'create' and reference is null and planned is not null`.execute(db);
  await createIndexOnce(db, "effects", "effects_reference", [
    "installation_id",
    "connection_id",
    "reference",
  ]);
}

export async function down(db: AnyDatabase): Promise<void> {
  const index = db.schema.dropIndex("effects_reference");
  await (isSqlite(db) ? index : index.on("effects")).execute();
  for (const [table, column] of COLUMNS.toReversed()) {
    await db.schema.alterTable(table).dropColumn(column).execute();
  }
}
