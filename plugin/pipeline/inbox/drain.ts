import type { Job, JobOptions, Lane } from "../../ports.ts";
import { firstInLine, markTaken, takeDeliveries, takeNamedDeliveries } from "../../store/incoming/inbox.ts";
import { NOWHERE, targetsOf } from "../../store/incoming/order-targets.ts";
import { type Demand, markImported, wantTransfers } from "../../store/transfers/transfer-demand.ts";
import type { TransferKey } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";

const BATCH = 200;
/** So many of a batch may be the first of their installation; the rest are the oldest of all. */
const TURNS = 100;

/**
 * Turns what lies in the inbox into orders to look at, each once per connection however often it was pointed at.
 * Several processes may drain at the same time: rows another holds are passed over. While more lies there than one
 * batch, every installation gets its turn in each: nobody waits behind another's flood.
 */
export async function drainInbox(context: Context, lane: Lane = "backlog"): Promise<void> {
  let isCrowded = false;
  for (;;) {
    const { taken, keys } = await drainOnce(context, isCrowded);
    if (keys.length > 0) await context.ports.queue.add(keys.map((key) => transferJob(key, lane)));
    if (taken < (isCrowded ? 1 : BATCH)) return;
    isCrowded = true;
  }
}

export function transferJob(key: TransferKey, lane: Lane): { job: Job; options: JobOptions } {
  return {
    job: { kind: "transfer", ...key, lane },
    // A lane of its own for people: the same order waiting in the backlog must not swallow what somebody asks for.
    options: { lane, key: `${lane}:${key.installationId}:${key.connectionId}:${key.orderId}` },
  };
}

async function drainOnce(
  context: Context,
  isCrowded: boolean,
): Promise<{ taken: number; keys: TransferKey[] }> {
  const { store, ports } = context;
  // At MySQL's usual isolation the locks would also cover the gap behind the rows, where webhooks want to insert.
  const transaction = store.db.transaction().setIsolationLevel("read committed");
  return await transaction.execute(async (db) => {
    const turns = isCrowded ? await takeNamedDeliveries(db, store.engine, await firstInLine(db, TURNS)) : [];
    const oldest = await takeDeliveries(db, store.engine, BATCH);
    const deliveries = [...new Map([...turns, ...oldest].map((one) => [one.id, one])).values()];
    if (deliveries.length === 0) return { taken: 0, keys: [] };
    const installations = [...new Set(deliveries.map((delivery) => delivery.installationId))];
    const connections = await targetsOf(db, installations);
    const keys = new Map<string, Demand>();
    const imported = new Map<string, TransferKey>();
    for (const delivery of deliveries) {
      const { live, all } = connections.get(delivery.installationId) ?? NOWHERE;
      // An import is for one ledger: history must not enter the books of another.
      const meant = delivery.connectionId === null ? live : all.filter((id) => id === delivery.connectionId);
      for (const connectionId of meant) {
        for (const orderId of delivery.orderIds) {
          const key = { installationId: delivery.installationId, connectionId, orderId };
          keys.set(JSON.stringify(key), { ...key, cause: delivery.deliveryId });
          if (delivery.isImport) imported.set(JSON.stringify(key), key);
        }
      }
    }
    const now = ports.clock.now();
    // In one order everywhere: drains that meet at the same orders wait for each other instead of locking up.
    const ordered = [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
    await wantTransfers({ db, engine: store.engine }, ordered, now);
    await markImported(db, [...imported.values()]);
    await markTaken(
      db,
      deliveries.map((delivery) => delivery.id),
      now,
    );
    return { taken: deliveries.length, keys: [...keys.values()].filter((key) => key.connectionId > 0) };
  });
}
