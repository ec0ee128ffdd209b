import { type AnyDatabase, createIndexOnce, isSqlite } from "./support/table.ts";

/** Finds the oldest waiting delivery of each installation, however many of one of them lie there. */
export async function up(db: AnyDatabase): Promise<void> {
  await createIndexOnce(db, "inbox", "inbox_turn", ["taken_at", "installation_id", "id"]);
}

export async function down(db: AnyDatabase): Promise<void> {
  const index = db.schema.dropIndex("inbox_turn");
  await (isSqlite(db) ? index : index.on("inbox")).execute();
}
