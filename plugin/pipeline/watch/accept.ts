import type { LedgerChange } from "../../domain/ledger-change.ts";
import type { StoreTransaction } from "../../store/database.ts";
import { readEffects } from "../../store/effects/effects.ts";
import { noteChange } from "../../store/effects/watched-documents.ts";
import { insist } from "../../store/insist.ts";
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
  if (open.length === 0) return 0;
  const accept = async (db: StoreTransaction["db"]): Promise<void> => {
    const within = { db, engine: store.engine };
    for (const { document, change } of open) {
      const accepted: LedgerChange = { ...change, isAccepted: true };
      await noteChange(within, { ...key, document }, accepted, now);
      await appendLog(within, key, [
        { step: "watch", message: `Accepted: ${change.message}`, detail: { by }, atMs: now },
      ]);
    }
    // Not as "sync now" would: that also books afresh what was taken out of the books.
    await wantTransfers(within, [key], now);
  };
  // All of it or nothing: what is accepted is not found open again, and nobody else would have the order looked at.
  await insist(() => store.db.transaction().execute(accept));
  await ports.queue.add([transferJob(key, "people")]);
  return open.length;
}
