import { randomUUID } from "node:crypto";
import type { StoredConnection } from "../../store/connections.ts";
import { storeDeliveries } from "../../store/incoming/inbox.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { drainInbox } from "../inbox/drain.ts";
import { openShop } from "../shop.ts";

const DAYS = 60;
const DAY_MS = 86_400_000;
const MAX_PAGES = 25;

/**
 * Points the practice books at the shop's last orders, as an import does: the day the books were opened does not leave
 * them out. Gives how many; null when the shop cannot be read.
 */
export async function practiseOnLastOrders(
  context: Context,
  installation: StoredInstallation,
  connection: StoredConnection,
  count: number,
): Promise<number | null> {
  const { store, ports } = context;
  const now = ports.clock.now();
  const range = {
    createdAfter: new Date(now - DAYS * DAY_MS).toISOString(),
    createdBefore: new Date(now + DAY_MS).toISOString(),
  };
  const shop = openShop(context, installation);
  const listed: { readonly id: string; readonly updatedAt: string }[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read = await shop.changedOrders(range, cursor);
    if (!read.ok) return null;
    listed.push(...read.value.orders);
    cursor = read.value.nextCursor;
    if (cursor === null) break;
  }
  const newest = listed.sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt)).slice(0, count);
  if (newest.length === 0) return 0;
  const delivery = {
    installationId: installation.id,
    connectionId: connection.id,
    deliveryId: `practice:${randomUUID()}`,
    source: "import" as const,
    type: "practice.requested",
    orderIds: newest.map(({ id }) => id),
    body: null,
  };
  await storeDeliveries(store, [delivery], now);
  await drainInbox(context, "people");
  return newest.length;
}
