import type { ConsentDone } from "../../connectors/connector.ts";
import {
  deleteConnection,
  listConnections,
  readConnection,
  removedConnections,
  type StoredConnection,
  setConnected,
} from "../../store/connections.ts";
import { inheritConnection } from "../../store/inheritance.ts";
import { restartSweep } from "../../store/installations.ts";
import { releaseTransfers } from "../../store/transfers/transfer-demand.ts";
import { ledgerFacts, openLedger } from "../books.ts";
import { type Context, connectorOf } from "../context.ts";
import { putSecrets } from "./vault.ts";

export type Connected =
  | {
      readonly ok: true;
      readonly companyName: string;
      readonly systemName: string;
      readonly returnTo: string | null;
    }
  | { readonly ok: false; readonly message: string };

/** Keeps the credentials, reads what the ledger is like, and lets waiting orders go. */
export async function keepConnected(
  context: Context,
  connection: StoredConnection,
  consent: ConsentDone,
  returnTo: string,
): Promise<Connected> {
  const { store, ports } = context;
  const { installationId, system } = connection;
  const { secrets, ledgerTenant, companyName } = consent;
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
  return {
    ok: true,
    companyName,
    systemName: connectorOf(context, system).name,
    returnTo: returnTo || null,
  };
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

export function failed(message: string): Connected {
  return { ok: false, message };
}
