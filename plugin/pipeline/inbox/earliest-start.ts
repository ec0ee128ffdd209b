import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { currentSettings } from "../books.ts";
import type { Context } from "../context.ts";

const DAY_MS = 86_400_000;

/** The instant before which no connection books anything; null while none is connected. */
export async function earliestStart(
  context: Context,
  connections: readonly StoredConnection[],
): Promise<string | null> {
  const settings: Settings[] = [];
  for (const connection of connections) {
    if (connection.status === "connected") settings.push(await currentSettings(context, connection));
  }
  const first = settings.map((one) => one.orders.start_date).sort()[0];
  if (first === undefined) return null;
  // A day earlier: the day is the shop's, the instant is not.
  return new Date(Date.parse(`${first}T00:00:00Z`) - DAY_MS).toISOString();
}
