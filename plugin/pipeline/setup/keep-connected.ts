import type { ConsentDone } from "../../connectors/connector.ts";
import { deleteConnection, readConnection, type StoredConnection } from "../../store/connections.ts";
import { takeBooks } from "../../store/take-books.ts";
import { releaseTransfers } from "../../store/transfers/releases.ts";
import { adoptTransfers } from "../../store/transfers/transfer-demand.ts";
import { ledgerFacts, openLedger } from "../books.ts";
import { type Context, connectorOf } from "../context.ts";
import { sealSecrets } from "./vault.ts";

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
  const sealedSecrets = await sealSecrets(context, "connections", connection.id, secrets);
  const books = { ledgerTenant, name: companyName, sealedSecrets };
  const taken = await takeBooks(store, installationId, connection.id, books, ports.clock.now());
  switch (taken) {
    case "removed":
      return failed("This connection was removed meanwhile.");
    case "other": {
      const now = await readConnection(store, installationId, connection.id);
      return failed(
        `This connection belongs to ${now?.companyName ?? "another company"}, but you signed in to ${companyName}. Make a new connection for it.`,
      );
    }
    case "taken":
      await deleteConnection(store, installationId, connection.id);
      return failed(`${companyName} is connected already. Nothing was changed.`);
    case "connected":
  }
  // Noted without a ledger by somebody who had looked for one just before it was there.
  if (!connection.isPractice) await adoptTransfers(store, installationId, connection.id, ports.clock.now());
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
}

export function failed(message: string): Connected {
  return { ok: false, message };
}
