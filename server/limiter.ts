import { randomUUID } from "node:crypto";
import { type CallLimit, type Clock, HttpFailure, type Lane, type Limiter } from "../plugin/ports.ts";

/** Whoever found all places taken looks again after this long; a place given back in its own process wakes it sooner. */
export const LOOK_MS = 40;

/**
 * What is counted of a key, seen over all who share it: the calls in a window that slides, and where a limit knows
 * places, who holds one.
 */
export interface CallCounter {
  /** Counts one call under `id` and returns 0, or returns how many milliseconds to wait before asking again. */
  claim(key: string, limit: CallLimit, id: string): Promise<number>;
  /** The call's place is free again. */
  giveBack(key: string, id: string): Promise<void>;
  /** Nobody's claim succeeds for `ms`. */
  pause(key: string, ms: number): Promise<void>;
}

/**
 * Lets calls wait for their turn, in the order they came, each lane for itself.
 * Only the first of a lane asks the counter; the rest wait behind it instead of asking all at once.
 */
export function createLimiter(counter: CallCounter, clock: Pick<Clock, "sleep">): Limiter {
  const lastInLine = new Map<string, Promise<void>>();
  const bell = createBell(clock);

  async function waitForClaim(key: string, limit: CallLimit, id: string): Promise<void> {
    for (;;) {
      const waitMs = await counter.claim(key, limit, id).catch(uncounted);
      if (waitMs === 0) return;
      await (limit.atOnce === undefined ? clock.sleep(waitMs) : bell.sleep(key, waitMs));
    }
  }

  async function inLine(key: string, limit: CallLimit, lane: Lane, id: string): Promise<void> {
    const line = `${lane} ${key}`;
    const turn = (lastInLine.get(line) ?? Promise.resolve()).then(async () => {
      // A few places cannot be kept free for people, so the backlog lets those who wait go first.
      if (lane === "backlog" && limit.atOnce !== undefined) await lastInLine.get(`people ${key}`);
      await waitForClaim(key, { ...limit, calls: callsFor(lane, limit.calls) }, id);
    });
    // Whoever comes next waits until this turn is over, whether it ended well or not.
    const over = turn.catch(() => {});
    lastInLine.set(line, over);
    try {
      await turn;
    } finally {
      if (lastInLine.get(line) === over) lastInLine.delete(line);
    }
  }

  return {
    async through(key, limit, lane, call) {
      const id = randomUUID();
      try {
        await inLine(key, limit, lane, id);
        return await call();
      } finally {
        if (limit.atOnce !== undefined) {
          // Nobody waits for this; a place that could not be given back is free again when the call must be over.
          void counter.giveBack(key, id).catch(() => {});
          bell.ring(key);
        }
      }
    },
    pause: (key, ms) => counter.pause(key, ms).catch(uncounted),
  };
}

/** A tenth is kept for people, who wait at the screen. */
function callsFor(lane: Lane, calls: number): number {
  return lane === "people" ? calls : Math.max(1, calls - Math.max(1, Math.floor(calls / 10)));
}

/** Uncounted calls could break the ledger's limit: the call is not made, and is tried again like any other. */
function uncounted(cause: unknown): never {
  throw new HttpFailure("the limits cannot be counted", { sent: false, cause });
}

/** Whoever sleeps for a place of a key is woken before the time when one is given back in this process. */
function createBell(clock: Pick<Clock, "sleep">) {
  const bells = new Map<string, AbortController>();
  return {
    async sleep(key: string, ms: number): Promise<void> {
      const bell = bells.get(key) ?? new AbortController();
      bells.set(key, bell);
      try {
        await clock.sleep(ms, bell.signal);
      } catch (error) {
        if (!bell.signal.aborted) throw error;
      }
    },
    ring(key: string): void {
      bells.get(key)?.abort();
      bells.delete(key);
    },
  };
}
