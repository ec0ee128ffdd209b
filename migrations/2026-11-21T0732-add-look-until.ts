import { addColumnOnce } from "./support/column.ts";
import { type AnyDatabase, types } from "./support/table.ts";

/** Until when everything is looked up in the ledger before it is written: after a backup was read back. */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "connections", "look_until", types.instant);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.alterTable("connections").dropColumn("look_until").execute();
}
