import { apiKeyEndpoints } from "./api-keys.ts";
import { choiceEndpoints } from "./choices.ts";
import { closedMonthEndpoints } from "./closed-months.ts";
import { connectionEndpoints } from "./connections.ts";
import type { Endpoint } from "./endpoint.ts";
import { flowSecretEndpoints } from "./flow-secret.ts";
import { importEndpoints } from "./imports.ts";
import { notificationEndpoints } from "./notifications.ts";
import { orderActionEndpoints } from "./order-actions.ts";
import { orderEndpoints } from "./orders.ts";
import { ossReportEndpoints } from "./oss-report.ts";
import { payoutEndpoints } from "./payouts.ts";
import { previewEndpoints } from "./preview.ts";
import { reconciliationEndpoints } from "./reconciliation.ts";
import { settingsEndpoints } from "./settings.ts";
import { stockEndpoints } from "./stock.ts";
import { undoEndpoints } from "./undo.ts";
import { webhookEndpoints } from "./webhook-endpoints.ts";

/** Every call of the merchant API: what the router answers is what the OpenAPI document describes. */
export const endpoints: readonly Endpoint[] = [
  ...connectionEndpoints,
  ...settingsEndpoints,
  ...flowSecretEndpoints,
  ...choiceEndpoints,
  ...stockEndpoints,
  ...notificationEndpoints,
  // Before an order's own address, which would take its name for an id.
  ...undoEndpoints,
  ...orderEndpoints,
  ...orderActionEndpoints,
  ...previewEndpoints,
  ...reconciliationEndpoints,
  ...closedMonthEndpoints,
  ...ossReportEndpoints,
  ...importEndpoints,
  ...apiKeyEndpoints,
  ...webhookEndpoints,
  ...payoutEndpoints,
];
