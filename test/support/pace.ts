import type { Ports } from "../../plugin/ports.ts";

/**
 * How fast calls may follow each other. A ledger's limit is kept in either way, by the app and by its stand-in, which
 * refuses what is too much; but where five seconds are one half, nobody waits for the vendor's clock.
 */
export type Pace = "hurried" | "vendor's";

const HURRY = 10;

/** For `startHost`: windows of calls pass ten times as fast. */
export function atPace(pace: Pace): (ports: Ports) => Ports {
  if (pace === "vendor's") return (ports) => ports;
  return (ports) => ({
    ...ports,
    limiter: {
      take: (key, { calls, perMs }, lane) => ports.limiter.take(key, { calls, perMs: perMs / HURRY }, lane),
      pause: (key, ms) => ports.limiter.pause(key, ms / HURRY),
    },
  });
}

/** For the stand-in of Fortnox. Shorter than ours by what a call may take on its way, as the vendor's is. */
export const windowAt = (pace: Pace): { windowMs?: number } => (pace === "hurried" ? { windowMs: 250 } : {});
