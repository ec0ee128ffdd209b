import { randomUUID } from "node:crypto";
import { claimTransfer, keepTransfer } from "../store/transfer-leases.ts";
import type { Transfer, TransferKey } from "../store/transfers.ts";
import type { Context } from "./context.ts";
import { LeaseLost } from "./work.ts";

/** Short, so that another worker takes over within seconds of a death, and kept alive while work goes on. */
const LEASE_MS = 20_000;
const HEARTBEAT_MS = 5_000;

/** The right to work on one order: held by one worker at a time over all processes, until it stops beating. */
export interface Lease {
  readonly owner: string;
  readonly transfer: Transfer;
  /** Throws `LeaseLost` when the lease has run out: somebody else may be writing. */
  check(): void;
  /** Stops prolonging. The row itself is given back by `finishTransfer`. */
  stop(): Promise<void>;
}

/** Null when nothing is wanted of the order or another worker is at it. */
export async function claimLease(context: Context, key: TransferKey): Promise<Lease | null> {
  const { clock, log } = context.ports;
  const owner = `${context.owner}-${randomUUID().slice(0, 8)}`;
  let until = clock.now() + LEASE_MS;
  const transfer = await claimTransfer(context.store, key, owner, clock.now(), until);
  if (transfer === null) return null;
  const stopping = new AbortController();
  const beat = async (): Promise<void> => {
    try {
      for (;;) {
        await clock.sleep(HEARTBEAT_MS, stopping.signal);
        const next = clock.now() + LEASE_MS;
        if (!(await keepTransfer(context.store, key, owner, next))) return;
        until = next;
      }
    } catch (error) {
      // Stopped, or the database is away: the lease then runs out and `check` ends the work.
      if (!stopping.signal.aborted) log.warn("a lease could not be prolonged", { error: String(error) });
    }
  };
  const beating = beat();
  return {
    owner,
    transfer,
    check() {
      if (clock.now() >= until) throw new LeaseLost();
    },
    async stop() {
      stopping.abort();
      await beating;
    },
  };
}
