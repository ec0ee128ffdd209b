import type { LedgerChange } from "../../domain/ledger-change.ts";
import { readEffects } from "../../store/effects/effects.ts";
import { noteChange } from "../../store/effects/watched-documents.ts";
import { wantTransfers } from "../../store/transfers/transfer-demand.ts";
import { appendLog } from "../../store/transfers/transfer-log.ts";
import type { TransferKey } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";
import { effectBook } from "../effects/existing.ts";
import { transferJob } from "../inbox/drain.ts";

/**
 * A person of the shop takes what was changed in the ledger as it is: the order goes on, and a cancelled document is
 * left alone for good. Returns how many changes there were to accept. A later change holds the order again.
 */
export async function acceptChanges(context: Context, key: TransferKey, by: string): Promise<number> {
  const { store, ports } = context;
  const open = effectBook(await readEffects(store, key)).openChanges();
  const now = ports.clock.now();
  for (const { document, change } of open) {
    const accepted: LedgerChange = { ...change, isAccepted: true };
    await noteChange(store, { ...key, document }, accepted, now);
    await appendLog(store, key, [
      { step: "watch", message: `Accepted: ${change.message}`, detail: { by }, atMs: now },
    ]);
  }
  if (open.length === 0) return 0;
  // Not as "sync now" would: that also books afresh what was taken out of the books.
  await store.db.transaction().execute((db) => wantTransfers({ db, engine: store.engine }, [key], now));
  await ports.queue.add([transferJob(key, "people")]);
  return open.length;
}
