import { listConnections, type StoredConnection } from "../../store/connections.ts";
import {
  claimSweep,
  moveMark,
  readInstallation,
  type StoredInstallation,
} from "../../store/installations.ts";
import { releaseStranded } from "../../store/transfers/releases.ts";
import type { Context } from "../context.ts";
import { sweepPayouts } from "../payouts/sweep-payouts.ts";
import { openShop } from "../shop.ts";
import { watchLedgers } from "../watch/watch.ts";
import { earliestStart } from "./earliest-start.ts";
import { enterChanged, liveIds, type Reason } from "./enter-changed.ts";
import { lookBack } from "./look-back.ts";

/** The platform's clock and ours may differ, and an update may become visible late: look back this far. */
const OVERLAP_MS = 120_000;
const MAX_PAGES = 1_000;

/** The list shows a later version than the one that was handled. */
const SWEEP: Reason = {
  name: "sweep",
  isNews: (order, { version }) => version === null || Date.parse(version) < Date.parse(order.updatedAt),
  versionOf: (order) => order.updatedAt,
};

/**
 * Finds what webhooks missed: orders changed since the last sweep enter by the same inbox as every other hint.
 * An order whose version was handled already is passed over, so a quiet shop costs one call. Its ledgers are watched at
 * the same pace, and what still waits for one that is there goes on.
 */
export async function sweep(context: Context, installationId: number): Promise<void> {
  const { store } = context;
  const now = context.ports.clock.now();
  if (!(await claimSweep(store, installationId, now, now + context.sweepIntervalMs))) return;
  const installation = await readInstallation(store, installationId);
  if (installation === null || installation.status !== "installed") return;
  const connections = await listConnections(store, installationId);
  for (const { id: connectionId, status } of connections) {
    if (status === "connected") await releaseStranded(store, { installationId, connectionId }, now);
  }
  await sweepOrders(context, installation, connections);
  await lookBack(context, installation, connections);
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
  const live = liveIds(connections);
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
    await enterChanged(context, installationId, live, orders, SWEEP);
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
  if (installation.sweptTo === null) return await earliestStart(context, connections);
  return new Date(Date.parse(installation.sweptTo) - OVERLAP_MS).toISOString();
}
