import type { LeftTo } from "../decision/input.ts";
import { takes } from "../decision/rules/rules.ts";
import type { Order } from "../domain/order.ts";
import type { Settings } from "../settings/schema.ts";
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
  const all = await sellingConnections(context, installation.id);
  const takers = all
    .filter((one) => one.connection.id !== connection.id)
    .filter((one) => takes(order, one.settings, one.settings.vat.seller_country ?? installation.country))
    .map((one) => connectionName(context, one.connection));
  const first = all[0]?.connection ?? connection;
  return { takers, first: { name: connectionName(context, first), isThis: first.id === connection.id } };
}

export interface SellingConnection {
  readonly connection: StoredConnection;
  readonly settings: Settings;
}

/** The connections a shop's sales are divided among, oldest first: neither practice nor what only buys of another. */
export async function sellingConnections(
  context: Context,
  installationId: number,
): Promise<SellingConnection[]> {
  const all = await listConnections(context.store, installationId);
  const real = all.filter((one) => one.status !== "connecting" && !one.isPractice);
  const known = await Promise.all(
    real.map(async (connection) => ({ connection, settings: await currentSettings(context, connection) })),
  );
  return known.filter((one) => one.settings.purchases.mode !== "intercompany");
}

/** The ledger and its company, by which people tell connections apart. */
export function connectionName(
  context: Pick<Context, "connectors">,
  { system, companyName }: Pick<StoredConnection, "system" | "companyName">,
): string {
  const { name } = connectorOf(context, system);
  return companyName === null ? name : `${name} (${companyName})`;
}
