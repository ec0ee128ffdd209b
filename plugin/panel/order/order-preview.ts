import type { Undone } from "../../decision/input.ts";
import type { PlannedStep } from "../../domain/flow.ts";
import type { PlannedJournal } from "../../domain/journal.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { PlannedPurchase } from "../../domain/purchase.ts";
import { type Preview, type PreviewResult, previewOrder } from "../../pipeline/reports/orders.ts";
import type { Page } from "../page.ts";
import { actionNames, stateName } from "../settings/flow-words.ts";

const PREVIEW_PATIENCE_MS = 5_000;
const LATE: PagePreview = { ok: false, reason: "late" };
const FAILED: PagePreview = { ok: false, reason: "failed" };

/** A preview, or why the page has none: `late` and `failed` say nothing about the order. */
export type PagePreview = PreviewResult | { readonly ok: false; readonly reason: "late" | "failed" };

/** The preview asks the shop, and now and then the ledger: the page neither waits for them for ever nor falls with them. */
export async function previewInTime(page: Page, orderId: string, undone?: Undone): Promise<PagePreview> {
  const { context, connection } = page;
  if (connection === null || connection.status === "connecting")
    return { ok: false, reason: "not connected" };
  const waiting = new AbortController();
  const patience = context.ports.clock.sleep(PREVIEW_PATIENCE_MS, waiting.signal).then(
    () => LATE,
    () => LATE,
  );
  const preview = previewOrder(context, connection, orderId, undone === undefined ? {} : { undone }).catch(
    (error: unknown) => {
      context.ports.log.error("a preview failed", { order: orderId, error });
      return FAILED;
    },
  );
  const result = await Promise.race([preview, patience]);
  waiting.abort();
  return result;
}

/** The preview for the template; `said` is what the page says of the order already. */
export function previewView(page: Page, preview: PagePreview, said: string | null): Record<string, unknown> {
  if (!preview.ok) {
    const text =
      preview.reason === "problem"
        ? page.say(preview.problem.message)
        : page.texts(`order.no_preview.${preview.reason}`);
    return { isReady: false, isLate: preview.reason === "late", text };
  }
  const { outcome, removals, documents, journals, purchases = [], flow } = preview.value.plan;
  return {
    isReady: true,
    // The page's first sentence says it already, unless the order changed since it was looked at.
    outcome: outcome.state === "booked" || outcome.message === said ? null : page.say(outcome.message),
    removals: removals.length,
    flow: flow === undefined ? null : { steps: flow.steps.map((step, index) => stepView(page, step, index)) },
    documents: documents.map((document) => documentView(page, document, preview.value)),
    journals: (journals ?? []).map((journal) => journalView(journal, preview.value)),
    purchases: purchases.map((purchase) => purchaseView(page, purchase, preview.value)),
    isEmpty: documents.length + purchases.length === 0,
  };
}

function purchaseView(page: Page, purchase: PlannedPurchase, preview: Preview): Record<string, unknown> {
  const { currency } = purchase;
  const sent = preview.purchases.find((one) => one.purchase.key === purchase.key);
  return {
    ...purchase,
    name: page.texts(`order.purchase.${purchase.kind}`),
    text: page.say(purchase.text),
    sentAs: sent?.number ?? null,
    rows: purchase.rows.map((row) => ({ ...row, currency })),
  };
}

function stepView(page: Page, step: PlannedStep, index: number): Record<string, unknown> {
  const { when, do: actions, stands, day } = step;
  return {
    number: index + 1,
    state: stateName(page, when),
    does: actionNames(page, actions),
    stands,
    reached: day === null ? "" : page.format.day(day),
    isNow: stands === "next" || stands === "answering",
  };
}

function journalView(journal: PlannedJournal, preview: Preview): Record<string, unknown> {
  const sent = preview.journals.find((one) => one.journal.key === journal.key);
  return { ...journal, sentAs: sent?.number ?? null, lines: entriesView(journal.lines) };
}

/** Lines of a voucher with one amount each: the side that is nothing stays empty. */
export function entriesView(lines: PlannedJournal["lines"]): Record<string, unknown>[] {
  const shown = (amount: string): string | null => (/^0(\.0*)?$/.test(amount) ? null : amount);
  return lines.map((line) => ({ ...line, debit: shown(line.debit), credit: shown(line.credit) }));
}

function documentView(page: Page, document: PlannedDocument, preview: Preview): Record<string, unknown> {
  const { texts } = page;
  const sent = preview.documents.find((one) => one.key === document.key);
  return {
    ...document,
    name: texts(`order.document.${document.kind}`),
    sentAs: sent?.number ?? null,
    customerName: document.customer.name,
    rows: document.rows.map((row) => ({
      ...row,
      currency: document.currency,
      isText: row.kind === "text",
      treatmentName: texts(`option.${row.treatment}`),
      countryName: page.format.country(row.country),
    })),
    hasRounding: !/^-?0(\.0*)?$/.test(document.rounding),
    payments: document.payments.map((payment) => ({ ...payment, way: wayOf(payment) })),
  };
}

/** How a payment is named: what is taken back in the books moved no money. */
export function wayOf({
  direction,
  undoes,
}: {
  readonly direction: "in" | "out";
  readonly undoes?: boolean;
}): string {
  return undoes === true ? "taken_back" : direction;
}
