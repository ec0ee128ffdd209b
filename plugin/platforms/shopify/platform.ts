import type { Platform } from "../platform.ts";
import { frameOf } from "./frame.ts";
import type { ShopifyOptions } from "./options.ts";
import { pagesOf } from "./pages.ts";
import { sessionsOf } from "./session.ts";
import { shopOf } from "./shop.ts";
import { webhooksOf } from "./webhook.ts";

/** Shopify as an embedded public app: installed by Shopify, told by webhooks, read by GraphQL. */
export function shopify(options: ShopifyOptions): Platform {
  return {
    id: "shopify",
    name: "Shopify",
    // Shopify installs by itself; the first session token adopts the shop.
    install: null,
    webhooks: webhooksOf(options),
    sessions: sessionsOf(options),
    // A company's registration and what a checkout asked for are told as they were typed in.
    checksVatNumbers: false,
    pages: pagesOf(options),
    frame: (installation) => frameOf(installation.tenantId, options),
    open: (installation, ports) => shopOf(installation, ports, options),
  };
}
