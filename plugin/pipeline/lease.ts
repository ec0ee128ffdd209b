import { randomUUID } from "node:crypto";
import { claimTransfer, keepTransfer, ordersInHand } from "../store/transfers/transfer-leases.ts";
import type { Transfer, TransferKey } from "../store/transfers/transfers.ts";
import type { Context } from "./context.ts";
import { LeaseLost } from "./work.ts";

/** Short, so that another worker takes over within seconds of a death, and kept alive while work goes on. */
const LEASE_MS = 20_000;
const HEARTBEAT_MS = 5_000;
/** What a call to a ledger may take, and the moments its lists may lag: nothing is sent when less is left of the lease. */
const CALL_MS = 12_000;

/** The right to work on one order: held by one worker at a time over all processes, until it stops beating. */
export interface Lease {
  readonly owner: string;
  readonly transfer: Transfer;
  /** Throws `LeaseLost` when a call begun now might outlive the lease: somebody else may be writing by then. */
  check(): void;
  /** Stops prolonging. The row itself is given back by `finishTransfer`. */
  stop(): Promise<void>;
}

/** Null when nothing is wanted of the order or another worker is at it. */
export async function claimLease(context: Context, key: TransferKey): Promise<Lease | null> {
  const { clock, log } = context.ports;
  const owner = `${context.owner}-${randomUUID().slice(0, 8)}`;
  let until = clock.now() + LEASE_MS;
  // Model: CLAIM, which is a TAKE-OVER when an earlier holder's lease has run out.
  const transfer = await claimTransfer(context.store, key, owner, clock.now(), until);
  if (transfer === null) return null;
  const stopping = new AbortController();
  const beat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(HEARTBEAT_MS, stopping.signal);
      const next = clock.now() + LEASE_MS;
      try {
        until = (await keepTransfer(context.store, key, owner, next)) ? next : 0;
      } catch (error) {
        // Tried again at the next beat: while the database is away the lease runs out and `check` ends the work.
        log.warn("a lease could not be prolonged", { error: String(error) });
      }
      if (until === 0) return;
    }
  };
  // Sleep ends by an exception when the work is done; should it ever end otherwise, the lease runs out.
  const beating = beat().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error("a lease is not prolonged any more", { error: String(error) });
  });
  return {
    owner,
    transfer,
    check() {
      if (clock.now() >= until - CALL_MS) throw new LeaseLost();
    },
    async stop() {
      stopping.abort();
      await beating;
    },
  };
}

const POLL_MS = 100;
/** A run that takes longer has lost its worker, or is over hundreds of rows of a slow ledger. */
const PATIENCE_MS = 20_000;

/** Waits until every order of a connection that somebody has in hand now was given back or taken over. */
export async function untilPutDown(
  { store, ports: { clock } }: Pick<Context, "store" | "ports">,
  books: Pick<TransferKey, "installationId" | "connectionId">,
): Promise<void> {
  const deadline = clock.now() + PATIENCE_MS;
  let held = await ordersInHand(store, books, clock.now());
  while (held.length > 0 && clock.now() < deadline) {
    await clock.sleep(POLL_MS);
    held = await ordersInHand(store, books, clock.now(), held);
  }
}
