import type { Clock, Limiter, Ports } from "../../plugin/ports.ts";
import type { Fitting } from "../../server/host.ts";

/**
 * How fast an app in a test goes about its work. Hurried, a ledger's limit is kept by the app and by its stand-in, which
 * refuses what is too much, but a window of calls passes ten times as fast; and the app looks for what has come due four
 * times a second. What time it is stays as it is: leases, delays and dates are judged by the same clock.
 */
export type Pace = "hurried" | "vendor's";

const HURRY = 10;
const TICK_MS = 250;

/** An app at this pace, to which it is always `laterMs()` later than it is. */
export function fittingFor(pace: Pace, laterMs = () => 0): Fitting {
  const inTime = (ports: Ports): Ports => ({ ...ports, clock: ahead(ports.clock, laterMs) });
  if (pace === "vendor's") return { ports: inTime };
  return {
    ports: (ours) => inTime({ ...ours, limiter: inShortWindows(ours.limiter) }),
    tickMs: TICK_MS,
  };
}

/** For the stand-in of Fortnox: shorter than ours by what a call may take on its way, as the vendor's is. */
export const windowAt = (pace: Pace): { windowMs?: number } => (pace === "hurried" ? { windowMs: 250 } : {});

const ahead = ({ now, sleep }: Clock, ms: () => number): Clock => ({ now: () => now() + ms(), sleep });

const inShortWindows = ({ through, pause }: Limiter): Limiter => ({
  through: (key, limit, lane, call) => through(key, { ...limit, perMs: limit.perMs / HURRY }, lane, call),
  pause: (key, ms) => pause(key, ms / HURRY),
});
