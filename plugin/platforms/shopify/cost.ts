import { z } from "zod";
import type { PointBucket } from "../../ports.ts";

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

/** The shop's bucket as the answer says it stands. */
export function bucketOf({ throttleStatus }: QueryCost): PointBucket {
  const { currentlyAvailable, maximumAvailable, restoreRate } = throttleStatus;
  return { available: currentlyAvailable, maximum: maximumAvailable, perSecond: restoreRate };
}
