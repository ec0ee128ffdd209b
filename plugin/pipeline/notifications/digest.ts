import { countTransfers, listTransfers } from "../../store/transfers/transfer-lists.ts";
import { endOf, startOf } from "../day-bounds.ts";
import { reconcile } from "../reports/reconcile.ts";
import { digestDays } from "./rhythm.ts";
import { isWorthAnotherTry, sendToAll } from "./send-to-all.ts";
import type { Task } from "./task.ts";

const MOST_LISTED = 500;

/** Tells whether everything is booked, with the sums of the days before. False when the mail could not leave. */
export async function sendDigest({ context, key, rhythm, now, about, settings }: Task): Promise<boolean> {
  const { installationId, connectionId } = key;
  const { timeZone } = about.installation;
  const { from, to } = digestDays(rhythm, now, timeZone);
  const days = { from: startOf(from, timeZone), to: endOf(to, timeZone), timeZone };
  const { currencies } = await reconcile(
    context,
    { installationId, connectionIds: [connectionId], ...days },
    0,
  );
  const counts = await countTransfers(context.store, installationId, connectionId);
  const filter = { installationId, connectionId, state: "held", limit: MOST_LISTED } as const;
  // Looking for what is not there reads every order.
  const held = counts.some(({ state }) => state === "held") ? await listTransfers(context.store, filter) : [];
  const payouts = settings.payouts.enabled
    ? await listTransfers(context.store, { ...filter, kind: "payout" })
    : [];
  const mail = context.notifications.digest({ ...about, from, to, currencies, held, payouts, counts });
  return !isWorthAnotherTry(await sendToAll(context, about, settings.notifications.recipients, mail));
}
