import type { DecisionInput } from "../decision/input.ts";
import { takes } from "../decision/rules/rules.ts";
import type { Order } from "../domain/order.ts";
import type { Settings } from "../settings/schema.ts";
import { listConnections, type StoredConnection } from "../store/connections.ts";
import { type Transfer, transfersOfOrders } from "../store/transfers/transfers.ts";
import { currentSettings } from "./books.ts";
import { type Context, connectorOf } from "./context.ts";
import type { Work } from "./work.ts";

/**
 * Who takes an order that this connection leaves to others, and who has it in the books since before this one took it.
 * Asks nothing for a connection that takes all: most shops have one, and their orders cost no look at the others.
 */
export async function othersFor(
  {
    context,
    connection,
    settings,
    installation,
    effects,
  }: Pick<Work, "context" | "connection" | "settings" | "installation" | "effects">,
  order: Order,
  known: Pick<Transfer, "code"> | null,
): Promise<Pick<DecisionInput, "leftTo" | "keptBy">> {
  const isTaking = (one: Settings): boolean =>
    takes(order, one, one.vat.seller_country ?? installation.country);
  const isTaken = isTaking(settings);
  const wasLeft = known?.code === "NOT_TAKEN";
  if (isTaken && settings.orders.takes.length === 0 && !wasLeft) return {};
  const all = await sellingConnections(context, installation.id);
  const others = all.filter((one) => one.connection.id !== connection.id);
  const takers = others.filter((one) => isTaking(one.settings));
  // Whoever leaves it to another need not know how far that is.
  const isAsked = effects.all().length === 0 && (isTaken || takers.length === 0);
  const holders = isAsked ? await holdersOf(context, installation.id, order.id, others) : [];
  const namesOf = (some: readonly SellingConnection[]): string[] =>
    some.map((one) => connectionName(context, one.connection));
  const keptBy = namesOf(holders.filter((one) => wasLeft || !takers.includes(one)));
  if (isTaken) return { keptBy };
  const first = all[0]?.connection ?? connection;
  const isThis = first.id === connection.id;
  return {
    keptBy,
    leftTo: { takers: namesOf(takers), first: { name: connectionName(context, first), isThis } },
  };
}

/** Those of the connections in whose books something of the order stands; what was taken out of them does not. */
async function holdersOf(
  { store }: Pick<Context, "store">,
  installationId: number,
  orderId: string,
  connections: readonly SellingConnection[],
): Promise<SellingConnection[]> {
  if (connections.length === 0) return [];
  const standing = (await transfersOfOrders(store, installationId, [orderId])).filter(
    (one) => one.documents.length > 0 && one.state !== "skipped",
  );
  return connections.filter(({ connection }) => standing.some((one) => one.connectionId === connection.id));
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
