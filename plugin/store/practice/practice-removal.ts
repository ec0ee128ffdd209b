import type { Transaction } from "kysely";
import type { Database, Store } from "../database.ts";
import { insist } from "../insist.ts";

/** Every table whose rows are about one connection; `settings_versions` names no installation and goes by itself. */
export const CONNECTION_TABLES = [
  "inbox",
  "closed_months",
  "practice_records",
  "transfers",
  "effects",
  "mappings",
  "transfer_log",
  "oss_rows",
  "payout_movements",
  "imports",
  "notifications",
  "stock_runs",
  "stock_levels",
] as const;

/**
 * Deletes practice books with all that was booked in them. Only for those: what was booked in a merchant's own ledger is
 * kept for ever (R17). The connection has to be removed before, so that no worker begins anew.
 */
export async function deletePracticeBooks(
  store: Store,
  installationId: number,
  connectionId: number,
): Promise<void> {
  const remove = async (db: Transaction<Database>): Promise<void> => {
    const own = await db
      .selectFrom("connections")
      .select("id")
      .where("id", "=", connectionId)
      .where("installation_id", "=", installationId)
      .where("is_practice", "=", 1)
      .where("status", "=", "removed")
      .executeTakeFirst();
    if (own === undefined) throw new Error(`connection ${connectionId} is not to removed practice books`);
    const imports = db
      .selectFrom("imports")
      .select("id")
      .where("installation_id", "=", installationId)
      .where("connection_id", "=", connectionId);
    // Before the imports that name them.
    await db.deleteFrom("import_orders").where("import_id", "in", imports).execute();
    for (const table of CONNECTION_TABLES) {
      await db
        .deleteFrom(table)
        .where("installation_id", "=", installationId)
        .where("connection_id", "=", connectionId)
        .execute();
    }
    await db.deleteFrom("settings_versions").where("connection_id", "=", connectionId).execute();
  };
  // A worker may just give an order back.
  await insist(() => store.db.transaction().execute(remove));
}

/** The kind of record that names a person; documents name only the card's number. */
const CARDS = "customer";

/**
 * Takes a buyer's data off her card in practice books, told by the mapping of the shop's customer to the card; `null` is
 * everybody. A ledger's cards are the merchant's own and not ours to erase.
 */
export async function erasePracticeCards(
  store: Store,
  installationId: number,
  platformKey: string | null,
  content: string,
): Promise<void> {
  const cards = store.db
    .updateTable("practice_records")
    .set({ content })
    .where("installation_id", "=", installationId)
    .where("kind", "=", CARDS);
  if (platformKey === null) {
    await cards.execute();
    return;
  }
  const mapped = await store.db
    .selectFrom("mappings")
    .select(["connection_id", "ledger_number"])
    .where("installation_id", "=", installationId)
    .where("kind", "=", "customer")
    .where("platform_key", "=", platformKey)
    .execute();
  for (const { connection_id, ledger_number } of mapped) {
    if (ledger_number === null) continue;
    await cards.where("connection_id", "=", connection_id).where("number", "=", ledger_number).execute();
  }
}
