import { z } from "zod";

/** `true`: until switched off. A number: for the next so many calls. */
const switchSchema = z.union([z.boolean(), z.int().nonnegative()]);

export const faultsSchema = z.object({
  /** The API answers 500. */
  apiDown: switchSchema,
  /** The API answers 429 with `Retry-After: 1`. */
  api429: switchSchema,
  /** The API refuses the token with an HTML sign-in page and this status instead of a JSON 401. */
  loginPage: z.union([z.literal(200), z.literal(302)]).nullable(),
  /** Every API call takes at least this long. */
  apiSlowMs: z.int().nonnegative(),
  /** The next API call finds all access tokens withdrawn; then the switch is off again. */
  tokensWithdrawn: z.boolean(),
  /** What a record nobody knows is answered with: the vendor does all three. */
  missingRecord: z.enum(["404", "400", "200"]),
  /** Names under which invoices of a credit note can be asked for; an empty list knows none. */
  creditNoteLinks: z.array(z.string()),
  /** Where an invoice's payments are seen: behind its link, or in its own record while the link is empty. */
  invoicePayments: z.enum(["link", "record"]),
  /** Records keep their `updated_at` when money moves. */
  stampsStand: z.boolean(),
  /** Numbers come as texts, flags as 0, "0" or "No", nothing as "" or "N/A", by this seed. */
  loose: z.int().nullable(),
  /** "No webhooks at all": events are logged and never sent. */
  webhooksDrop: z.boolean(),
  webhooksDuplicate: z.boolean(),
  /** Events of the same fifth of a second leave in reverse order. */
  webhooksShuffle: z.boolean(),
  /** Where the body of a POST has the record's id. */
  webhookBody: z.enum(["id", "data", "entity", "none"]),
});

export type SiteFaults = z.infer<typeof faultsSchema>;

export function noFaults(): SiteFaults {
  return {
    apiDown: false,
    api429: false,
    loginPage: null,
    apiSlowMs: 0,
    tokensWithdrawn: false,
    missingRecord: "404",
    creditNoteLinks: ["invoices"],
    invoicePayments: "link",
    stampsStand: false,
    loose: null,
    webhooksDrop: false,
    webhooksDuplicate: false,
    webhooksShuffle: false,
    webhookBody: "id",
  };
}

/** Whether the fault strikes this call; a counted one is used up by it. */
export function strikes(faults: SiteFaults, name: "apiDown" | "api429"): boolean {
  const setting = faults[name];
  if (typeof setting === "boolean") return setting;
  if (setting === 0) return false;
  faults[name] = setting - 1;
  return true;
}
