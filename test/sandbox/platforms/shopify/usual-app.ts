import {
  type AppDescription,
  appDescriptionSchema,
} from "../../../../sandbox/platforms/shopify/deploy/app-description.ts";

/** Any app, with more topics and scopes than ours: what the stand-in can do is tried out with it. */
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
          "companies/update",
          "company_locations/update",
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
