import { listConnections, readConnection, type StoredConnection } from "../../store/connections.ts";
import type { Context } from "../context.ts";

/** The connection somebody means: the named one of this installation, or its first. Null when there is none such. */
export async function connectionFor(
  context: Context,
  installationId: number,
  named: string | null,
): Promise<StoredConnection | null> {
  if (named === null) return (await listConnections(context.store, installationId))[0] ?? null;
  if (!/^\d{1,15}$/.test(named)) return null;
  return await readConnection(context.store, installationId, Number(named));
}
