import { z } from "zod";
import type { PlannedFlow } from "../../domain/flow.ts";
import { amount, day } from "./order-answer.ts";

/** What of a flow a preview shows; absent without one. */
export const flowMembers = {
  flow: z
    .array(
      z.strictObject({
        when: z.string(),
        do: z.array(z.string()),
        stands: z.enum(["done", "answering", "next", "later"]),
        day: day.nullable(),
        why: z.string(),
      }),
    )
    .optional()
    .meta({ description: "The steps of the flow and how far the order has come; absent without one." }),
  captures: z
    .array(z.strictObject({ authorization: z.string(), amount, currency: z.string(), why: z.string() }))
    .optional()
    .meta({ description: "Reserved money that is taken in the shop now." }),
};

export function showFlow({ steps, captures }: PlannedFlow) {
  return {
    flow: steps.map((step) => ({ ...step, do: [...step.do] })),
    captures: captures.map((capture) => ({ ...capture })),
  };
}
