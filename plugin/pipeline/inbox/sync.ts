import { randomUUID } from "node:crypto";
import { type Code, codes } from "../../domain/problem.ts";
import { listConnections, saveFacts } from "../../store/connections.ts";
import { newestWaiting, storeDeliveries } from "../../store/incoming/inbox.ts";
import { NOWHERE, targetsOf } from "../../store/incoming/order-targets.ts";
import { insist } from "../../store/insist.ts";
import { takeIn } from "../../store/transfers/left-out.ts";
import { releaseTransfers } from "../../store/transfers/releases.ts";
import { readTransfer, type Transfer } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";
import { label } from "../effects/document-name.ts";
import { documentsOf } from "../reports/orders.ts";
import { connectionFor } from "../setup/connection-for.ts";
import { drainInbox } from "./drain.ts";

const POLL_MS = 100;
/** Somebody who presses the button again and again does not make us read the ledger each time. */
const JUST_READ_MS = 10_000;
const PRACTICE = "These are practice books: nothing reaches your accounting.";

export interface SyncResult {
  readonly id: string;
  readonly status: "success" | "info" | "warning" | "error";
  readonly message: string;
  readonly documentUrl: string | null;
}

/** Puts orders into the inbox because a person asked, and looks at them before the backlog. */
export async function syncNow(
  context: Context,
  installationId: number,
  orderIds: readonly string[],
): Promise<void> {
  await readLedgerAnew(context, installationId, orderIds);
  await askFor(context, installationId, orderIds);
  await drainInbox(context, "people");
}

/** Takes back what was decided against these orders, and notes the wish; whoever drains the inbox next looks at them. */
export async function askFor(
  context: Context,
  installationId: number,
  orderIds: readonly string[],
): Promise<void> {
  const { db, engine } = context.store;
  const asked = {
    installationId,
    deliveryId: `sync:${randomUUID()}`,
    source: "sync",
    type: "sync.requested",
    orderIds,
    body: null,
  } as const;
  await insist(() =>
    db
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (tx) => {
        const { live } = (await targetsOf(tx, [installationId])).get(installationId) ?? NOWHERE;
        const keys = live.flatMap((connectionId) =>
          orderIds.map((orderId) => ({ installationId, connectionId, orderId })),
        );
        await takeIn(tx, keys);
        await storeDeliveries({ db: tx, engine }, [asked], context.ports.clock.now());
      }),
  );
}

/** Has everything one cause holds looked at again, because a person says that it is mended. Gives how many orders. */
export async function releaseHeld(
  context: Context,
  installationId: number,
  connectionId: number,
  code: Code,
): Promise<number> {
  const { store, ports } = context;
  const now = ports.clock.now();
  await saveFacts(store, connectionId, null, now);
  return await releaseTransfers(store, installationId, connectionId, ["held"], now, code);
}

/** Who asks about a held order has probably mended its cause in the ledger, which we read a few times a day. */
async function readLedgerAnew(
  context: Context,
  installationId: number,
  orderIds: readonly string[],
): Promise<void> {
  const { store, ports } = context;
  const now = ports.clock.now();
  for (const { id: connectionId, facts } of await listConnections(store, installationId)) {
    if (facts === null || now - Date.parse(facts.readAt) < JUST_READ_MS) continue;
    const asked = await Promise.all(
      orderIds.map((orderId) => readTransfer(store, { installationId, connectionId, orderId })),
    );
    if (asked.some((transfer) => transfer?.state === "held")) await saveFacts(store, connectionId, null, now);
  }
}

/** Waits until the orders have been looked at, at most `patienceMs`, and says how each stands. */
export async function waitForOrders(
  context: Context,
  installationId: number,
  orderIds: readonly string[],
  patienceMs: number,
): Promise<SyncResult[]> {
  const { clock } = context.ports;
  const deadline = clock.now() + patienceMs;
  const connection = await connectionFor(context, installationId, null);
  const connectionId = connection?.id ?? 0;
  // Another worker may have what was just asked for in its hands: before it is through, an order looks unknown or old.
  const newest = await newestWaiting(context.store, installationId);
  while (newest !== null && clock.now() < deadline) {
    if ((await newestWaiting(context.store, installationId, newest)) === null) break;
    await clock.sleep(POLL_MS);
  }
  for (;;) {
    const transfers = await Promise.all(
      orderIds.map((orderId) => readTransfer(context.store, { installationId, connectionId, orderId })),
    );
    const isSettled = transfers.every(
      (transfer) => transfer === null || transfer.handledSeq >= transfer.wantedSeq || connectionId === 0,
    );
    if (isSettled || clock.now() >= deadline) {
      const results = orderIds.map((id, index) => describe(context, id, transfers[index] ?? null));
      return (await Promise.all(results)).map(connection?.isPractice === true ? asPractice : asItIs);
    }
    await clock.sleep(POLL_MS);
  }
}

const asItIs = (result: SyncResult): SyncResult => result;

/** Who asks in the shop's admin sees no banner. */
const asPractice = (result: SyncResult): SyncResult => ({
  ...result,
  message: `${result.message} ${PRACTICE}`,
});

async function describe(context: Context, id: string, transfer: Transfer | null): Promise<SyncResult> {
  if (transfer === null)
    return { id, status: "error", message: "The shop does not know this order.", documentUrl: null };
  if (transfer.connectionId > 0 && transfer.handledSeq < transfer.wantedSeq) {
    return { id, status: "info", message: "The order is being worked on.", documentUrl: null };
  }
  const sentence = transfer.message ?? (transfer.code === null ? "" : codes[transfer.code].sentence);
  switch (transfer.state) {
    case "booked": {
      const { documents } = await documentsOf(context, transfer);
      const names = documents.map((one) => `${label(one)} ${one.number}`);
      const status = transfer.warnings.length > 0 ? "warning" : "success";
      return { id, status, message: `Booked: ${names.join(", ")}.`, documentUrl: documents[0]?.url ?? null };
    }
    case "skipped":
      return { id, status: "info", message: `Skipped: ${sentence}`, documentUrl: null };
    case "waiting":
      return { id, status: "info", message: sentence, documentUrl: null };
    case "held":
      return { id, status: "error", message: sentence, documentUrl: null };
  }
}
