import type { AdminFrame } from "../platform.ts";
import type { ShopifyOptions } from "./options.ts";

export const BRIDGE = "/shopify/bridge.js";

/** Our pages stand in the admin of their shop only; without a shop nobody may frame them (shopify.md 1.3). */
export function frameOf(shop: string | null, options: ShopifyOptions): AdminFrame {
  return {
    ancestors: shop === null ? [] : [`https://${shop}`, options.adminUrl],
    scripts: [...options.scripts, BRIDGE],
    metas: { "shopify-api-key": options.clientId },
  };
}
