import { z } from "zod";

/** What an answer says of its cost and of the shop's bucket of points (shopify.md 3.4). */
export const queryCost = z.object({
  requestedQueryCost: z.number(),
  actualQueryCost: z.number().nullish(),
  throttleStatus: z.object({
    maximumAvailable: z.number(),
    currentlyAvailable: z.number(),
    restoreRate: z.number().positive(),
  }),
});

export type QueryCost = z.output<typeof queryCost>;

/** A shop's bucket as it was last seen. */
export interface Bucket {
  readonly available: number;
  readonly maximum: number;
  /** Points per second. */
  readonly restoreRate: number;
  /** Milliseconds since the epoch. */
  readonly seenAt: number;
}

export function bucketOf({ throttleStatus }: QueryCost, nowMs: number): Bucket {
  return {
    available: throttleStatus.currentlyAvailable,
    maximum: throttleStatus.maximumAvailable,
    restoreRate: throttleStatus.restoreRate,
    seenAt: nowMs,
  };
}

/** Milliseconds until a query of that cost fits into the bucket, which refills all the time. */
export function waitFor(cost: number, bucket: Bucket, nowMs: number): number {
  const refilled = bucket.available + ((nowMs - bucket.seenAt) / 1000) * bucket.restoreRate;
  // What is larger than the bucket will never fit; Shopify says so itself.
  const missing = Math.min(cost, bucket.maximum) - Math.min(refilled, bucket.maximum);
  return missing <= 0 ? 0 : Math.ceil((missing / bucket.restoreRate) * 1000);
}
