import type { Settings } from "../../settings/schema.ts";
import { listConnections } from "../../store/connections.ts";
import { readInstallation } from "../../store/installations.ts";
import { type NotificationKey, planNotification } from "../../store/messages/notifications.ts";
import { currentSettings } from "../books.ts";
import type { Context } from "../context.ts";
import { nextDue, type Rhythm } from "./rhythm.ts";

export const NOTIFICATIONS = ["errors", "digest"] as const;

/** What the settings ask for; without recipients nobody is told anything. */
export function rhythmOf(kind: NotificationKey["kind"], { notifications }: Settings): Rhythm {
  return notifications.recipients.length === 0 ? "off" : notifications[kind];
}

/** Plans the mails of a connection as its settings say. What is planned in the same rhythm stays. */
export async function planNotifications(
  context: Context,
  key: Omit<NotificationKey, "kind">,
  settings: Settings,
): Promise<void> {
  const { store, ports } = context;
  const installation = await readInstallation(store, key.installationId);
  if (installation === null) return;
  const now = ports.clock.now();
  for (const kind of NOTIFICATIONS) {
    const rhythm = rhythmOf(kind, settings);
    // Who asks to be told at once is told at once what is held already.
    const due = rhythm === "immediately" ? now : nextDue(rhythm, now, installation.timeZone);
    await planNotification(store, { ...key, kind }, rhythm, due, now);
  }
}

/** Sees to it that nobody who asked for mail is left without: whoever stored the settings may have died before this. */
export async function planAllNotifications(context: Context, installationId: number): Promise<void> {
  for (const connection of await listConnections(context.store, installationId)) {
    const settings = await currentSettings(context, connection);
    if (connection.isPractice || settings.notifications.recipients.length === 0) continue;
    await planNotifications(context, { installationId, connectionId: connection.id }, settings);
  }
}
