import { createHash } from "node:crypto";
import type { ChangedOrder } from "../../platforms/platform.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type Delivery, storeDeliveries } from "../../store/incoming/inbox.ts";
import { orderTargets } from "../../store/incoming/order-targets.ts";
import { type HandledVersion, handledVersions } from "../../store/transfers/transfer-demand.ts";
import type { Context } from "../context.ts";
import { drainInbox } from "./drain.ts";

/** Longer ids fit no key; no platform we know has any. */
const MAX_ID = 191;

/** Why orders of a shop's list are looked at, although no webhook said so. */
export interface Reason {
  /** Begins the deliveries' ids: the same change is looked at once for each reason. */
  readonly name: "sweep" | "look-back";
  /** True when what a connection has handled is not what the list shows. */
  isNews(order: ChangedOrder, handled: HandledVersion): boolean;
  /** What of the order makes a delivery of its own. */
  versionOf(order: ChangedOrder): string;
}

/**
 * What one connection has handled tells nothing about the others, nor what a removed one had. Nothing is ever handled
 * at 0: what waits there for a ledger alone is not missing.
 */
export function liveIds(connections: readonly StoredConnection[]): number[] {
  const targets = orderTargets(connections);
  return targets.length > 1 ? targets.filter((id) => id > 0) : targets;
}

/**
 * Lets those orders of a list enter by the inbox that a live connection has missed, at most `most` of them; gives how
 * many did. What is no order unless it was met before enters only then.
 */
export async function enterChanged(
  context: Context,
  installationId: number,
  live: readonly number[],
  orders: readonly ChangedOrder[],
  reason: Reason,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  const fitting = orders.filter((order) => order.id.length <= MAX_ID);
  const handled = await handledVersions(
    context.store,
    installationId,
    fitting.map((order) => order.id),
  );
  const missed = fitting.filter((order) => {
    const known = handled.filter((one) => one.orderId === order.id);
    if (order.onlyKnown === true && known.length === 0) return false;
    return live.some((id) => {
      const row = known.find((one) => one.connectionId === id);
      return row === undefined || reason.isNews(order, row);
    });
  });
  if (missed.length === 0) return 0;
  const entering = missed.slice(0, most);
  const deliveries = entering.map(
    (order): Delivery => ({
      installationId,
      deliveryId: deliveryId(reason, order, live),
      source: "sweep",
      type: "order.updated",
      orderIds: [order.id],
      body: null,
    }),
  );
  await storeDeliveries(context.store, deliveries, context.ports.clock.now());
  await drainInbox(context);
  return entering.length;
}

/** Once per version of an order, and once more when a connection is new: it has seen nothing of what was swept before. */
function deliveryId(reason: Reason, order: ChangedOrder, live: readonly number[]): string {
  const version = JSON.stringify([order.id, reason.versionOf(order), live]);
  return `${reason.name}:${createHash("sha256").update(version).digest("hex")}`;
}
