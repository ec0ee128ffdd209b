import type { Clock, PointBucket, Points } from "../plugin/ports.ts";

/** The part of a bucket the backlog leaves alone. */
export const RESERVE = 0.2;
/** Every bucket we know is full again long before: what nobody asked for so long is forgotten. */
export const FORGOTTEN_MS = 600_000;

/** Whoever misses only what others have taken and may give back looks again after this long. */
export const LOOK_MS = 150;

interface Counted extends PointBucket {
  /** Taken and not settled yet. */
  readonly onTheWay: number;
  /** Milliseconds since the epoch at which `available` held. */
  readonly at: number;
}

/** Points counted inside this process. */
export function createMemoryPoints(clock: Pick<Clock, "now">): Points {
  const buckets = new Map<string, Counted>();

  const standing = (key: string): Counted | null => {
    const known = buckets.get(key);
    const now = clock.now();
    if (known === undefined || now - known.at > FORGOTTEN_MS) return null;
    const refilled = known.available + ((now - known.at) / 1000) * known.perSecond;
    return { ...known, available: Math.min(known.maximum, refilled), at: now };
  };

  return {
    async take(key, points, lane) {
      const bucket = standing(key);
      if (bucket === null) return 0;
      const kept = lane === "backlog" ? bucket.maximum * RESERVE : 0;
      // What is larger than the bucket will never fit; the other side says so itself.
      const missing = Math.min(points + kept, bucket.maximum) - bucket.available;
      if (missing > 0) {
        const waitMs = Math.ceil((missing / bucket.perSecond) * 1000);
        return missing > bucket.onTheWay ? waitMs : Math.min(waitMs, LOOK_MS);
      }
      const onTheWay = bucket.onTheWay + points;
      buckets.set(key, { ...bucket, available: bucket.available - points, onTheWay });
      return 0;
    },
    async settle(key, { taken, charged }, said) {
      const known = standing(key);
      const bucket = said ?? known;
      if (bucket === null) return;
      // Others may be on their way: what was taken for them the other side does not know yet.
      const ours = known === null ? bucket.available : known.available + taken - charged;
      const available = Math.min(ours, said?.available ?? bucket.maximum);
      const onTheWay = Math.max(0, (known?.onTheWay ?? 0) - taken);
      buckets.set(key, { ...bucket, available, onTheWay, at: clock.now() });
    },
  };
}
