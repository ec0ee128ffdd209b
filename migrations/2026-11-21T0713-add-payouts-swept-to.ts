import { addColumnOnce } from "./support/column.ts";
import { type AnyDatabase, types } from "./support/table.ts";

/** How far the sweep of payouts has come, apart from that of orders. */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "installations", "payouts_swept_to", types.instant);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.alterTable("installations").dropColumn("payouts_swept_to").execute();
}
