import type { DecisionInput } from "../../decision/input.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { readInstallation } from "../../store/installations.ts";
import { currentSettings, ledgerFacts, openLedger } from "../books.ts";
import { type Context, connectorOf } from "../context.ts";
import { limitsOf } from "../effects/existing.ts";

/** All a decision needs besides the order, as if nothing of it were in the ledger and no start date left it out. */
export type Asking = Omit<DecisionInput, "order">;

/** Null while the ledger cannot be read: its own check says why. */
export async function askingOf(context: Context, connection: StoredConnection): Promise<Asking | null> {
  const installation = await readInstallation(context.store, connection.installationId);
  if (installation === null || connection.status === "connecting") return null;
  const facts = await ledgerFacts(context, connection, openLedger(context, connection, "people"));
  if (!facts.ok) return null;
  const { capabilities, name: ledgerName } = connectorOf(context, connection.system);
  return {
    settings: await currentSettings(context, connection),
    facts: facts.value,
    existing: [],
    shopCountry: installation.country,
    ...limitsOf(capabilities),
    ledgerName,
    imported: true,
  };
}
