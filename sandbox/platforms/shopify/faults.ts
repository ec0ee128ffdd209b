import { z } from "zod";

/** `true`: until switched off. A number: for the next so many calls. */
const switchSchema = z.union([z.boolean(), z.int().nonnegative()]);

export const faultsSchema = z.object({
  /** The Admin API answers 503. */
  apiDown: switchSchema,
  /** The Admin API answers 429 with `Retry-After: 2.0`. */
  api429: switchSchema,
  /** The Admin API answers 502 with a page of HTML. */
  apiHtml: switchSchema,
  /** The Admin API answers 200 and INTERNAL_SERVER_ERROR. */
  apiInternalError: switchSchema,
  /** The Admin API answers 200 and THROTTLED, whatever the bucket holds. */
  apiThrottled: switchSchema,
  /** Every call of the Admin API takes at least this long. */
  apiSlowMs: z.int().nonnegative(),
  /** A mutation takes effect, then the connection breaks before the answer. */
  apiDropAfterWrite: switchSchema,
  /** A change of stock is refused: another under the same key is said to be on its way. */
  stockBusy: switchSchema,
  /** A bulk operation runs at least this long. */
  bulkRunMs: z.int().nonnegative(),
  /** A bulk operation ends as FAILED with TIMEOUT, half of its rows written. */
  bulkFails: switchSchema,
  /** 402: the shop has not paid Shopify. */
  shopFrozen: z.boolean(),
  /** 423: the shop is locked. */
  shopLocked: z.boolean(),
  /** The next API call finds all access tokens expired; then the switch is off again. */
  tokenExpired: z.boolean(),
  /** The token endpoint answers every refresh with `invalid_grant`. */
  refreshInvalidGrant: z.boolean(),
  /** The token endpoint answers 502 with a page of HTML. */
  tokenEndpointHtml: switchSchema,
  /** The pair is issued, then the connection breaks before the answer. */
  tokenDropAfterIssue: switchSchema,
  /** Scopes that are not there although they were granted: their fields are null and ACCESS_DENIED. */
  withoutScopes: z.array(z.string()),
  /** The app is not approved for protected customer data: its fields are null and ACCESS_DENIED. */
  noCustomerData: z.boolean(),
  /** The shop's plan is without B2B trade: companies are null and ACCESS_DENIED whatever was granted. */
  noB2b: z.boolean(),
  /** One promise about an order's totals is broken by a cent: the sales then miss what the order says. */
  breakTotals: z.boolean(),
  /** Sales are of a kind that this version of the API has no word for. */
  unknownSales: z.boolean(),
  /** Deliveries are logged as dropped and never sent. */
  webhooksDrop: z.boolean(),
  /** Only these topics are dropped. */
  webhooksDropTopics: z.array(z.string()),
  /** Every delivery is sent twice at the same moment, under the same webhook id. */
  webhooksDuplicate: z.boolean(),
  /** Deliveries of the same fifth of a second leave in reverse order. */
  webhooksShuffle: z.boolean(),
  /** Every delivery leaves this much later. */
  webhooksDelayMs: z.int().nonnegative(),
  /** Attempts carry an HMAC made with another secret. */
  webhooksBadHmac: z.boolean(),
  /** Attempts carry no HMAC. */
  webhooksNoHmac: z.boolean(),
});

export type ShopFaults = z.infer<typeof faultsSchema>;
type CountedFault =
  | "apiDown"
  | "api429"
  | "apiHtml"
  | "apiInternalError"
  | "apiThrottled"
  | "apiDropAfterWrite"
  | "stockBusy"
  | "bulkFails"
  | "tokenEndpointHtml"
  | "tokenDropAfterIssue";

export function noFaults(): ShopFaults {
  return {
    apiDown: false,
    api429: false,
    apiHtml: false,
    apiInternalError: false,
    apiThrottled: false,
    apiSlowMs: 0,
    apiDropAfterWrite: false,
    stockBusy: false,
    bulkRunMs: 0,
    bulkFails: false,
    shopFrozen: false,
    shopLocked: false,
    tokenExpired: false,
    refreshInvalidGrant: false,
    tokenEndpointHtml: false,
    tokenDropAfterIssue: false,
    withoutScopes: [],
    noCustomerData: false,
    noB2b: false,
    breakTotals: false,
    unknownSales: false,
    webhooksDrop: false,
    webhooksDropTopics: [],
    webhooksDuplicate: false,
    webhooksShuffle: false,
    webhooksDelayMs: 0,
    webhooksBadHmac: false,
    webhooksNoHmac: false,
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
