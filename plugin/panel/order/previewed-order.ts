import { formatMoney } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import type { PreviewResult } from "../../pipeline/reports/orders.ts";
import type { Page } from "../page.ts";
import { previewView } from "./order-preview.ts";

/** An order with the documents it would become, for a list of them; without a preview the order alone. */
export function previewedOrder(page: Page, order: Order, preview: PreviewResult | null) {
  const plan = preview?.ok === true ? preview.value.plan : null;
  const outcome = plan?.outcome ?? null;
  const message = outcome === null || outcome.state === "booked" ? null : outcome.message;
  return {
    documents: plan?.documents.length ?? 0,
    number: order.number,
    customer: order.customer.name,
    total: formatMoney(order.total),
    currency: order.currency,
    orderedAt: order.createdAt,
    state: outcome === null ? "waiting" : outcome.state,
    reason: message === null ? null : page.say(message),
    preview: preview === null ? null : previewView(page, preview, message),
  };
}
