import { z } from "zod";

const subscriptionSchema = z.object({
  topics: z.array(z.string()).default([]),
  complianceTopics: z.array(z.string()).default([]),
  /** Relative to the application's origin, or https. */
  uri: z.string(),
  includeFields: z.array(z.string()).default([]),
  name: z.string().max(50).optional(),
});

const linkSchema = z.object({
  target: z.enum([
    "admin.order-details.action.link",
    "admin.order-index.selection-action.link",
    "admin.order-index.action.link",
    "admin.app.support.link",
  ]),
  text: z.string(),
  /** Relative to the application's origin. */
  url: z.string().startsWith("/"),
});

/** What a deploy of `shopify.app.toml` and its extensions tells Shopify of the app. */
export const appDescriptionSchema = z.object({
  name: z.string(),
  handle: z.string(),
  applicationUrl: z.url(),
  apiVersion: z.string().default("2026-10"),
  scopes: z.array(z.string()),
  optionalScopes: z.array(z.string()).default([]),
  subscriptions: z.array(subscriptionSchema).default([]),
  links: z.array(linkSchema).default([]),
});

export type AppDescription = z.output<typeof appDescriptionSchema>;
export type Subscription = AppDescription["subscriptions"][number];
export type AdminLink = AppDescription["links"][number];

/** An app with everything it may need, for a start without a description of one's own. */
export function usualApp(applicationUrl: string): AppDescription {
  return appDescriptionSchema.parse({
    name: "Ledger Relay",
    handle: "ledger-relay",
    applicationUrl,
    scopes: [
      "read_orders",
      "write_orders",
      "read_returns",
      "read_customers",
      "read_products",
      "read_inventory",
      "read_locations",
      "read_payment_terms",
    ],
    optionalScopes: [
      "read_all_orders",
      "write_inventory",
      "read_companies",
      "read_shopify_payments_payouts",
      "read_shopify_payments_accounts",
      "read_own_subscription_contracts",
    ],
    subscriptions: [
      {
        topics: [
          "orders/create",
          "orders/updated",
          "orders/paid",
          "orders/edited",
          "orders/cancelled",
          "orders/fulfilled",
          "orders/delete",
          "refunds/create",
          "order_transactions/create",
          "returns/process",
          "app/uninstalled",
          "app/scopes_update",
          "shop/update",
          "products/create",
          "products/update",
          "customers/create",
          "customers/update",
          "inventory_levels/update",
          "bulk_operations/finish",
        ],
        uri: "/shopify/webhooks",
      },
      {
        complianceTopics: ["customers/data_request", "customers/redact", "shop/redact"],
        uri: "/shopify/webhooks/compliance",
      },
    ],
    links: [
      { target: "admin.order-details.action.link", text: "Sync to accounting", url: "/shopify/orders/sync" },
      {
        target: "admin.order-index.selection-action.link",
        text: "Sync to accounting",
        url: "/shopify/orders/sync",
      },
    ],
  });
}
