import { type AnyDatabase, isSqlite, types } from "./support/table.ts";

/**
 * A document and a step are named after the platform's id of a refund or a payment, which may have 200 characters: a
 * UUID alone made `book-payment:<id>` too long. SQLite does not count characters.
 */
export async function up(db: AnyDatabase): Promise<void> {
  if (isSqlite(db)) return;
  await db.schema
    .alterTable("effects")
    .modifyColumn("document", types.name, (column) => column.notNull())
    .modifyColumn("step", types.name, (column) => column.notNull())
    .execute();
}

/** What is wider than before stays: nothing is lost by it. */
export async function down(_db: AnyDatabase): Promise<void> {}
