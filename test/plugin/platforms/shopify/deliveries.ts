import { createHmac } from "node:crypto";
import type { RawDelivery } from "../../../../plugin/platforms/platform.ts";
import type { ShopifyOptions } from "../../../../plugin/platforms/shopify/options.ts";

export const OPTIONS: ShopifyOptions = {
  clientId: "client-1",
  secrets: ["secret-now", "secret-before"],
  apiBase: null,
  adminUrl: "https://admin.shopify.com",
  scripts: ["https://cdn.shopify.com/shopifycloud/app-bridge.js"],
};

/** What the vault holds of the shop these deliveries are of. */
export const SECRETS = { shop_id: "954889", installed_at: "2026-03-01T00:00:00.000Z" };

/** A delivery of the shop as Shopify signs it; `headers` replaces some of its own. */
export function delivery(
  topic: string,
  body: string,
  {
    secret = "secret-now",
    headers = {},
  }: { secret?: string; headers?: Record<string, string | undefined> } = {},
): RawDelivery {
  const bytes = Buffer.from(body, "utf8");
  return {
    body: bytes,
    headers: {
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": "fjall-form.myshopify.com",
      "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
      "x-shopify-triggered-at": "2026-03-02T08:00:00.123456789Z",
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(bytes).digest("base64"),
      ...headers,
    },
  };
}
