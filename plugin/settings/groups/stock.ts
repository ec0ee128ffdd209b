import { z } from "zod";
import { meta } from "../meta.ts";

export const stock = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .meta(
      meta("Pass stock on to the shop", "The ledger is the master: its levels replace those of the shop."),
    ),
  interval_minutes: z.int().min(5).max(1440).default(30).meta(meta("Every so many minutes")),
  location: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta(meta("The shop's location", "The shop's own id of it. Empty: the shop's only or first one.")),
});
