import { leaveOutTransfers } from "../../store/transfers/left-out.ts";
import { appendLog } from "../../store/transfers/transfer-log.ts";
import type { TransferKey } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";
import { transferJob } from "./drain.ts";

/**
 * A person of the shop leaves orders out of the books. The decision is kept with each order and counts while nothing of
 * it is in the ledger; "sync now" takes it back. Booked orders are passed over. Gives the orders it was noted on.
 */
export async function leaveOut(
  context: Context,
  books: Pick<TransferKey, "installationId" | "connectionId">,
  orderIds: readonly string[],
  decision: { readonly reason: string; readonly by: string },
): Promise<string[]> {
  const { store, ports } = context;
  const now = ports.clock.now();
  const leftOut = { ...decision, at: new Date(now).toISOString() };
  const ids = await leaveOutTransfers(store, books, orderIds, leftOut, now);
  const message = `Left out by hand: ${decision.reason}`;
  for (const orderId of ids) {
    await appendLog(store, { ...books, orderId }, [
      { step: "leave-out", message, detail: { by: decision.by }, atMs: now },
    ]);
  }
  if (books.connectionId > 0) {
    await ports.queue.add(ids.map((orderId) => transferJob({ ...books, orderId }, "people")));
  }
  return ids;
}
