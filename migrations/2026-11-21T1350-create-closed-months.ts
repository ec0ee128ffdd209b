import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, createTable, types } from "./support/table.ts";

/**
 * Months that a person of the shop closed towards one ledger, with the sums of that moment: one row per closing, which
 * also says who opened it again. The connection bears the last closed day, so that no order has to ask for it.
 */
export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "closed_months")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("month", types.word, (column) => column.notNull())
    .addColumn("closed_at", types.instant, (column) => column.notNull())
    .addColumn("closed_by", types.name, (column) => column.notNull())
    .addColumn("sums", types.long, (column) => column.notNull())
    .addColumn("opened_at", types.instant)
    .addColumn("opened_by", types.name)
    .addPrimaryKeyConstraint("closed_months_pk", ["installation_id", "connection_id", "month", "closed_at"])
    .execute();
  await addColumnOnce(db, "connections", "closed_until", types.word);
}

export async function down(db: AnyDatabase): Promise<void> {
  await dropColumnIfThere(db, "connections", "closed_until");
  await db.schema.dropTable("closed_months").ifExists().execute();
}
