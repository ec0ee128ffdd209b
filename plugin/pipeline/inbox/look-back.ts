import type { StoredConnection } from "../../store/connections.ts";
import { moveLookBack, type StoredInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { startOf } from "../day-bounds.ts";
import { openShop } from "../shop.ts";
import { earliestStart } from "./earliest-start.ts";
import { enterChanged, liveIds, type Reason } from "./enter-changed.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MAX_PAGES = 1_000;
/** So many orders of one shop in a night; what is over is found the next one. */
const MOST = 500;
/** When the shop did not answer to the end. */
const AGAIN_MS = 60 * MINUTE_MS;

/** The list shows other sums than when the order was handled; one that nobody has handled yet is in line anyway. */
const LOOK_BACK: Reason = {
  name: "look-back",
  isNews: (order, { listedSums }) =>
    listedSums !== null && order.listedSums !== undefined && order.listedSums !== listedSums,
  versionOf: (order) => order.listedSums ?? order.updatedAt,
};

/**
 * Every night, for shops whose `updatedAt` may miss what money did: the lists of their last weeks are held against what
 * was booked, and only what differs is looked at, or what nobody has seen. Costs the shop its lists, and nothing else
 * while nothing differs. A new installation begins the night after: its sweep sees everything.
 */
export async function lookBack(
  context: Context,
  installation: StoredInstallation,
  connections: readonly StoredConnection[],
): Promise<void> {
  const { store, ports } = context;
  const { id, lookBackDueAt: due } = installation;
  const now = ports.clock.now();
  const shop = openShop(context, installation);
  if (shop.looksBack === undefined || (due !== null && Date.parse(due) > now)) return;
  // So that of many processes one does it, and a process that dies has lost one night and no more.
  if (!(await moveLookBack(store, id, due, nextNight(installation, now)))) return;
  const start = due === null ? null : await earliestStart(context, connections);
  if (start === null) return;
  const from = Math.max(Date.parse(start), now - shop.looksBack.days * DAY_MS);
  const range = {
    createdAfter: new Date(from).toISOString(),
    createdBefore: new Date(now).toISOString(),
  };
  const live = liveIds(connections);
  let left = MOST;
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES && left > 0; page += 1) {
    const read = await shop.changedOrders(range, cursor);
    if (!read.ok) {
      ports.log.warn("a look back stopped early and is tried again", {
        installationId: id,
        message: read.problem.message,
      });
      await moveLookBack(store, id, nextNight(installation, now), new Date(now + AGAIN_MS).toISOString());
      return;
    }
    left -= await enterChanged(context, id, live, read.value.orders, LOOK_BACK, left);
    cursor = read.value.nextCursor;
    if (cursor === null) return;
  }
}

/** Between one and five in the coming night of the shop, each shop at a minute of its own. */
function nextNight({ id, timeZone }: StoredInstallation, nowMs: number): string {
  const minute = 60 + ((id * 37) % 240);
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone }).format(nowMs + DAY_MS);
  return new Date(Date.parse(startOf(day, timeZone)) + minute * MINUTE_MS).toISOString();
}
