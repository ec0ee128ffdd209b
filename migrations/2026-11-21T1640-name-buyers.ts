import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, types } from "./support/table.ts";

/** Whose order it is (`buyer_key`), so that a buyer is found and forgotten of whom nothing was ever sent to a ledger. */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "transfers", "buyer_key", types.key);
}

export async function down(db: AnyDatabase): Promise<void> {
  await dropColumnIfThere(db, "transfers", "buyer_key");
}
