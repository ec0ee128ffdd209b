import { payoutIdOf, payoutKey } from "../../domain/payout.ts";
import { syncNow, waitForOrders } from "../../pipeline/inbox/sync.ts";
import { documentsOf } from "../../pipeline/reports/orders.ts";
import { openShop } from "../../pipeline/shop.ts";
import { listTransfers } from "../../store/transfers/transfer-lists.ts";
import { readLog } from "../../store/transfers/transfer-log.ts";
import { readTransfer, type Transfer } from "../../store/transfers/transfers.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { settingsLink } from "../causes/fix-link.ts";
import { fixOf, timeline } from "../order/order.ts";
import { entriesView } from "../order/order-preview.ts";
import { reasonOf } from "../orders/order-row.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { reportTabs } from "./report-tabs.ts";

const PAGE_SIZE = 25;
const LOG_LINES = 100;
const PATIENCE_MS = 8_000;

/** Payouts of payment providers and how each stands in the ledger. */
export async function showPayouts(page: Page): Promise<Answer> {
  const { context, installation, connection, texts, query } = page;
  const last = query.get("after_id");
  const found = await listTransfers(context.store, {
    installationId: installation.id,
    connectionId: connection?.id ?? 0,
    kind: "payout",
    after: last === null ? undefined : { orderedAt: query.get("after"), orderId: last },
    limit: PAGE_SIZE + 1,
  });
  const shown = found.slice(0, PAGE_SIZE);
  const end = shown.at(-1);
  const isGranted = openShop(context, installation).payouts !== undefined;
  return view("payouts", {
    title: texts("reports.title"),
    here: "/reports",
    tabs: reportTabs(page, "/payouts"),
    answer: { tone: null, text: texts(`payouts.answer.${shown.length === 0 ? "none" : "some"}`) },
    notice: isGranted ? null : texts("payouts.not_granted"),
    setting: settingsLink(page, "payouts.enabled"),
    payouts: shown.map((transfer) => payoutRow(page, transfer)),
    first: last === null ? null : page.href("/reports/payouts"),
    next:
      end === undefined || found.length <= PAGE_SIZE
        ? null
        : page.href("/reports/payouts", { after: end.orderedAt, after_id: end.orderId }),
  });
}

/** One payout: its voucher, what stands in the way, what happened. */
export async function showPayout(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const { context, texts } = page;
  const key = keyOf(page, params);
  const transfer = await readTransfer(context.store, key);
  if (transfer === null || transfer.kind !== "payout") return refusal("not_found");
  const [reported, log] = await Promise.all([
    documentsOf(context, key),
    readLog(context.store, key, LOG_LINES),
  ]);
  const own = payoutPath(transfer);
  return view("payout", {
    ...payoutRow(page, transfer),
    title: texts("payouts.title", { number: payoutIdOf(transfer.orderId) ?? "" }),
    here: "/reports",
    answer: { tone: transfer.state, text: reasonOf(page, transfer) ?? texts("payouts.booked") },
    fix: fixOf(page, transfer),
    vouchers: reported.journals.map(({ number, journal }) => ({
      ...journal,
      lines: entriesView(journal.lines),
      sentAs: number,
    })),
    log: timeline(page, log),
    syncAction: page.can.act ? page.href(`${own}/sync`) : null,
    syncToken: await formToken(page, `payout:${transfer.orderId}`),
  });
}

export async function syncPayout(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const { orderId } = keyOf(page, params);
  if (!(await isFormTokenValid(page, `payout:${orderId}`))) return refusal("form_expired");
  const { context, installation } = page;
  await syncNow(context, installation.id, [orderId]);
  await waitForOrders(context, installation.id, [orderId], PATIENCE_MS);
  return redirect(
    page.href(`/reports/payouts/${encodeURIComponent(params["id"] ?? "")}`, { notice: "payout_synced" }),
  );
}

/** The columns of a transfer as a payout fills them. */
function payoutRow(page: Page, transfer: Transfer): Record<string, unknown> {
  const { orderId, customer, total, currency, orderedAt, state } = transfer;
  return {
    href: page.href(payoutPath(transfer)),
    id: payoutIdOf(orderId) ?? orderId,
    gateway: customer,
    net: total,
    currency,
    paidAt: orderedAt,
    state,
    reason: state === "booked" ? null : reasonOf(page, transfer),
  };
}

const payoutPath = ({ orderId }: Transfer): string =>
  `/reports/payouts/${encodeURIComponent(payoutIdOf(orderId) ?? orderId)}`;

function keyOf({ installation, connection }: Page, params: Readonly<Record<string, string>>) {
  const orderId = payoutKey((params["id"] ?? "").slice(0, 184));
  return { installationId: installation.id, connectionId: connection?.id ?? 0, orderId };
}
