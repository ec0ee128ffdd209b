import { addColumnOnce } from "./support/column.ts";
import { type AnyDatabase, types } from "./support/table.ts";

/** When what is about people was erased of a shop that removed the app. */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "installations", "erased_at", types.instant);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.alterTable("installations").dropColumn("erased_at").execute();
}
