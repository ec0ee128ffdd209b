import { dayIn } from "../decision/dates.ts";
import type { Problem } from "../domain/problem.ts";
import type { Installation } from "../platforms/platform.ts";
import { defaultSettings } from "../settings/schema.ts";
import {
  createConnection,
  deleteConnection,
  listConnections,
  readConnection,
  removedConnections,
  type StoredConnection,
  setConnected,
} from "../store/connections.ts";
import { inheritConnection } from "../store/inheritance.ts";
import { restartSweep } from "../store/installations.ts";
import { adoptTransfers, releaseTransfers } from "../store/transfer-demand.ts";
import { ledgerFacts, openLedger } from "./books.ts";
import { type Context, connectorOf } from "./context.ts";
import { newState, recallState, storeState } from "./installing.ts";
import { putSecrets } from "./vault.ts";

/** Ledgers that can be connected: those the host has credentials for. */
export function offeredSystems(context: Context): { readonly id: string; readonly name: string }[] {
  return [...context.connectors.values()].map(({ id, name }) => ({ id, name }));
}

/** Makes a connection with default settings, or gives the one of the same ledger back that waits for a consent. */
export async function startConnection(
  context: Context,
  installation: Installation,
  system: string,
  by: string,
): Promise<StoredConnection> {
  const { store, ports } = context;
  const waiting = (await listConnections(store, installation.id)).find(
    ({ system: other, status }) => other === system && (status === "connecting" || status === "needs_reauth"),
  );
  const now = ports.clock.now();
  if (waiting !== undefined) {
    // Whoever made it may have died before this.
    await adoptTransfers(store, installation.id, waiting.id, now);
    return waiting;
  }
  const today = dayIn(installation.timeZone, new Date(now).toISOString());
  const settings = defaultSettings(today, installation.country);
  const id = await createConnection(store, installation.id, system, settings, by, now);
  await adoptTransfers(store, installation.id, id, now);
  const made = await readConnection(store, installation.id, id);
  if (made === null) throw new Error(`connection ${id} is gone`);
  return made;
}

/** Address of the ledger's consent screen for a connection, also to renew a lost consent. */
export async function authorizeUrl(
  context: Context,
  connection: StoredConnection,
  returnTo: string | null,
): Promise<string> {
  const state = newState();
  await storeState(context, state, "connect", {
    connection_id: String(connection.id),
    installation_id: String(connection.installationId),
    return_to: returnTo ?? "",
  });
  const { auth } = connectorOf(context, connection.system);
  return auth.authorizeUrl({ redirectUri: redirectUri(context, connection.system), state });
}

export type Connected =
  | {
      readonly ok: true;
      readonly companyName: string;
      readonly systemName: string;
      readonly returnTo: string | null;
    }
  | { readonly ok: false; readonly message: string };

/** After the consent: keeps the credentials, reads what the ledger is like, and lets waiting orders go. */
export async function finishConnection(
  context: Context,
  system: string,
  query: Readonly<Record<string, string>>,
): Promise<Connected> {
  const { store, ports } = context;
  const memory = await recallState(context, query["state"] ?? "", "connect");
  if (memory === null) return failed("The sign-in took too long or was used already. Please start it again.");
  const installationId = Number(memory["installation_id"]);
  const connection = await readConnection(store, installationId, Number(memory["connection_id"]));
  if (connection === null || connection.system !== system)
    return failed("This connection was removed meanwhile.");
  const { auth, name } = connectorOf(context, system);
  const done = await auth.finish(query, redirectUri(context, system), ports);
  if (!done.ok) return failed(done.problem.message);
  const { secrets, ledgerTenant, companyName } = done.value;
  if (connection.ledgerTenant !== null && connection.ledgerTenant !== ledgerTenant) {
    return failed(
      `This connection belongs to ${connection.companyName ?? "another company"}, but you signed in to ${companyName}. Make a new connection for it.`,
    );
  }
  const twin = (await listConnections(store, installationId)).find(
    (other) => other.id !== connection.id && other.system === system && other.ledgerTenant === ledgerTenant,
  );
  if (twin !== undefined) {
    // Two connections to the same books would book every order twice.
    await deleteConnection(store, installationId, connection.id);
    return failed(`${companyName} is connected already. Nothing was changed.`);
  }
  for (const earlier of await removedConnections(store, installationId, { system, ledgerTenant })) {
    await inheritConnection(store, installationId, earlier, connection.id, ports.clock.now());
  }
  await putSecrets(context, "connections", connection.id, secrets);
  await setConnected(store, connection.id, { ledgerTenant, name: companyName }, ports.clock.now());
  await afterConnecting(context, installationId, connection.id);
  ports.log.info("a ledger was connected", {
    installation: installationId,
    connection: connection.id,
    system,
  });
  return { ok: true, companyName, systemName: name, returnTo: memory["return_to"] || null };
}

async function afterConnecting(
  context: Context,
  installationId: number,
  connectionId: number,
): Promise<void> {
  const { store, ports } = context;
  const connection = await readConnection(store, installationId, connectionId);
  if (connection !== null) {
    const facts = await ledgerFacts(context, connection, openLedger(context, connection, "people"), true);
    if (!facts.ok) ports.log.info("the ledger could not be read yet", { message: facts.problem.message });
  }
  await releaseTransfers(store, installationId, connectionId, ["waiting", "held"], ports.clock.now());
  await restartSweep(store, installationId, ports.clock.now());
}

/** Removes a connection: its orders are no longer shown; documents in the ledger stay, and the same books find them again. */
export async function removeConnection(context: Context, connection: StoredConnection): Promise<void> {
  await deleteConnection(context.store, connection.installationId, connection.id);
  context.ports.log.info("a connection was removed", { connection: connection.id });
}

/** Pre-flight: what stands in the way in the ledger. Also reads the ledger's lists anew. */
export async function checkConnection(
  context: Context,
  connection: StoredConnection,
): Promise<readonly Problem[]> {
  if (connection.status === "connecting") return [];
  const ledger = openLedger(context, connection, "people");
  const facts = await ledgerFacts(context, connection, ledger, true);
  if (!facts.ok) return [facts.problem];
  const checked = await ledger.check();
  return checked.ok ? checked.value : [checked.problem];
}

function redirectUri(context: Context, system: string): string {
  return `${context.publicUrl}/connect/${system}/callback`;
}

function failed(message: string): Connected {
  return { ok: false, message };
}
