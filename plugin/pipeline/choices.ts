import type { Choice, LedgerResult } from "../connectors/connector.ts";
import { listConnections, type StoredConnection } from "../store/connections.ts";
import { openLedger } from "./books.ts";
import { type Context, connectorOf } from "./context.ts";

/** A list that settings are chosen from: the shop's other connections, or one of the ledger's own. */
export async function choicesOf(
  context: Context,
  connection: StoredConnection,
  list: string,
): Promise<LedgerResult<readonly Choice[]>> {
  if (list !== "connections") return await openLedger(context, connection, "people").choices(list);
  const all = await listConnections(context.store, connection.installationId);
  const others = all.filter(
    (one) => one.id !== connection.id && one.status !== "connecting" && !one.isPractice,
  );
  return {
    ok: true,
    value: others.map(({ id, companyName, system }) => {
      const { name } = connectorOf(context, system);
      const label = companyName === null ? name : `${companyName} (${name})`;
      return { value: String(id), label };
    }),
  };
}
