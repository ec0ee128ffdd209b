import { formatMoney } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import { previewOrder } from "../../pipeline/reports/orders.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { previewView } from "../order-preview.ts";
import type { Page } from "../page.ts";

const SHOWN = 5;

/** The shop's last orders exactly as they would be booked. Nothing is written. */
export async function previewsView(
  page: Page,
  connection: StoredConnection,
): Promise<Record<string, unknown>> {
  const recent = await page.recent.read(page.installation);
  if (recent === null) return { isRead: false, isReading: true, previews: [] };
  const newest = [...recent.orders]
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
    .slice(0, SHOWN);
  const previews = await Promise.all(newest.map((order) => onePreview(page, connection, order)));
  const telling = previews.find(({ documents }) => documents > 0);
  return { isRead: true, previews: previews.map((one) => ({ ...one, isOpen: one === telling })) };
}

async function onePreview(page: Page, connection: StoredConnection, order: Order) {
  // As if an import asked: the day the connection was made must not hide what is to be shown.
  const preview = await previewOrder(page.context, connection, order.id, { imported: true });
  const outcome = preview.ok ? preview.value.plan.outcome : null;
  return {
    documents: preview.ok ? preview.value.plan.documents.length : 0,
    number: order.number,
    customer: order.customer.name,
    total: formatMoney(order.total),
    currency: order.currency,
    orderedAt: order.createdAt,
    state: outcome === null ? "waiting" : outcome.state,
    reason: outcome === null || outcome.state === "booked" ? null : page.say(outcome.message),
    preview: previewView(
      page,
      preview,
      outcome === null || outcome.state === "booked" ? null : outcome.message,
    ),
  };
}
