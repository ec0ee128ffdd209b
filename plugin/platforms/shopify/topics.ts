/**
 * The webhooks the app is told by, one list for each form of body. Shopify drops a delivery whose fields are those of
 * the one before, so the fields asked for hold one that always changes, and each topic has all of them (shopify.md 1.1).
 */
export const topics: readonly {
  readonly topics: readonly string[];
  /** Empty: the whole body, where it is small or names the order deeper down. */
  readonly fields: readonly string[];
}[] = [
  {
    topics: ["orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled"],
    fields: ["id", "admin_graphql_api_id", "updated_at"],
  },
  { topics: ["refunds/create"], fields: ["id", "order_id", "created_at", "processed_at"] },
  // A payment is told of again when its status changes, and by nothing else.
  {
    topics: ["order_transactions/create"],
    fields: ["id", "order_id", "status", "created_at", "processed_at"],
  },
  {
    // People tell by every order of theirs, so changes of theirs are looked up; companies change seldom.
    topics: ["companies/update", "company_locations/update"],
    fields: ["admin_graphql_api_id", "updated_at"],
  },
  {
    topics: ["orders/edited", "orders/delete", "returns/process", "app/uninstalled", "app/scopes_update"],
    fields: [],
  },
];

/** What privacy law asks of every app. */
export const complianceTopics = ["customers/data_request", "customers/redact", "shop/redact"] as const;

export const webhookPath = "/shopify/webhooks";
export const compliancePath = "/shopify/webhooks/compliance";
