import type { LeftTo } from "../decision/input.ts";
import { takes } from "../decision/rules/rules.ts";
import type { Order } from "../domain/order.ts";
import { listConnections, type StoredConnection } from "../store/connections.ts";
import { currentSettings } from "./books.ts";
import { type Context, connectorOf } from "./context.ts";
import type { Work } from "./work.ts";

/**
 * Who takes an order that this connection leaves to others. Null for one that it takes: most shops have one connection,
 * which takes all, and their orders cost no look at the others.
 */
export async function othersFor(
  {
    context,
    connection,
    settings,
    installation,
  }: Pick<Work, "context" | "connection" | "settings" | "installation">,
  order: Order,
): Promise<LeftTo | null> {
  if (takes(order, settings, settings.vat.seller_country ?? installation.country)) return null;
  const all = (await listConnections(context.store, installation.id)).filter(
    (one) => one.status !== "connecting",
  );
  const takers: string[] = [];
  for (const other of all.filter((one) => one.id !== connection.id)) {
    const theirs = await currentSettings(context, other);
    if (takes(order, theirs, theirs.vat.seller_country ?? installation.country))
      takers.push(connectionName(context, other));
  }
  const first = all[0] ?? connection;
  return { takers, first: { name: connectionName(context, first), isThis: first.id === connection.id } };
}

/** The ledger and its company, by which people tell connections apart. */
export function connectionName(
  context: Pick<Context, "connectors">,
  { system, companyName }: Pick<StoredConnection, "system" | "companyName">,
): string {
  const { name } = connectorOf(context, system);
  return companyName === null ? name : `${name} (${companyName})`;
}
