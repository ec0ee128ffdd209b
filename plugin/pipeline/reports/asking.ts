import type { DecisionInput } from "../../decision/input.ts";
import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { readInstallation } from "../../store/installations.ts";
import { currentSettings, ledgerFacts, openLedger } from "../books.ts";
import type { Context } from "../context.ts";
import { inputOfBooks } from "../decision-input.ts";

/** All a decision needs besides the order, as if nothing of it were in the ledger and no start date left it out. */
export type Asking = Omit<DecisionInput, "order">;

/** By the settings as they are, or by others. Null while the ledger cannot be read: its own check says why. */
export async function askingOf(
  context: Context,
  connection: StoredConnection,
  others: Settings | null = null,
): Promise<Asking | null> {
  const installation = await readInstallation(context.store, connection.installationId);
  if (installation === null || connection.status === "connecting") return null;
  const facts = await ledgerFacts(context, connection, openLedger(context, connection, "people"));
  if (!facts.ok) return null;
  const settings = others ?? (await currentSettings(context, connection));
  const books = { context, installation, connection, settings, facts: facts.value };
  return { ...inputOfBooks(books), existing: [], imported: true };
}
