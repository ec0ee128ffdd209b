import { addColumnOnce } from "./support/column.ts";
import { type AnyDatabase, createIndexOnce, types } from "./support/table.ts";

/** A payout travels the road of orders; everything that was there before is an order. */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "transfers", "kind", types.word, (column) => column.notNull().defaultTo("order"));
  await createIndexOnce(db, "transfers", "transfers_kind", [
    "installation_id",
    "connection_id",
    "kind",
    "ordered_at",
    "order_id",
  ]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.alterTable("transfers").dropColumn("kind").execute();
}
