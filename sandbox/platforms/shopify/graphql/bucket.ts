import type { ShopClock } from "../clock.ts";
import type { Tenant } from "../store.ts";

const RESTORE_RATES: Readonly<Record<Tenant["plan"], number>> = {
  Basic: 100,
  Advanced: 200,
  "Shopify Plus": 1000,
};

/** Seconds it takes to fill an empty bucket. */
const FILL_SECONDS = 20;

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

export type Bucket = ReturnType<typeof openBucket>;

/** The points of one app in one shop: charged by what a query really cost, filled by time. */
export function openBucket(plan: Tenant["plan"], clock: ShopClock) {
  const restoreRate = RESTORE_RATES[plan];
  const maximumAvailable = restoreRate * FILL_SECONDS;
  let available = maximumAvailable;
  let filledAt = clock.now().getTime();

  function fill(): void {
    const now = clock.now().getTime();
    available = Math.min(maximumAvailable, available + (Math.max(0, now - filledAt) / 1000) * restoreRate);
    filledAt = now;
  }

  return {
    holds(points: number): boolean {
      fill();
      return available >= points;
    },
    charge(points: number): void {
      fill();
      available = Math.max(0, available - points);
    },
    /** Empties the bucket to so many points, as if other calls had used them. */
    drain(left = 0): void {
      fill();
      available = left;
    },
    status(): ThrottleStatus {
      fill();
      return { maximumAvailable, currentlyAvailable: Math.floor(available), restoreRate };
    },
  };
}
