import type { PlannedDocument } from "../domain/plan.ts";
import { type Preview, type PreviewResult, previewOrder } from "../pipeline/orders.ts";
import type { Page } from "./page.ts";

const PREVIEW_PATIENCE_MS = 5_000;

/** The preview asks the shop, and now and then the ledger; a page does not wait for them for ever. Null = no answer yet. */
export async function previewInTime(page: Page, orderId: string): Promise<PreviewResult | null> {
  const { context, connection } = page;
  if (connection === null || connection.status === "connecting")
    return { ok: false, reason: "not connected" };
  const waiting = new AbortController();
  const patience = context.ports.clock.sleep(PREVIEW_PATIENCE_MS, waiting.signal).then(
    () => null,
    () => null,
  );
  const result = await Promise.race([previewOrder(context, connection, orderId), patience]);
  waiting.abort();
  return result;
}

export function previewView(
  page: Page,
  preview: PreviewResult | null,
  said: string | null,
): Record<string, unknown> {
  if (preview === null) return { isReady: false, text: page.texts("order.preview_late") };
  if (!preview.ok) {
    const text =
      preview.reason === "problem"
        ? preview.problem.message
        : page.texts(`order.no_preview.${preview.reason}`);
    return { isReady: false, text };
  }
  const { outcome, removals, documents } = preview.value.plan;
  return {
    isReady: true,
    // The page's first sentence says it already, unless the order changed since it was looked at.
    outcome: outcome.state === "booked" || outcome.message === said ? null : outcome.message,
    removals: removals.length,
    documents: documents.map((document) => documentView(page, document, preview.value)),
  };
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
    payments: document.payments,
  };
}
