import type { OwnBooks } from "../../connectors/connector.ts";
import { readConnection, type StoredConnection } from "../../store/connections.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import { type Context, connectorOf } from "../context.ts";
import { startConnection } from "./connecting.ts";
import { keepConnected } from "./keep-connected.ts";

/** How books of our own are opened; null for a ledger somewhere else. */
export function ownBooks(context: Context, system: string): OwnBooks | null {
  const auth = context.connectors.get(system)?.auth;
  return auth?.kind === "own" ? auth : null;
}

/** Opens books of our own for a shop, or gives the open ones: nobody has to be asked for anything. */
export async function openOwnBooks(
  context: Context,
  installation: StoredInstallation,
  system: string,
  by: string,
): Promise<StoredConnection> {
  const { auth } = connectorOf(context, system);
  if (auth.kind !== "own") throw new Error(`${system} keeps its books somewhere else`);
  const begun = await startConnection(context, installation, system, by);
  if (begun.status !== "connecting") return begun;
  const done = await keepConnected(context, begun, auth.open(installation, begun.id), "");
  const opened = await readConnection(context.store, installation.id, begun.id);
  if (!done.ok || opened === null) throw new Error(`connection ${begun.id} was not opened`);
  return opened;
}
