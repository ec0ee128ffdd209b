import { stringify } from "csv-stringify/sync";
import type { Language, PlannedDocument, PlannedRow } from "../../domain/plan.ts";

type Column = "text" | "sku" | "quantity" | "unitPrice" | "net" | "vatRate" | "vat" | "gross" | "currency";

/** The columns in their order, named in the language of the document. */
const HEADINGS: Readonly<Record<Language, Readonly<Record<Column, string>>>> = {
  en: {
    text: "Text",
    sku: "SKU",
    quantity: "Quantity",
    unitPrice: "Unit price",
    net: "Net",
    vatRate: "VAT %",
    vat: "VAT",
    gross: "Gross",
    currency: "Currency",
  },
  sv: {
    text: "Text",
    sku: "Artikelnummer",
    quantity: "Antal",
    unitPrice: "À-pris",
    net: "Netto",
    vatRate: "Moms %",
    vat: "Moms",
    gross: "Brutto",
    currency: "Valuta",
  },
  da: {
    text: "Tekst",
    sku: "Varenummer",
    quantity: "Antal",
    unitPrice: "Enhedspris",
    net: "Netto",
    vatRate: "Moms %",
    vat: "Moms",
    gross: "Brutto",
    currency: "Valuta",
  },
};

/** A file as it is uploaded or downloaded. */
export interface SpecificationFile {
  readonly name: string;
  /** CSV with a byte order mark, so that spreadsheets read it as UTF-8. */
  readonly content: string;
}

/**
 * All rows of the order behind a document, as they were before merging, in the document's currency. A buyer's text
 * that begins like a formula is quoted, so that no spreadsheet runs it.
 */
export function specificationOf(document: PlannedDocument): SpecificationFile {
  const rows = document.specification ?? document.rows;
  const headings = HEADINGS[document.language ?? "en"];
  const columns = Object.entries(headings).map(([key, header]) => ({ key, header }));
  const content = stringify(
    rows.map((row) => record(row, document.currency)),
    { header: true, bom: true, columns, record_delimiter: "windows" },
  );
  return {
    name: `specification-${document.orderNumber.replace(/[^\w-]/g, "")}-${document.key}.csv`,
    content,
  };
}

function record(row: PlannedRow, currency: string): Record<Column, string> {
  return {
    text: harmless(row.text),
    sku: harmless(row.article?.sku ?? ""),
    quantity: row.quantity,
    unitPrice: row.unitPrice,
    net: row.net,
    vatRate: row.vatRate,
    vat: row.vat,
    gross: row.gross,
    currency,
  };
}

/** Only texts: a negative amount begins with a minus and is meant to (OWASP, "CSV Injection"). */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
