import { sql } from "kysely";
import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, types } from "./support/table.ts";

/**
 * What the shop charged for an order and what of it is in the ledger, for the reconciliation. Orders known already are
 * looked at once more, which fills the column and writes nothing to a ledger that has everything.
 */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "transfers", "sums", types.text);
  const now = new Date().toISOString();
  await sql`update transfers
    set wanted_seq = wanted_seq + 1, due_at = case when owner is null then ${now} else due_at end
    where sums is null and total is not null and connection_id > 0`.execute(db);
}

export async function down(db: AnyDatabase): Promise<void> {
  await dropColumnIfThere(db, "transfers", "sums");
}
