import type { Needs } from "../../connectors/connector.ts";
import type { Settings } from "../../settings/schema.ts";

/** What the settings want of a ledger that not every consent opens. */
export function needsOf(settings: Settings): Needs {
  const wantsOrders =
    settings.orders.document === "order" ||
    settings.orders.flow.some((step) => step.do.includes("order")) ||
    settings.rules.some(({ set }) => set.document === "order");
  return { orders: wantsOrders };
}
