import { createHash } from "node:crypto";
import type { ChangedOrder } from "../../platforms/platform.ts";
import type { Settings } from "../../settings/schema.ts";
import { listConnections, type StoredConnection } from "../../store/connections.ts";
import { type Delivery, storeDeliveries } from "../../store/inbox.ts";
import {
  claimSweep,
  moveMark,
  readInstallation,
  type StoredInstallation,
} from "../../store/installations.ts";
import { handledVersions } from "../../store/transfer-demand.ts";
import { currentSettings } from "../books.ts";
import type { Context } from "../context.ts";
import { sweepPayouts } from "../payouts/sweep-payouts.ts";
import { openShop } from "../shop.ts";
import { watchLedgers } from "../watch/watch.ts";
import { drainInbox } from "./drain.ts";

/** The platform's clock and ours may differ, and an update may become visible late: look back this far. */
const OVERLAP_MS = 120_000;
const DAY_MS = 86_400_000;
const MAX_PAGES = 1_000;
/** Longer ids fit no key; no platform we know has any. */
const MAX_ID = 191;

/**
 * Finds what webhooks missed: orders changed since the last sweep enter by the same inbox as every other hint.
 * An order whose version was handled already is passed over, so a quiet shop costs one call. Its ledgers are watched at
 * the same pace.
 */
export async function sweep(context: Context, installationId: number): Promise<void> {
  const { store } = context;
  const now = context.ports.clock.now();
  if (!(await claimSweep(store, installationId, now, now + context.sweepIntervalMs))) return;
  const installation = await readInstallation(store, installationId);
  if (installation === null || installation.status !== "installed") return;
  const connections = await listConnections(store, installationId);
  await sweepOrders(context, installation, connections);
  await sweepPayouts(context, installation, connections);
  await watchLedgers(context, installationId);
}

async function sweepOrders(
  context: Context,
  installation: StoredInstallation,
  connections: readonly StoredConnection[],
): Promise<void> {
  const { store, ports } = context;
  const installationId = installation.id;
  const from = await startOf(context, installation, connections);
  if (from === null) return;
  // What one connection has handled tells nothing about the others, nor what a removed one had.
  const live = connections.length === 0 ? [0] : connections.map((connection) => connection.id);
  const shop = openShop(context, installation);
  let cursor: string | null = null;
  let { sweptTo } = installation;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read = await shop.changedOrders({ updatedAfter: from }, cursor);
    if (!read.ok) {
      ports.log.warn("a sweep stopped early and goes on next time", {
        installationId: installation.id,
        message: read.problem.message,
      });
      return;
    }
    const { orders, nextCursor } = read.value;
    await enter(context, installationId, live, orders);
    const newest = orders.map((order) => new Date(order.updatedAt).toISOString()).reduce(later, sweptTo);
    // Stored page by page: a sweep that dies goes on where it was. One that was started over begins again by itself.
    if (newest !== null && newest !== sweptTo) {
      if (!(await moveMark(store, installationId, "swept_to", sweptTo, newest))) return;
      sweptTo = newest;
    }
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

const later = (a: string | null, b: string): string => (a === null || b > a ? b : a);

/** From a little before the newest change seen, or from the earliest start date of a connection. */
async function startOf(
  context: Context,
  installation: StoredInstallation,
  connections: readonly StoredConnection[],
): Promise<string | null> {
  if (installation.sweptTo !== null)
    return new Date(Date.parse(installation.sweptTo) - OVERLAP_MS).toISOString();
  const settings: Settings[] = [];
  for (const connection of connections) {
    if (connection.status === "connected") settings.push(await currentSettings(context, connection));
  }
  const first = settings.map((one) => one.orders.start_date).sort()[0];
  if (first === undefined) return null;
  // A day earlier: the day is the shop's, the instant is not.
  return new Date(Date.parse(`${first}T00:00:00Z`) - DAY_MS).toISOString();
}

async function enter(
  context: Context,
  installationId: number,
  live: readonly number[],
  orders: readonly ChangedOrder[],
): Promise<void> {
  const handled = await handledVersions(
    context.store,
    installationId,
    orders.map((order) => order.id),
  );
  const missed = orders
    .filter((order) => order.id.length <= MAX_ID)
    .filter((order) => order.onlyKnown !== true || handled.some((one) => one.orderId === order.id))
    .filter((order) =>
      live.some((id) => {
        const row = handled.find((one) => one.orderId === order.id && one.connectionId === id);
        return row === undefined || row.version === null || isOlder(row.version, order.updatedAt);
      }),
    );
  if (missed.length === 0) return;
  const deliveries = missed.map(
    (order): Delivery => ({
      installationId,
      deliveryId: deliveryId(order, live),
      source: "sweep",
      type: "order.updated",
      orderIds: [order.id],
      body: null,
    }),
  );
  await storeDeliveries(context.store, deliveries, context.ports.clock.now());
  await drainInbox(context);
}

/** Once per version of an order, and once more when a connection is new: it has seen nothing of what was swept before. */
function deliveryId(
  order: { readonly id: string; readonly updatedAt: string },
  live: readonly number[],
): string {
  const hash = createHash("sha256").update(JSON.stringify([order.id, order.updatedAt, live]));
  return `sweep:${hash.digest("hex")}`;
}

function isOlder(known: string, updatedAt: string): boolean {
  return Date.parse(known) < Date.parse(updatedAt);
}
