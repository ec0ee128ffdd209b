import { addColumnOnce } from "./support/column.ts";
import { type AnyDatabase, types } from "./support/table.ts";

/** What messages of a connection's flow are signed with, sealed; made when the first one goes out. */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "connections", "message_secret", types.text);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.alterTable("connections").dropColumn("message_secret").execute();
}
