import { rowsThatFit } from "../../decision/rules/examples.ts";
import type { Order } from "../../domain/order.ts";
import type { Settings } from "../../settings/schema.ts";
import type { Page } from "../page.ts";

/** How many recent orders meet conditions, with the newest of them as example; null while the shop is being read. */
export type Examples = (when: Settings["rules"][number]["when"]) => Record<string, unknown> | null;

export async function examplesOf(page: Page, settings: Settings): Promise<Examples> {
  const recent = await page.recent.read(page.installation);
  if (recent === null) return () => null;
  const country = settings.vat.seller_country ?? page.installation.country;
  return (when) => {
    if (recent.orders.length === 0) return { text: page.texts("rules.fits_unknown"), example: null };
    const fitting = recent.orders
      .map((order) => ({ order, rows: rowsThatFit(when, order, country) }))
      .filter(({ rows }) => rows.length > 0);
    const [first] = fitting;
    return {
      text: page.texts("rules.fits", { count: fitting.length, orders: recent.orders.length }),
      example: first === undefined ? null : exampleView(page, first.order, first.rows),
    };
  };
}

function exampleView(page: Page, { id, number }: Order, rows: readonly string[]): Record<string, unknown> {
  return {
    href: page.href(`/orders/${encodeURIComponent(id)}`),
    number,
    rows: new Intl.ListFormat(page.locale).format([...new Set(rows)].slice(0, 3)),
  };
}
