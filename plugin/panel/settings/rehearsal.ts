import { formatMoney } from "../../domain/money.ts";
import { askingOf } from "../../pipeline/reports/asking.ts";
import { type Difference, rehearse } from "../../pipeline/reports/rehearse.ts";
import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import type { Page } from "../page.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_ORDERS = 15;
const MOST_DIFFERENCES = 8;

/** What of the last month's orders would be booked differently with other settings. Nothing is saved or written. */
export async function rehearsalView(
  page: Page,
  connection: StoredConnection,
  settings: Settings,
): Promise<Record<string, unknown>> {
  const { context, installation, texts } = page;
  const [recent, now, then] = await Promise.all([
    page.recent.read(installation),
    askingOf(context, connection),
    askingOf(context, connection, settings),
  ]);
  if (recent === null) return { text: texts("start.reading"), tone: "waiting", changed: [] };
  if (now === null || then === null)
    return { text: texts("rehearsal.no_ledger"), tone: "waiting", changed: [] };
  const since = context.ports.clock.now() - DAYS * DAY_MS;
  const orders = recent.orders.filter((order) => Date.parse(order.createdAt) >= since);
  const { changed } = rehearse(orders, now, then);
  const answer = orders.length === 0 ? "no_orders" : changed.length === 0 ? "same" : "differs";
  return {
    tone: changed.length === 0 ? "booked" : "waiting",
    text: texts(`rehearsal.${answer}`, { count: changed.length, orders: orders.length }),
    isCut: changed.length > MOST_ORDERS,
    changed: changed.slice(0, MOST_ORDERS).map(({ order, differences }) => ({
      number: order.number,
      href: page.href(`/orders/${encodeURIComponent(order.id)}`),
      customer: order.customer.name,
      total: formatMoney(order.total),
      currency: order.currency,
      differences: differences.slice(0, MOST_DIFFERENCES).map((one) => differenceView(page, one)),
      more: Math.max(0, differences.length - MOST_DIFFERENCES),
    })),
  };
}

function differenceView(page: Page, { row, what, before, after }: Difference): Record<string, unknown> {
  const { texts } = page;
  const shown = (value: string | null): string => {
    if (value === null || value === "") return texts("rehearsal.nothing");
    if (what !== "outcome") return value;
    return value === "booked" ? texts("state.booked") : page.say(value);
  };
  const name = texts(`rehearsal.what.${what}`, { or: what });
  return { name: row === null ? name : `${row}: ${name}`, before: shown(before), after: shown(after) };
}
