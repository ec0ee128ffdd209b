import type { Clock, Log } from "../plugin/ports.ts";

/** A machine's clock drifts by a few seconds a day; one that is set anew is followed after at most this long. */
const ASK_EVERY_MS = 10_000;
/** An answer that took longer says too little about when it was given. */
const SLOW_MS = 500;
const FIRST_TRIES = 5;

export interface AgreedClock extends Clock {
  /** Asks no more. */
  close(): Promise<void>;
}

/**
 * The database's time, told by this machine's clock and how far it is off. Leases are taken by one process and judged
 * by another: if each went by its own clock, one that is half a minute ahead would take over orders somebody is at work on.
 * `askTime` gives the database's time in milliseconds since the epoch; null where one process has the database alone.
 * Rejects when the first time cannot be had.
 */
export async function agreedClock(
  own: Clock,
  askTime: (() => Promise<number>) | null,
  log: Log,
): Promise<AgreedClock> {
  if (askTime === null) return { ...own, close: async () => {} };
  const stopping = new AbortController();
  let aheadMs = 0;

  /** How long the answer took. */
  async function ask(time: () => Promise<number>, slowestMs: number): Promise<number> {
    const askedAt = own.now();
    const theirs = await time();
    const took = own.now() - askedAt;
    if (took <= slowestMs) aheadMs = theirs - (askedAt + took / 2);
    return took;
  }

  async function askFirst(time: () => Promise<number>): Promise<void> {
    let fastest = Number.POSITIVE_INFINITY;
    // The first call opens a connection and is slow: the fastest of a few counts.
    for (let tries = 0; tries < FIRST_TRIES; tries += 1) {
      fastest = Math.min(fastest, await ask(time, fastest));
    }
  }

  async function keepAsking(time: () => Promise<number>): Promise<void> {
    for (;;) {
      await own.sleep(ASK_EVERY_MS, stopping.signal);
      // While the database is away nothing is leased, and what we know of its clock is still good.
      await ask(time, SLOW_MS).catch((error: unknown) => {
        log.debug("the database was not asked for its time", { error: String(error) });
      });
    }
  }

  await askFirst(askTime);
  const asking = keepAsking(askTime).catch((error: unknown) => {
    if (!stopping.signal.aborted)
      log.error("the database's time is followed no more", { error: String(error) });
  });
  return {
    now: () => Math.round(own.now() + aheadMs),
    sleep: (ms, signal) => own.sleep(ms, signal),
    async close() {
      stopping.abort();
      await asking;
    },
  };
}
