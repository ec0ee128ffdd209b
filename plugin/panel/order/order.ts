import { usualPlace } from "../../api/fix-url.ts";
import { dayIn } from "../../decision/dates.ts";
import { type Warning, warnings } from "../../domain/problem.ts";
import { documentsOf, type Reported, specificationFor } from "../../pipeline/reports/orders.ts";
import { type LogLine, readLog } from "../../store/transfers/transfer-log.ts";
import { readTransfer, type Transfer } from "../../store/transfers/transfers.ts";
import { formToken } from "../access/form-token.ts";
import { type Mending, remedyView } from "../causes/cause-row.ts";
import { type FixLink, fixLink, settingsLink } from "../causes/fix-link.ts";
import { remedyOf } from "../causes/remedy.ts";
import { reasonOf } from "../orders/order-row.ts";
import { type Answer, type Page, refusal, view } from "../page.ts";
import { ledgerName } from "../words/ledger-name.ts";
import { previewInTime, previewView, wayOf } from "./order-preview.ts";

const LOG_LINES = 100;
const MAX_ID = 200;
export const MAX_NOTE = 1_000;

/** What was wrong with a form of the page. */
interface Wrong {
  readonly leaveOut?: string;
  readonly note?: string;
  readonly mending?: Mending;
}

/** Everything about one order: how it stands, what is in the ledger, what would be sent and why, what happened. */
export async function showOrder(
  page: Page,
  params: Readonly<Record<string, string>>,
  wrong: Wrong = {},
): Promise<Answer> {
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
  // One that could not be asked for in time may well exist: a slow shop or ledger is no missing page.
  const isUnknown = !preview.ok && (preview.reason === "not found" || preview.reason === "not connected");
  const isKnown = transfer !== null || !isUnknown;
  if (!isKnown || transfer?.kind === "payout") return refusal("not_found");
  const state = transfer?.state ?? "waiting";
  const plan = preview.ok ? preview.value.plan : null;
  const [planned] = plan?.documents ?? [];
  const own = `/orders/${encodeURIComponent(orderId)}`;
  const isInLedger = reported.documents.length + reported.purchases.length > 0;
  const isLeaving = transfer?.leftOut?.undo === true;
  const canLeaveOut = page.can.act && transfer !== null && state !== "booked" && !isInLedger;
  const model = {
    title: texts("order.title", { number: transfer?.number ?? planned?.orderNumber ?? orderId }),
    here: "/orders",
    state,
    code: transfer?.code ?? null,
    answer: { tone: state, text: stateSentence(page, transfer, reported) },
    fix: transfer === null ? null : fixOf(page, transfer),
    remedy: await remedyFor(page, transfer, wrong.mending ?? null),
    own,
    nextTry: transfer?.code === "RETRYING" ? transfer.dueAt : null,
    customer: transfer?.customer ?? planned?.customer.name ?? null,
    total: transfer?.total ?? null,
    currency: transfer?.currency ?? null,
    orderedAt: transfer?.orderedAt ?? null,
    platformUrl: transfer?.platformUrl ?? null,
    ledger: connection === null ? null : ledgerName(page, connection),
    warnings: (transfer?.warnings ?? []).map((warning) => warningRow(page, warning)),
    documents: reported.documents.map((document) => ({
      ...document,
      ownHref:
        connection?.isPractice === true
          ? page.href(`/practice/documents/${encodeURIComponent(document.externalId)}`)
          : null,
      specification: document.isMerged
        ? page.href(`${own}/specification.csv`, {
            document: document.externalId,
          })
        : null,
    })),
    payments: reported.payments.map((payment) => ({ ...payment, way: wayOf(payment) })),
    isInLedger,
    purchases: reported.purchases.map(({ number, purchase }) => ({
      ...purchase,
      number,
      text: page.say(purchase.text),
    })),
    preview: previewView(page, preview, transfer?.message ?? null),
    log: timeline(page, log),
    acceptAction: page.can.act && reported.isToAccept ? page.href(`${own}/accept`) : null,
    acceptToken: await formToken(page, `accept:${orderId}`),
    syncAction: page.can.act ? page.href(`${own}/sync`) : null,
    syncToken: await formToken(page, `sync:${orderId}`),
    isUndone: isLeaving && state === "skipped",
    undoHref: page.can.act && reported.documents.length > 0 && !isLeaving ? page.href(`${own}/undo`) : null,
    keepAction: page.can.act && isLeaving && state !== "skipped" ? page.href(`${own}/keep`) : null,
    keepToken: await formToken(page, `keep:${orderId}`),
    leaveOutAction: canLeaveOut && transfer.leftOut === null ? page.href(`${own}/leave-out`) : null,
    leaveOutToken: await formToken(page, `leave-out:${orderId}`),
    leaveOutError: wrong.leaveOut ?? null,
    reason: page.form.get("reason"),
    noteAction: transfer === null || !page.can.note ? null : page.href(`${own}/note`),
    noteToken: await formToken(page, `note:${orderId}`),
    noteField: {
      name: "note",
      kind: "long_text",
      lines: 2,
      title: texts("order.note"),
      help: texts("order.note_help"),
      value: "",
      maxLength: MAX_NOTE,
      error: wrong.note ?? null,
    },
  };
  return view("order", model, Object.keys(wrong).length === 0 ? 200 : 422);
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
  const names = [
    ...reported.documents.map(({ kind, number }) => page.texts(`order.named.${kind}`, { number })),
    ...reported.purchases.map(({ number, purchase: { kind } }) =>
      page.texts(`order.named.purchase_${kind}`, { number }),
    ),
  ];
  const values = {
    reason: reasonOf(page, transfer) ?? "",
    documents: new Intl.ListFormat(page.locale).format(names),
    context: state === "booked" && names.length === 0 ? "empty" : undefined,
  };
  return page.texts(`order.answer.${state}`, values);
}

/** A step that named no better place leaves the usual one of its code. */
export function fixOf(page: Page, transfer: Transfer): FixLink | null {
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

async function remedyFor(
  page: Page,
  transfer: Transfer | null,
  mending: Mending | null,
): Promise<Record<string, unknown> | null> {
  const remedy = transfer?.state === "held" && page.can.act ? remedyOf(transfer.fix) : null;
  return remedy === null ? null : await remedyView(page, remedy, "cause-1", 1, mending);
}

/** What happened, in turn. The first line of a day says which day it is. */
export function timeline(page: Page, log: readonly LogLine[]): Record<string, unknown>[] {
  const dayOf = (line: LogLine | undefined) =>
    line === undefined ? null : dayIn(page.installation.timeZone, line.at);
  return log.map((line, place) => ({
    ...logLine(page, line),
    newDay: dayOf(line) === dayOf(log[place - 1]) ? null : dayOf(line),
  }));
}

/** Raw data is for administrators: it may name the buyer. */
function logLine({ session }: Page, line: LogLine): Record<string, unknown> {
  const detail = session.isAdmin ? line.detail : null;
  return { ...line, by: writtenBy(line), detail: detail === null ? null : JSON.stringify(detail, null, 2) };
}

/** Who wrote a note; everything else was done by us. */
function writtenBy({ step, detail }: LogLine): string | null {
  if (step !== "note" || typeof detail !== "object" || detail === null || !("by" in detail)) return null;
  return String(detail.by);
}
