import { type Clock, HttpFailure, type Limiter } from "../plugin/ports.ts";

type Lane = Parameters<Limiter["take"]>[2];
type Limit = Parameters<Limiter["take"]>[1];

/** A window of time that slides: how many calls of a key fall into it, seen over all who share it. */
export interface CallWindow {
  /** Counts one call and returns 0, or returns how many milliseconds to wait before asking again. */
  claim(key: string, limit: Limit): Promise<number>;
  /** Nobody's claim succeeds for `ms`. */
  pause(key: string, ms: number): Promise<void>;
}

/**
 * Lets calls wait for their window, in the order they came, each lane for itself.
 * Only the first of a lane asks the window; the rest wait behind it instead of asking all at once.
 */
export function createLimiter(window: CallWindow, clock: Pick<Clock, "sleep">): Limiter {
  const lastInLine = new Map<string, Promise<void>>();

  async function waitForClaim(key: string, limit: Limit): Promise<void> {
    for (;;) {
      const waitMs = await window.claim(key, limit).catch(uncounted);
      if (waitMs === 0) return;
      await clock.sleep(waitMs);
    }
  }

  return {
    async take(key, limit, lane) {
      const line = `${lane} ${key}`;
      const turn = (lastInLine.get(line) ?? Promise.resolve()).then(() =>
        waitForClaim(key, { ...limit, calls: callsFor(lane, limit.calls) }),
      );
      // Whoever comes next waits until this turn is over, whether it ended well or not.
      const over = turn.catch(() => {});
      lastInLine.set(line, over);
      try {
        await turn;
      } finally {
        if (lastInLine.get(line) === over) lastInLine.delete(line);
      }
    },
    pause: (key, ms) => window.pause(key, ms).catch(uncounted),
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
