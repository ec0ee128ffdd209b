import { forgetWhoAsked } from "../store/erasure/data-requests.ts";
import { forgetDeliveries } from "../store/incoming/inbox.ts";
import { dropFile, forgottenFiles } from "../store/incoming/order-files.ts";
import { forgetWebhooks } from "../store/messages/webhook-deliveries.ts";
import { forgetLog } from "../store/transfers/transfer-log.ts";
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
/** For somebody who hands a file in and is called away before the import. */
const FILES_KEPT_MS = 7 * DAY_MS;
const FILES = 5;
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
  const files = await forgottenFiles(store, now - FILES_KEPT_MS, FILES);
  for (const { id, installationId } of files) await dropFile(store, installationId, id);
  const shops = await eraseRemovedShops(store, now);
  const isFull = files.length === FILES || [deliveries, lines, webhooks, asked].includes(BATCH);
  const isMore = shops.length > 0 || isFull;
  dueAt.set(context, isMore ? now : now + HOUR_MS);
}
