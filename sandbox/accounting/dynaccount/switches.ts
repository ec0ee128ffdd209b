import { z } from "zod";

/** A calendar day, YYYY-MM-DD. */
const day = z.iso.date();

/**
 * Standing conditions of one company. Those that answer an open question of the reference bear its number, and begin
 * with the stricter of the answers.
 */
export const switchSchema = z.strictObject({
  /** D1: the actions that book exist under the assumed names. */
  bookingActions: z.boolean(),
  /** D3: a new credit note comes with the lines of its invoice. */
  prefillsCreditLines: z.boolean(),
  /** D11: refused credentials answer 200 with an `error` instead of 401. */
  refusesWith200: z.boolean(),
  /** D14: the good lines of a faulty bulk stay. */
  keepsGoodLines: z.boolean(),
  /** D15: calls of one company that may be under way at once; null = any number. */
  atOnce: z.int().min(1).nullable(),
  /** D18: columns that an update does not send are blanked. */
  blanksMissing: z.boolean(),
  /** VAT is rounded on each line instead of once for each document. */
  vatPerLine: z.boolean(),
  /** The key was revoked by the merchant. */
  keyRevoked: z.boolean(),
  /** Last locked day. */
  lockedUntil: day.nullable(),
});

export type Switches = z.infer<typeof switchSchema>;

/** A company in good order, read strictly. */
export const initialSwitches: Switches = {
  bookingActions: true,
  prefillsCreditLines: false,
  refusesWith200: false,
  keepsGoodLines: true,
  atOnce: 2,
  blanksMissing: true,
  vatPerLine: true,
  keyRevoked: false,
  lockedUntil: null,
};

/** The switches in words, for the page where a person turns them. */
export const switchWords: Record<Exclude<keyof Switches, "lockedUntil" | "atOnce">, string> = {
  bookingActions: "Actions that book exist (D1)",
  prefillsCreditLines: "Credit notes come with the invoice's lines (D3)",
  refusesWith200: "Refused keys answer 200 with an error (D11)",
  keepsGoodLines: "Good lines of a faulty bulk stay (D14)",
  blanksMissing: "Updates blank what they do not send (D18)",
  vatPerLine: "VAT is rounded line by line",
  keyRevoked: "The key has been revoked",
};
