import { csv } from "../../api/merchant/csv.ts";
import { codes } from "../../domain/problem.ts";
import type { UnbookedOrder } from "../../pipeline/reports/reconcile.ts";
import { orderRow, reasonOf } from "../orders/order-row.ts";
import { type Answer, type Page, view } from "../page.ts";
import { closingView } from "./closing.ts";
import { isTogether, monthAfter, monthBefore, monthIn, monthReport, sumsView } from "./month-sums.ts";
import { reportTabs } from "./report-tabs.ts";

const LISTED = 100;
const MOST_IN_A_FILE = 50_000;

/** A month: what the shop keeps, what of it is in the ledger, and every order between the two. */
export async function showReconciliation(page: Page): Promise<Answer> {
  const { texts, format } = page;
  const month = monthIn(page);
  const report = await monthReport(page, month, LISTED);
  const name = format.month(month);
  const isWhole = report.unbookedCount === 0;
  const together = isTogether(page) ? "1" : null;
  const hasOrders = report.currencies.length > 0 || report.unread > 0;
  return view("reconciliation", {
    title: texts("reports.title"),
    here: "/reports",
    tabs: reportTabs(page, ""),
    answer: {
      tone: hasOrders ? (isWhole ? "booked" : "waiting") : null,
      text: texts(`reports.answer.${hasOrders ? (isWhole ? "whole" : "unbooked") : "none"}`, {
        month: name,
        count: report.unbookedCount,
        shown: format.number(String(report.unbookedCount)),
      }),
    },
    name,
    before: page.href("/reports", { month: monthBefore(month), together }),
    after: page.href("/reports", { month: monthAfter(month), together }),
    switch: switchView(page, month),
    sums: sumsView(page, report.currencies),
    closing: together === null ? await closingView(page, month, report.currencies) : null,
    unread: report.unread === 0 ? null : report.unread,
    unbooked: report.unbooked.map((one) => unbookedRow(page, one)),
    isCut: report.unbookedCount > report.unbooked.length,
    exportHref: isWhole ? null : page.href("/reports/unbooked.csv", { month, together }),
  });
}

/** Between this connection's orders and those of all of them; null while there is one. */
function switchView(page: Page, month: string): { readonly href: string; readonly label: string } | null {
  if (page.connections.length < 2) return null;
  const isAll = isTogether(page);
  return {
    href: page.href("/reports", { month, together: isAll ? null : "1" }),
    label: page.texts(isAll ? "reports.this_connection" : "reports.together"),
  };
}

/** Every order of the month that is not, or not wholly, in the ledger. */
export async function exportUnbooked(page: Page): Promise<Answer> {
  const { texts } = page;
  const month = monthIn(page);
  const { unbooked } = await monthReport(page, month, MOST_IN_A_FILE);
  const columns = ["number", "customer", "state", "reason", "total", "currency"] as const;
  const content = csv(
    [...columns.map((name) => texts(`orders.column.${name}`)), texts("reports.missing")],
    unbooked.map((one) => {
      const { number, orderId, customer, state, total, currency } = one.transfer;
      const why = reasonText(page, one);
      return [
        number ?? orderId,
        customer,
        texts(`state.${state}`),
        why,
        total,
        one.currency ?? currency,
        one.amount,
      ];
    }),
  );
  return { kind: "file", name: `unbooked-${month}.csv`, type: "text/csv", content };
}

function unbookedRow(page: Page, one: UnbookedOrder): Record<string, unknown> {
  return {
    ...orderRow(page, one.transfer),
    ...(isTogether(page)
      ? { href: page.href(`/orders/${encodeURIComponent(one.transfer.orderId)}`, ofItsConnection(one)) }
      : {}),
    currency: one.currency,
    amount: one.amount,
    why: reasonText(page, one),
  };
}

const ofItsConnection = ({ transfer }: UnbookedOrder) => ({ connection: String(transfer.connectionId) });

function reasonText(page: Page, { transfer, code }: UnbookedOrder): string {
  if (code === "DIFFERENCE") return page.texts("reports.difference_reason");
  return reasonOf(page, transfer) ?? codes[code].sentence;
}
