import type { Order } from "../../domain/order.ts";
import { previewOrder } from "../../pipeline/reports/orders.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { previewedOrder } from "../order/previewed-order.ts";
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
  return previewedOrder(page, order, preview);
}
