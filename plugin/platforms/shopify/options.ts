import { type VendorValues, vendorValue } from "../../vendor.ts";

/** What the operator registered with Shopify, and where Shopify is. */
export interface ShopifyOptions {
  readonly clientId: string;
  /** The current secret, then the one before while it is being exchanged: both sign tokens and webhooks (2.2). */
  readonly secrets: readonly [string, ...string[]];
  /** Where the stand-in answers for every shop; null = each shop's own host. */
  readonly apiBase: string | null;
  /** Origin of the admin our pages are shown in. */
  readonly adminUrl: string;
  /** Addresses of Shopify's scripts; pages work without what they add. */
  readonly scripts: readonly string[];
}

export function optionsOf(values: VendorValues): ShopifyOptions {
  const previous = values["SHOPIFY_API_SECRET_PREVIOUS"];
  const secret = vendorValue(values, "SHOPIFY_API_SECRET");
  const polaris = values["SHOPIFY_POLARIS_URL"];
  return {
    clientId: vendorValue(values, "SHOPIFY_API_KEY"),
    secrets: previous === undefined ? [secret] : [secret, previous],
    apiBase: values["SHOPIFY_API_BASE"] ?? null,
    adminUrl: vendorValue(values, "SHOPIFY_ADMIN_URL"),
    scripts: [vendorValue(values, "SHOPIFY_APP_BRIDGE_URL"), ...(polaris === undefined ? [] : [polaris])],
  };
}
