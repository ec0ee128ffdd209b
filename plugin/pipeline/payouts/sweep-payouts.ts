import { createHash } from "node:crypto";
import { payoutKey } from "../../domain/payout.ts";
import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type Delivery, storeDeliveries } from "../../store/incoming/inbox.ts";
import { moveMark, type StoredInstallation } from "../../store/installations.ts";
import { handledVersions } from "../../store/transfers/transfer-demand.ts";
import { currentSettings } from "../books.ts";
import type { Context } from "../context.ts";
import { drainInbox } from "../inbox/drain.ts";
import { openShop } from "../shop.ts";

/** As for orders: clocks differ, and a change may become visible late. */
const OVERLAP_MS = 120_000;
const DAY_MS = 86_400_000;
const MAX_PAGES = 1_000;
const MAX_ID = 191;

interface Wanting {
  readonly id: number;
  readonly settings: Settings;
}

/** Finds the payouts that webhooks missed, where a connection wants them and the shop has granted them. */
export async function sweepPayouts(
  context: Context,
  installation: StoredInstallation,
  connections: readonly StoredConnection[],
): Promise<void> {
  const { payouts } = openShop(context, installation);
  if (payouts === undefined) return;
  const wanting = await wantingPayouts(context, connections);
  const from = startOf(installation, wanting);
  if (from === null) return;
  let cursor: string | null = null;
  let { payoutsSweptTo } = installation;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read = await payouts.changed(from, cursor);
    if (!read.ok) {
      const { message } = read.problem;
      context.ports.log.warn("a sweep of payouts stopped early", { installation: installation.id, message });
      return;
    }
    await enter(context, installation.id, wanting, read.value.payouts);
    const days = read.value.payouts.map((one) => new Date(one.updatedAt).toISOString());
    const newest = [...days, payoutsSweptTo ?? ""].sort().at(-1) ?? "";
    // As for orders: a sweep that was started over meanwhile begins again by itself.
    if (newest !== "" && newest !== payoutsSweptTo) {
      if (!(await moveMark(context.store, installation.id, "payouts_swept_to", payoutsSweptTo, newest)))
        return;
      payoutsSweptTo = newest;
    }
    if (read.value.nextCursor === null) return;
    cursor = read.value.nextCursor;
  }
}

async function wantingPayouts(
  context: Context,
  connections: readonly StoredConnection[],
): Promise<Wanting[]> {
  const wanting: Wanting[] = [];
  for (const connection of connections) {
    if (connection.status !== "connected") continue;
    const settings = await currentSettings(context, connection);
    if (settings.payouts.enabled) wanting.push({ id: connection.id, settings });
  }
  return wanting;
}

/** From a little before the newest seen, or from the earliest start date of a connection that wants payouts. */
function startOf({ payoutsSweptTo }: StoredInstallation, wanting: readonly Wanting[]): string | null {
  const [first] = wanting.map((one) => one.settings.orders.start_date).sort();
  if (first === undefined) return null;
  const from =
    payoutsSweptTo === null
      ? Date.parse(`${first}T00:00:00Z`) - DAY_MS
      : Date.parse(payoutsSweptTo) - OVERLAP_MS;
  return new Date(from).toISOString();
}

async function enter(
  context: Context,
  installationId: number,
  wanting: readonly Wanting[],
  payouts: readonly { readonly id: string; readonly updatedAt: string }[],
): Promise<void> {
  const found = payouts.map(({ id, updatedAt }) => ({ key: payoutKey(id), updatedAt }));
  const handled = await handledVersions(
    context.store,
    installationId,
    found.map((one) => one.key),
  );
  const missed = found
    .filter(({ key }) => key.length <= MAX_ID)
    .filter(({ key, updatedAt }) =>
      wanting.some(({ id }) => {
        const row = handled.find((one) => one.orderId === key && one.connectionId === id);
        return row == null || row.version === null || Date.parse(row.version) < Date.parse(updatedAt);
      }),
    );
  if (missed.length === 0) return;
  const live = wanting.map((one) => one.id);
  const deliveries = missed.map(({ key, updatedAt }): Delivery => {
    const hash = createHash("sha256")
      .update(JSON.stringify([key, updatedAt, live]))
      .digest("hex");
    return {
      installationId,
      deliveryId: `sweep:${hash}`,
      source: "sweep",
      type: "payout.updated",
      orderIds: [key],
      body: null,
    };
  });
  await storeDeliveries(context.store, deliveries, context.ports.clock.now());
  await drainInbox(context);
}
