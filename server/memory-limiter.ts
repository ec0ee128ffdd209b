import type { Clock, Limiter } from "../plugin/ports.ts";
import { type CallCounter, createLimiter, LOOK_MS } from "./limiter.ts";

/** Limits for a single process. */
export function createMemoryLimiter(clock: Clock): Limiter {
  return createLimiter(createMemoryCounter(clock), clock);
}

function createMemoryCounter(clock: Pick<Clock, "now">): CallCounter {
  const callsByKey = new Map<string, number[]>();
  const pausedUntil = new Map<string, number>();
  /** Who is inside, by key. Nobody outlives this process, so a place is always given back. */
  const inside = new Map<string, Set<string>>();

  return {
    async claim(key, { calls: allowed, perMs, atOnce }, id) {
      const now = clock.now();
      const pauseMs = (pausedUntil.get(key) ?? 0) - now;
      if (pauseMs > 0) return pauseMs;
      pausedUntil.delete(key);
      const calls = (callsByKey.get(key) ?? []).filter((at) => at > now - perMs);
      // The call that has to leave the window before there is room; a lane with less room waits for a later one.
      const blocking = calls[calls.length - allowed];
      if (blocking !== undefined) {
        callsByKey.set(key, calls);
        return blocking + perMs - now;
      }
      if (atOnce !== undefined) {
        const holders = inside.get(key) ?? new Set();
        if (holders.size >= atOnce.calls) return LOOK_MS;
        inside.set(key, holders.add(id));
      }
      callsByKey.set(key, [...calls, now]);
      return 0;
    },
    async giveBack(key, id) {
      const holders = inside.get(key);
      holders?.delete(id);
      if (holders?.size === 0) inside.delete(key);
    },
    async pause(key, ms) {
      pausedUntil.set(key, Math.max(pausedUntil.get(key) ?? 0, clock.now() + ms));
    },
  };
}
