import { forgetWhoAsked } from "../store/data-requests.ts";
import { forgetDeliveries } from "../store/inbox.ts";
import { forgetLog } from "../store/transfer-log.ts";
import { forgetWebhooks } from "../store/webhook-deliveries.ts";
import type { Context } from "./context.ts";
import { eraseRemovedShops } from "./erasure/erase.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Longer than any platform repeats a delivery. */
const INBOX_KEPT_MS = 30 * DAY_MS;
/** For a merchant who wonders what her program was told. */
const WEBHOOKS_KEPT_MS = 30 * DAY_MS;
/** A financial year and the time its audit takes. What was booked is kept for good: only how it came about goes. */
const LOG_KEPT_MS = 550 * DAY_MS;
/** Small, so that nobody waits for the locks. */
const BATCH = 500;

/** When each process looks again. */
const dueAt = new WeakMap<Context, number>();

/**
 * Deletes what is kept long enough, and whom the removed shops knew, a batch at a time: once an hour, and once a second while there is more.
 * Several processes may do it at once.
 */
export async function tidyUp(context: Context): Promise<void> {
  const { store, ports } = context;
  const now = ports.clock.now();
  if (now < (dueAt.get(context) ?? 0)) return;
  const deliveries = await forgetDeliveries(store, now - INBOX_KEPT_MS, BATCH);
  const lines = await forgetLog(store, now - LOG_KEPT_MS, BATCH);
  const webhooks = await forgetWebhooks(store, now - WEBHOOKS_KEPT_MS, BATCH);
  const asked = await forgetWhoAsked(store, now, BATCH);
  const shops = await eraseRemovedShops(store, now);
  const isMore = shops.length > 0 || [deliveries, lines, webhooks, asked].includes(BATCH);
  dueAt.set(context, isMore ? now : now + HOUR_MS);
}
