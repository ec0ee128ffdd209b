import type { Generated } from "kysely";

export interface NotificationsTable {
  installation_id: number;
  connection_id: number;
  kind: "errors" | "digest";
  /** As the settings say; a change of it plans the mail anew. */
  rhythm: string;
  /** When it is looked at next whether there is something to tell. Null = never. */
  due_at: string | null;
  /** Which sides of the connection are in trouble and were reported: words with spaces between. */
  told: string;
  created_at: string;
  updated_at: string;
}

export interface WebhookEndpointsTable {
  id: string;
  installation_id: number;
  url: string;
  description: string | null;
  /** Sealed. */
  secret: string;
  status: "active" | "disabled";
  /** Lease of whoever delivers, or the end of the pause a failing endpoint gets. */
  busy_until: string | null;
  created_at: string;
  updated_at: string;
}

export interface WebhookDeliveriesTable {
  id: Generated<number>;
  endpoint_id: string;
  /** The `webhook-id`, the same over all attempts. */
  message_id: string;
  type: string;
  order_id: string;
  /** The body as it is signed and sent. */
  body: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  /** Null when nothing is to be sent any more. */
  due_at: string | null;
  answer_status: number | null;
  failure: string | null;
  created_at: string;
  updated_at: string;
}

/** What a platform told us to forget and is not yet forgotten. */
export interface ErasuresTable {
  installation_id: number;
  /** `customer:<id>`, or `everybody`. */
  person: string;
  due_at: string;
  created_at: string;
}

/** Customers who asked what is held about them. */
export interface DataRequestsTable {
  id: Generated<number>;
  installation_id: number;
  delivery_id: string;
  /** The platform's id; null once the customer was forgotten or the time to answer is over. */
  customer_id: string | null;
  /** JSON array of the orders the platform named. */
  order_ids: string | null;
  asked_at: string;
  until_at: string;
  handed_over_at: string | null;
  handed_over_by: string | null;
  /** When the merchant is told by mail; null = told. */
  due_at: string | null;
}
