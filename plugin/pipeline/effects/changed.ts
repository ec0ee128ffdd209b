import type { PlannedDocument } from "../../domain/plan.ts";

/** Whether a document has to be written again to be as planned; reasons and payments are not part of it. */
export function isChanged(written: PlannedDocument, planned: PlannedDocument): boolean {
  return contentOf(written) !== contentOf(planned);
}

function contentOf(document: PlannedDocument): string {
  const { date, currency, exchangeRate, customer, rowForm, rows, legalTexts, email } = document;
  return JSON.stringify([
    date,
    currency,
    exchangeRate,
    [customer.key, customer.name, customer.reference, customer.bill, customer.ship].map(sorted),
    rowForm,
    rows.map((row) => [
      row.kind,
      row.text,
      row.quantity,
      row.unitPrice,
      row.net,
      row.vat,
      row.gross,
      row.vatRate,
      row.account,
      row.vatCode,
      row.costCentre,
      row.project,
      row.biCode ?? null,
    ]),
    [document.reference, document.comment, document.terms, document.termsDays, document.layout ?? null],
    legalTexts,
    sorted(email),
  ]);
}

/** A record's entries by name: a database may give them back in another order. */
function sorted(value: object | string | null): unknown {
  if (value === null || typeof value === "string") return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
