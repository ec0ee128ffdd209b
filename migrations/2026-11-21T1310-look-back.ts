import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, types } from "./support/table.ts";

/**
 * When a shop's lists are next held against what was booked (`look_back_due_at`), and what they said of an order's money
 * when it was handled last (`listed_sums`).
 */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "installations", "look_back_due_at", types.instant);
  await addColumnOnce(db, "transfers", "listed_sums", types.key);
}

export async function down(db: AnyDatabase): Promise<void> {
  await dropColumnIfThere(db, "transfers", "listed_sums");
  await dropColumnIfThere(db, "installations", "look_back_due_at");
}
