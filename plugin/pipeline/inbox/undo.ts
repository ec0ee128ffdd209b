import { keepTransfer, undoTransfers } from "../../store/transfers/left-out.ts";
import { appendLog } from "../../store/transfers/transfer-log.ts";
import type { Transfer, TransferKey } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";
import { transferJob } from "./drain.ts";

/**
 * A person of the shop takes orders out of the books: what is in the ledger is taken back by the rules of the law, and
 * they stay out until somebody asks for them with "sync now", which books them afresh. Orders that are being taken out
 * already are passed over. Gives the orders it was noted on.
 */
export async function undoOrders(
  context: Context,
  books: Pick<TransferKey, "installationId" | "connectionId">,
  orderIds: readonly string[],
  decision: { readonly reason: string; readonly by: string },
): Promise<string[]> {
  const { store, ports } = context;
  const now = ports.clock.now();
  const undone = { ...decision, undo: true, at: new Date(now).toISOString() } as const;
  const ids = await undoTransfers(store, books, orderIds, undone, now);
  for (const orderId of ids) {
    const message = `Taken out of the books by hand: ${decision.reason}`;
    await appendLog(store, { ...books, orderId }, [
      { step: "undo", message, detail: { by: decision.by }, atMs: now },
    ]);
  }
  await lookAt(context, books, ids);
  return ids;
}

/** A person calls the undo of an order off, because it cannot be carried through or was a mistake. */
export async function keepInBooks(context: Context, key: TransferKey, by: string): Promise<boolean> {
  const { store, ports } = context;
  const now = ports.clock.now();
  if (!(await keepTransfer(store, key, now))) return false;
  const message = "It is to stay in the books after all.";
  await appendLog(store, key, [{ step: "undo", message, detail: { by }, atMs: now }]);
  await lookAt(context, key, [key.orderId]);
  return true;
}

/**
 * An order that the shop does not know any more cannot be taken out of the books by us: what its documents need is read
 * from it. The wish is dropped, and the order's log says what is left to do.
 */
export async function refuseUndo(context: Context, key: TransferKey, transfer: Transfer): Promise<void> {
  const { leftOut, documents, state } = transfer;
  if (leftOut?.undo !== true || documents.length === 0 || state === "skipped") return;
  const { store, ports } = context;
  const now = ports.clock.now();
  if (!(await keepTransfer(store, key, now))) return;
  const message = "The shop does not know this order any more, so take it back in the ledger by hand.";
  await appendLog(store, key, [{ step: "undo", message, atMs: now }]);
}

async function lookAt(
  { ports }: Context,
  { installationId, connectionId }: Pick<TransferKey, "installationId" | "connectionId">,
  ids: readonly string[],
): Promise<void> {
  if (connectionId === 0) return;
  await ports.queue.add(
    ids.map((orderId) => transferJob({ installationId, connectionId, orderId }, "people")),
  );
}
