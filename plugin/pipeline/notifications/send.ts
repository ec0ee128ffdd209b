import { readConnection } from "../../store/connections.ts";
import { readInstallation } from "../../store/installations.ts";
import {
  claimNotification,
  type NotificationKey,
  postponeNotification,
} from "../../store/messages/notifications.ts";
import { currentSettings } from "../books.ts";
import type { Context } from "../context.ts";
import { sendDigest } from "./digest.ts";
import { reportErrors } from "./error-report.ts";
import { rhythmOf } from "./plan.ts";
import { nextDue } from "./rhythm.ts";

/** How soon it is tried again when no mail could leave. */
const RETRY_MS = 5 * 60_000;

/**
 * Writes a mail that is due, when there is something to tell. The next is planned and what is told is marked before
 * it leaves: after a crash a mail is missing rather than sent twice.
 */
export async function sendNotification(context: Context, key: NotificationKey): Promise<void> {
  const { store, ports } = context;
  const installation = await readInstallation(store, key.installationId);
  const connection = await readConnection(store, key.installationId, key.connectionId);
  if (installation === null || connection === null || installation.status === "uninstalled") {
    return await postponeNotification(store, key, null);
  }
  const settings = await currentSettings(context, connection);
  const rhythm = rhythmOf(key.kind, settings);
  const now = ports.clock.now();
  const next = nextDue(rhythm, now, installation.timeZone);
  if (next === null) return await postponeNotification(store, key, null);
  if (!(await claimNotification(store, key, now, next))) return;
  if (ports.mailer === null) return;
  const task = { context, key, rhythm, now, about: { installation, connection }, settings };
  const isTold = key.kind === "errors" ? await reportErrors(task) : await sendDigest(task);
  if (!isTold) await postponeNotification(store, key, Math.min(next, now + RETRY_MS));
}
