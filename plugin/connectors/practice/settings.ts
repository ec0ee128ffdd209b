import { z } from "zod";

/** What a merchant chooses of practice books alone. */
export const practiceSettings = z.object({
  locked_until: z.iso.date().optional().meta({
    title: "Locked up to and including",
    help: "Nothing of that day or earlier can be booked, as in a ledger whose period is closed. Empty: everything is open.",
  }),
});
