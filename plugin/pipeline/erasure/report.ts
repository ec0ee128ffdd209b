import { listConnections } from "../../store/connections.ts";
import {
  addDataRequest,
  claimDataRequest,
  type DataRequest,
  dueDataRequests,
} from "../../store/erasure/data-requests.ts";
import { readInstallation } from "../../store/installations.ts";
import { currentSettings } from "../books.ts";
import type { Context } from "../context.ts";
import { rhythmOf } from "../notifications/plan.ts";
import { isWorthAnotherTry, sendToAll } from "../notifications/send-to-all.ts";

/** As long as the law gives a shop to answer (GDPR Art. 12(3): a month), and as the platforms ask. */
const ANSWERED_MS = 30 * 86_400_000;
const RETRY_MS = 5 * 60_000;
const BATCH = 5;

/** A platform tells us that a customer asks what is held about her. Durable when it resolves. */
export async function wantReport(
  context: Context,
  installationId: number,
  deliveryId: string,
  asked: { readonly customerId: string; readonly orderIds: readonly string[] },
): Promise<void> {
  const now = context.ports.clock.now();
  await addDataRequest(context.store, { installationId, deliveryId, ...asked }, now, now + ANSWERED_MS);
  context.ports.log.info("a customer asked for her data", { installation: installationId });
}

/**
 * Tells merchants who have mails sent that somebody asked, a few at a time; the panel tells everybody. Taken before the
 * mail leaves: after a crash one is missing rather than sent twice.
 */
export async function tellOfReports(context: Context): Promise<void> {
  const { store, ports } = context;
  for (const request of await dueDataRequests(store, ports.clock.now(), BATCH)) {
    if (!(await claimDataRequest(store, request, null))) continue;
    if (await tell(context, request)) continue;
    await claimDataRequest(store, { ...request, dueAt: null }, ports.clock.now() + RETRY_MS);
  }
}

/** False when no mail could leave and time may heal that. */
async function tell(context: Context, { installationId, until }: DataRequest): Promise<boolean> {
  const { store, ports } = context;
  const installation = await readInstallation(store, installationId);
  if (installation === null || ports.mailer === null) return true;
  const told = new Set<string>();
  for (const connection of await listConnections(store, installationId)) {
    const settings = await currentSettings(context, connection);
    const isOn = (["errors", "digest"] as const).some((kind) => rhythmOf(kind, settings) !== "off");
    const recipients = settings.notifications.recipients.filter((one) => isOn && !told.has(one));
    if (recipients.length === 0) continue;
    const about = { installation, connection };
    const mail = context.notifications.dataRequest({ ...about, until });
    const sending = await sendToAll(context, about, recipients, mail);
    if (told.size === 0 && isWorthAnotherTry(sending)) return false;
    for (const one of recipients) told.add(one);
  }
  return true;
}
