import { z } from "zod";
import { meta } from "../meta.ts";

export const notifications = z.strictObject({
  recipients: z
    .array(z.email().max(254))
    .max(10)
    .default([])
    .meta(meta("Recipients", "E-mail addresses, up to ten, with spaces between. Empty: nobody gets mail.")),
  errors: z
    .enum(["immediately", "hourly", "daily", "off"])
    .default("hourly")
    .meta(
      meta(
        "Report what needs somebody",
        "Only orders not reported before, one line per cause with the link to mend it. Immediately: within a minute, at most every ten minutes. Daily: at seven in the morning.",
      ),
    ),
  digest: z
    .enum(["off", "daily", "weekly"])
    .default("off")
    .meta(
      meta(
        "Summary",
        "Whether everything is booked, with the sums of the day before, or on Mondays of the week before.",
      ),
    ),
});
