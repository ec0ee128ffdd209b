import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

/** What payouts have settled of each order, turn by turn: two payouts cannot take the same turn. */
export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "payout_movements")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("order_id", types.key, (column) => column.notNull())
    .addColumn("turn", types.count, (column) => column.notNull())
    .addColumn("payout_id", types.key, (column) => column.notNull())
    .addColumn("paid_at", types.instant, (column) => column.notNull())
    .addColumn("movement", types.name, (column) => column.notNull())
    .addColumn("kind", types.word, (column) => column.notNull())
    .addColumn("amount", types.word, (column) => column.notNull())
    .addColumn("currency", types.word, (column) => column.notNull())
    .addPrimaryKeyConstraint("payout_movements_pk", ["installation_id", "connection_id", "order_id", "turn"])
    .execute();
  await createIndexOnce(db, "payout_movements", "payout_movements_payout", [
    "installation_id",
    "connection_id",
    "payout_id",
  ]);
}

export async function down(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable("payout_movements").ifExists().execute();
}
