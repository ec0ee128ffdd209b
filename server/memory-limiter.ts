import type { Clock, Limiter } from "../plugin/ports.ts";
import { type CallWindow, createLimiter } from "./limiter.ts";

/** Limits for a single process. */
export function createMemoryLimiter(clock: Clock): Limiter {
  return createLimiter(createMemoryWindow(clock), clock);
}

function createMemoryWindow(clock: Pick<Clock, "now">): CallWindow {
  const callsByKey = new Map<string, number[]>();
  const pausedUntil = new Map<string, number>();

  return {
    async claim(key, { calls: allowed, perMs }) {
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
      callsByKey.set(key, [...calls, now]);
      return 0;
    },
    async pause(key, ms) {
      pausedUntil.set(key, Math.max(pausedUntil.get(key) ?? 0, clock.now() + ms));
    },
  };
}
