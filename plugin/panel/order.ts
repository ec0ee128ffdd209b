import { usualPlace } from "../api/fix-url.ts";
import { type Warning, warnings } from "../domain/problem.ts";
import { connectorOf } from "../pipeline/context.ts";
import { syncNow, waitForOrders } from "../pipeline/inbox/sync.ts";
import { documentsOf, type Reported, specificationFor } from "../pipeline/reports/orders.ts";
import { acceptChanges } from "../pipeline/watch/accept.ts";
import { readLog } from "../store/transfer-log.ts";
import { readTransfer, type Transfer } from "../store/transfers.ts";
import { type FixLink, fixLink, settingsLink } from "./fix-link.ts";
import { formToken, isFormTokenValid } from "./form-token.ts";
import { previewInTime, previewView } from "./order-preview.ts";
import { reasonOf } from "./order-row.ts";
import { type Answer, type Page, redirect, refusal, view } from "./page.ts";

const LOG_LINES = 100;
const SYNC_PATIENCE_MS = 8_000;
const MAX_ID = 200;

/** Everything about one order: how it stands, what is in the ledger, what would be sent and why, what happened. */
export async function showOrder(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (orderId === "" || orderId.length > MAX_ID) return refusal("not_found");
  const { context, installation, connection, texts } = page;
  const key = { installationId: installation.id, connectionId: connection?.id ?? 0, orderId };
  const [transfer, reported, log, preview] = await Promise.all([
    readTransfer(context.store, key),
    documentsOf(context, key),
    readLog(context.store, key, LOG_LINES),
    previewInTime(page, orderId),
  ]);
  // Ids are looked up among this shop's own orders only, so another's order does not exist here.
  const isKnown = transfer !== null || preview.ok;
  if (!isKnown || transfer?.kind === "payout") return refusal("not_found");
  const state = transfer?.state ?? "waiting";
  const plan = preview.ok ? preview.value.plan : null;
  const [planned] = plan?.documents ?? [];
  return view("order", {
    title: texts("order.title", { number: transfer?.number ?? planned?.orderNumber ?? orderId }),
    here: "/orders",
    state,
    code: transfer?.code ?? null,
    answer: { tone: state, text: stateSentence(page, transfer, reported) },
    fix: transfer === null ? null : fixOf(page, transfer),
    nextTry: transfer?.code === "RETRYING" ? transfer.dueAt : null,
    customer: transfer?.customer ?? planned?.customer.name ?? null,
    total: transfer?.total ?? null,
    currency: transfer?.currency ?? null,
    orderedAt: transfer?.orderedAt ?? null,
    platformUrl: transfer?.platformUrl ?? null,
    ledger: connection === null ? null : connectorOf(context, connection.system).name,
    warnings: (transfer?.warnings ?? []).map((warning) => warningRow(page, warning)),
    documents: reported.documents.map((document) => ({
      ...document,
      specification: document.isMerged
        ? page.href(`/orders/${encodeURIComponent(orderId)}/specification.csv`, {
            document: document.externalId,
          })
        : null,
    })),
    payments: reported.payments,
    preview: previewView(page, preview, transfer?.message ?? null),
    log: log.map((line) => ({
      ...line,
      detail: line.detail === null ? null : JSON.stringify(line.detail, null, 2),
    })),
    acceptAction: reported.isToAccept ? page.href(`/orders/${encodeURIComponent(orderId)}/accept`) : null,
    acceptToken: await formToken(page, `accept:${orderId}`),
    syncAction: page.href(`/orders/${encodeURIComponent(orderId)}/sync`),
    syncToken: await formToken(page, `sync:${orderId}`),
  });
}

/** Looks at the order at once, waits a little for the outcome, and shows the page anew. */
export async function syncOrder(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (!(await isFormTokenValid(page, `sync:${orderId}`))) return refusal("form_expired");
  const { context, installation, connection } = page;
  const key = { installationId: installation.id, connectionId: connection?.id ?? 0, orderId };
  await syncNow(context, installation.id, [orderId]);
  await waitForOrders(context, installation.id, [orderId], SYNC_PATIENCE_MS);
  const transfer = await readTransfer(context.store, key);
  if (transfer === null) return redirect(page.href("/orders", { notice: "unknown_order" }));
  const isDone = transfer.handledSeq >= transfer.wantedSeq || connection === null;
  const notice = isDone ? "synced" : "still_working";
  return redirect(page.href(`/orders/${encodeURIComponent(orderId)}`, { notice }));
}

/** Takes what was changed in the ledger as it is, and shows the page anew. */
export async function acceptOrder(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (!(await isFormTokenValid(page, `accept:${orderId}`))) return refusal("form_expired");
  const { context, installation, connection, session } = page;
  if (connection === null) return refusal("not_found");
  const key = { installationId: installation.id, connectionId: connection.id, orderId };
  await acceptChanges(context, key, session.userId);
  await waitForOrders(context, installation.id, [orderId], SYNC_PATIENCE_MS);
  return redirect(page.href(`/orders/${encodeURIComponent(orderId)}`, { notice: "accepted" }));
}

/** All rows behind a document that were merged for the ledger. */
export async function downloadSpecification(
  page: Page,
  params: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { context, installation, connection, query } = page;
  const orderId = params["id"] ?? "";
  const key = { installationId: installation.id, connectionId: connection?.id ?? 0, orderId };
  const file = await specificationFor(context, key, query.get("document"));
  return file === null ? refusal("not_found") : { kind: "file", type: "text/csv", ...file };
}

function stateSentence(page: Page, transfer: Transfer | null, reported: Reported): string {
  if (transfer === null) return page.texts("order.answer.unseen");
  const { state } = transfer;
  const values = {
    reason: reasonOf(page, transfer) ?? "",
    documents: new Intl.ListFormat(page.locale).format(
      reported.documents.map(({ kind, number }) => page.texts(`order.named.${kind}`, { number })),
    ),
    context: state === "booked" && reported.documents.length === 0 ? "empty" : undefined,
  };
  return page.texts(`order.answer.${state}`, values);
}

/** A step that named no better place leaves the usual one of its code. */
function fixOf(page: Page, transfer: Transfer): FixLink | null {
  const usual = transfer.code === null ? null : usualPlace(transfer.code);
  const fix = transfer.fix ?? usual;
  return fix === null ? null : fixLink(page, fix, transfer);
}

function warningRow(page: Page, warning: Warning): Record<string, unknown> {
  return {
    text: page.texts(`warning.${warning}`, { or: warnings[warning] }),
    fix: warning === "PAYMENT_METHOD_UNMAPPED" ? settingsLink(page, "payments.methods") : null,
  };
}
