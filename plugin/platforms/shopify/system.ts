import type { PlatformSystem } from "../platform.ts";
import { optionsOf } from "./options.ts";
import { shopify } from "./platform.ts";

/** What the operator registered in Shopify's partner dashboard, and where Shopify and its scripts are. */
export const shopifySystem: PlatformSystem = {
  id: "shopify",
  variables: [
    { name: "SHOPIFY_API_KEY", kind: "text", required: true },
    { name: "SHOPIFY_API_SECRET", kind: "secret", required: true },
    { name: "SHOPIFY_API_SECRET_PREVIOUS", kind: "secret" },
    { name: "SHOPIFY_API_BASE", kind: "origin", standInOnly: true },
    { name: "SHOPIFY_ADMIN_URL", kind: "origin", default: "https://admin.shopify.com" },
    {
      name: "SHOPIFY_APP_BRIDGE_URL",
      kind: "pattern",
      default: "https://cdn.shopify.com/shopifycloud/app-bridge.js",
    },
    { name: "SHOPIFY_POLARIS_URL", kind: "pattern" },
  ],
  platform: (values) => shopify(optionsOf(values)),
};
