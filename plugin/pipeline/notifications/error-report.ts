import { keepTroubles, postponeNotification, toldTroubles } from "../../store/messages/notifications.ts";
import {
  markReported,
  type ReportedOrders,
  readReported,
  unmarkReported,
} from "../../store/messages/reported-orders.ts";
import { countTransfers } from "../../store/transfers/transfer-lists.ts";
import type { About, Trouble } from "./notification.ts";
import { isWorthAnotherTry, sendToAll } from "./send-to-all.ts";
import type { Task } from "./task.ts";

/** After a mail, however much is held meanwhile. */
const REST_MS = 10 * 60_000;
const MOST_LISTED = 500;
const NONE: ReportedOrders = { held: [], counts: [] };

/** Tells of held orders, held payouts and troubles of the connection that no mail has told of yet. False when the mail could not leave. */
export async function reportErrors(task: Task): Promise<boolean> {
  const { context, key, rhythm, now, about, settings } = task;
  const { store } = context;
  const { installationId, connectionId } = key;
  const told = await toldTroubles(store, key);
  const troubles = troublesOf(about);
  if (troubles.join() !== told.join()) await keepTroubles(store, key, troubles);
  const reported = { installationId, connectionId, atMs: now };
  const marked = await markReported(store, reported);
  const fresh = troubles.filter((one) => !told.includes(one));
  if (marked === 0 && fresh.length === 0) return true;
  if (rhythm === "immediately") await postponeNotification(store, key, now + REST_MS);
  const read = (kind: "order" | "payout") => readReported(store, reported, kind, MOST_LISTED);
  const orders = marked === 0 ? NONE : await read("order");
  const { held: payouts } = marked === 0 ? NONE : await read("payout");
  const all = fresh.length === 0 ? [] : await countTransfers(store, installationId, connectionId);
  const waiting = all
    .filter((row) => row.state === "waiting" && row.code === "NOT_CONNECTED")
    .reduce((sum, row) => sum + row.count, 0);
  const mail = context.notifications.errors({ ...about, ...orders, payouts, troubles: fresh, waiting });
  const sending = await sendToAll(context, about, settings.notifications.recipients, mail);
  if (!isWorthAnotherTry(sending)) return true;
  await unmarkReported(store, reported);
  await keepTroubles(store, key, told);
  return false;
}

function troublesOf({ installation, connection }: About): Trouble[] {
  return [
    ...(connection.status === "needs_reauth" ? (["ledger"] as const) : []),
    ...(installation.status === "disconnected" ? (["shop"] as const) : []),
  ];
}
