import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, types } from "./support/table.ts";

/** The delivery that pointed at the order last: its id is in every line the work on the order logs. */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "transfers", "cause", types.key);
}

export async function down(db: AnyDatabase): Promise<void> {
  await dropColumnIfThere(db, "transfers", "cause");
}
