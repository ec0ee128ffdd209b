import {
  type ImportProgress,
  noteImportOrders,
  type StoredImport,
  saveImport,
} from "../../store/incoming/imports.ts";
import { storeDeliveries } from "../../store/incoming/inbox.ts";
import { unhandledOrders } from "../../store/transfers/transfer-demand.ts";
import type { Context } from "../context.ts";
import { drainInbox } from "../inbox/drain.ts";
import { chooseFromFile, takeFromFile } from "../order-files/take-from-file.ts";
import type { Slice } from "./import-slice.ts";

/** Orders of an import under way at a time: half of a merchant's places, so that her live orders always find one. */
const AT_ONCE = 4;
const LEASE_MS = 30_000;

/**
 * Lets the next orders of a page enter by the inbox, as many as have been looked at since. The delivery and how far
 * the import has come are one transaction: no order is left out and none is counted twice.
 */
export async function enterSlice(
  context: Context,
  one: StoredImport,
  progress: ImportProgress,
  owner: string,
): Promise<Slice> {
  const { store, ports } = context;
  const { installationId, connectionId } = one;
  const underWay = await unhandledOrders(store, { installationId, connectionId }, progress.underWay);
  const ids = progress.pending.slice(0, AT_ONCE - underWay.length);
  if (ids.length === 0) return { kind: "wait", progress: { ...progress, underWay } };
  const now = ports.clock.now();
  const next = await store.db.transaction().execute(async (db) => {
    const within = { db, engine: store.engine };
    const choice = one.fileId === null ? null : await chooseFromFile(within, one, one.fileId, ids);
    const orderIds = choice?.entering ?? ids;
    const next: ImportProgress = {
      ...progress,
      pending: progress.pending.slice(ids.length),
      underWay: [...underWay, ...orderIds],
      found: progress.found + orderIds.length,
    };
    const step = {
      progress: next,
      state: "running",
      message: null,
      attempts: 0,
      dueAt: now + LEASE_MS,
    } as const;
    if (!(await saveImport(db, one.id, owner, step, now))) return null;
    if (choice !== null) await takeFromFile(within, choice);
    if (orderIds.length === 0) return next;
    const delivery = {
      installationId,
      connectionId,
      // Where a slice begins is its own name.
      deliveryId: `import:${one.id}:${progress.found}`,
      source: "import" as const,
      type: "import.requested",
      orderIds,
      body: null,
    };
    await storeDeliveries(within, [delivery], now);
    await noteImportOrders(within, one.id, orderIds);
    return next;
  });
  if (next === null) return { kind: "lost" };
  await drainInbox(context);
  return { kind: "on", progress: next };
}
