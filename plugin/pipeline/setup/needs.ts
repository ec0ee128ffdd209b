import type { Needs } from "../../connectors/connector.ts";
import type { Settings } from "../../settings/schema.ts";

/** What the settings want of a ledger beyond what every connection needs. */
export function needsOf(settings: Settings): Needs {
  const wantsOrders =
    settings.orders.document === "order" ||
    settings.orders.flow.some((step) => step.do.includes("order")) ||
    settings.rules.some(({ set }) => set.document === "order");
  const receipts = Object.entries(settings.payments.methods)
    .filter(([, { register }]) => register)
    .map(([method, { mode = null, account = null }]) => ({ method, mode, account }));
  return { orders: wantsOrders, receipts };
}
