import { z } from "zod";

/** `true`: until switched off. A number: for the next so many calls. */
const switchSchema = z.union([z.boolean(), z.int().nonnegative()]);

export const faultsSchema = z.object({
  /** The resource API answers 503. */
  apiDown: switchSchema,
  /** The resource API answers 429 with `Retry-After: 1`. */
  api429: switchSchema,
  /** Every API call takes at least this long. */
  apiSlowMs: z.int().nonnegative(),
  /** A write takes effect, then the connection breaks before the answer. */
  apiDropAfterWrite: switchSchema,
  /** Events are logged as dropped and never sent. */
  webhooksDrop: z.boolean(),
  /** Every event is sent twice at the same moment, under the same `webhook-id`. */
  webhooksDuplicate: z.boolean(),
  /** Events of the same fifth of a second leave in reverse order, without further delay. */
  webhooksShuffle: z.boolean(),
  /** Every event leaves this much later. */
  webhooksDelayMs: z.int().nonnegative(),
  /** Attempts carry a signature made with another secret. */
  webhooksBadSignature: z.boolean(),
  /** Attempts carry a correctly signed timestamp of an hour ago. */
  webhooksOldTimestamp: z.boolean(),
  /** The next API call finds all access tokens expired; then the switch is off again. */
  tokenExpired: z.boolean(),
  /** The token endpoint answers every refresh with `invalid_grant`. */
  refreshInvalidGrant: z.boolean(),
  /** Scopes the merchant does not grant, at the next installation or refresh. */
  narrowScopes: z.array(z.string()),
});

export type ShopFaults = z.infer<typeof faultsSchema>;
type CountedFault = "apiDown" | "api429" | "apiDropAfterWrite";

export function noFaults(): ShopFaults {
  return {
    apiDown: false,
    api429: false,
    apiSlowMs: 0,
    apiDropAfterWrite: false,
    webhooksDrop: false,
    webhooksDuplicate: false,
    webhooksShuffle: false,
    webhooksDelayMs: 0,
    webhooksBadSignature: false,
    webhooksOldTimestamp: false,
    tokenExpired: false,
    refreshInvalidGrant: false,
    narrowScopes: [],
  };
}

/** Whether the fault strikes this call; a counted one is used up by it. */
export function strikes(faults: ShopFaults, name: CountedFault): boolean {
  const setting = faults[name];
  if (typeof setting === "boolean") return setting;
  if (setting === 0) return false;
  faults[name] = setting - 1;
  return true;
}
