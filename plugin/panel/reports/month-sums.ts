import { dayIn } from "../../decision/dates.ts";
import { add, formatMoney, isZero, parseMoney, subtract } from "../../domain/money.ts";
import type { Reconciled, ReconciledCurrency, Unbooked } from "../../domain/reconciliation.ts";
import { daysOfMonth, endOf, startOf } from "../../pipeline/day-bounds.ts";
import { sellingConnections } from "../../pipeline/left-to.ts";
import { type ReconciliationReport, reconcile } from "../../pipeline/reports/reconcile.ts";
import { codeSentence } from "../orders/order-row.ts";
import type { Page } from "../page.ts";

/** The month, YYYY-MM, that an address names, else the current one in the shop's time zone. */
export function monthIn({ query, context, installation }: Page): string {
  const named = query.get("month") ?? "";
  if (/^20\d{2}-(0[1-9]|1[0-2])$/.test(named)) return named;
  return dayIn(installation.timeZone, new Date(context.ports.clock.now()).toISOString()).slice(0, 7);
}

export function monthBefore(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 2, 1))
    .toISOString()
    .slice(0, 7);
}

export function monthAfter(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 7);
}

/** Whether the sums are asked for all connections together: each order once, where it is taken. */
export const isTogether = ({ query, connections }: Page): boolean =>
  query.get("together") === "1" && connections.length > 1;

/** What the shop keeps of a month's orders against what of them is in the ledger, with at most `limit` unbooked ones. */
export async function monthReport(page: Page, month: string, limit: number): Promise<ReconciliationReport> {
  const { context, installation, connection } = page;
  const { timeZone } = installation;
  const { from, to } = daysOfMonth(month);
  const all = isTogether(page) ? await sellingConnections(context, installation.id) : [];
  const ids = isTogether(page) ? all.map((one) => one.connection.id) : [connection?.id ?? 0];
  const filter = {
    installationId: installation.id,
    connectionIds: ids,
    from: startOf(from, timeZone),
    to: endOf(to, timeZone),
    timeZone,
  };
  return await reconcile(context, filter, limit);
}

/** One line per currency: shop = booked + left out + waiting + needs you, with what is between them. */
export function sumsView(page: Page, currencies: readonly ReconciledCurrency[]): Record<string, unknown>[] {
  return currencies.map((one) => ({
    currency: one.currency,
    orders: one.orders,
    refunded: isNothing(one.refunded, one.currency) ? null : one.refunded,
    shopTotal: one.shopTotal,
    booked: one.booked,
    skipped: unbookedView(page, one.skipped),
    waiting: unbookedView(page, one.waiting),
    held: unbookedView(page, one.held),
    difference: differenceOf(one, one.currency),
    isEven: isNothing(differenceOf(one, one.currency), one.currency),
  }));
}

function differenceOf(sums: Reconciled, currency: string): string {
  const money = (text: string) => parseMoney(text, currency);
  const found = [sums.booked, sums.skipped, sums.waiting, sums.held].map(({ sum }) => money(sum));
  return formatMoney(subtract(money(sums.shopTotal), found.reduce(add)));
}

function unbookedView(page: Page, { count, sum, reasons }: Unbooked): Record<string, unknown> {
  return {
    count,
    sum,
    reasons: reasons.map(({ code, ...one }) => ({
      ...one,
      text: code === "DIFFERENCE" ? page.texts("reports.difference_reason") : codeSentence(page, code),
    })),
  };
}

const isNothing = (text: string, currency: string): boolean => isZero(parseMoney(text, currency));
