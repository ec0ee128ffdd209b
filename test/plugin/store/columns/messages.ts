import type { Columns } from "./columns.ts";

/** Of the tables in `plugin/store/tables/messages.ts`. */
export const messagesColumns: Columns<
  "erasures" | "data_requests" | "notifications" | "webhook_endpoints" | "webhook_deliveries"
> = {
  erasures: {
    installation_id: true,
    person: true,
    due_at: true,
    created_at: true,
  },
  data_requests: {
    id: true,
    installation_id: true,
    delivery_id: true,
    customer_id: true,
    order_ids: true,
    asked_at: true,
    until_at: true,
    handed_over_at: true,
    handed_over_by: true,
    due_at: true,
  },
  notifications: {
    installation_id: true,
    connection_id: true,
    kind: true,
    rhythm: true,
    due_at: true,
    told: true,
    created_at: true,
    updated_at: true,
  },
  webhook_endpoints: {
    id: true,
    installation_id: true,
    url: true,
    description: true,
    secret: true,
    status: true,
    busy_until: true,
    created_at: true,
    updated_at: true,
  },
  webhook_deliveries: {
    id: true,
    endpoint_id: true,
    message_id: true,
    type: true,
    order_id: true,
    body: true,
    state: true,
    attempts: true,
    due_at: true,
    answer_status: true,
    failure: true,
    created_at: true,
    updated_at: true,
  },
};
