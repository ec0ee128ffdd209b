import {
  absolute,
  formatDecimal,
  formatMoney,
  isDecimalZero,
  parseDecimal,
  parseMoney,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow, RowKind } from "../../domain/plan.ts";
import { piecesNote } from "../shared/document-words.ts";
import { toJsonNumber } from "../shared/json-number.ts";
import type { InvoiceRow } from "./schema.ts";
import { cleanText, requiredText } from "./text.ts";

/** Amounts that are outside VAT by their nature (R3, R8, R14). */
const WITHOUT_VAT: ReadonlySet<RowKind> = new Set(["rounding", "gift_card", "tip", "balance", "channel_tax"]);

/** Fortnox keeps quantities and prices with two decimals and rounds the rest away. */
const DECIMALS = 2;

/** One row of an invoice; for a credit note with the sign turned. */
export function toInvoiceRow(
  row: PlannedRow,
  document: Pick<PlannedDocument, "kind" | "rowForm" | "currency" | "language">,
  articles: Readonly<Record<string, string>>,
): InvoiceRow {
  if (isTextRow(row)) return textRow(row.text);
  const { quantity, price, text } = quantityAndPrice(row, document);
  const article = row.article === null ? undefined : articleOf(row, articles);
  return {
    ...(article === undefined ? {} : { ArticleNumber: article }),
    Description: text,
    DeliveredQuantity: document.kind === "credit_note" ? turned(quantity) : quantity,
    Price: price,
    Discount: 0,
    ...(row.account === null ? {} : { AccountNumber: Number(row.account) }),
    ...vatOf(row),
    ...(row.costCentre === null ? {} : { CostCenter: row.costCentre }),
    ...(row.project === null ? {} : { Project: row.project }),
  };
}

/** A row that is only printed. Without quantity and price it touches no account. */
export function textRow(text: string): InvoiceRow {
  return { Description: requiredText(text, "rowText", "-"), DeliveredQuantity: "0" };
}

/** Whether the row's VAT can be said to Fortnox: percentages are whole numbers, other rates need a code or an account. */
export function vatIsExpressible(row: PlannedRow): boolean {
  return row.vatCode !== null || row.account !== null || WITHOUT_VAT.has(row.kind) || isWhole(row.vatRate);
}

/** Whether two decimals hold the row's amount. Currencies with three decimals may not fit. */
export function amountFits(row: PlannedRow, rowForm: PlannedDocument["rowForm"]): boolean {
  return fitsTwoDecimals(rowForm === "gross" ? row.gross : row.net);
}

export function fitsTwoDecimals(amount: string): boolean {
  return decimals(amount) <= DECIMALS;
}

function isTextRow(row: PlannedRow): boolean {
  return row.kind === "text" && isDecimalZero(parseDecimal(row.gross));
}

function articleOf(row: PlannedRow, articles: Readonly<Record<string, string>>): string | undefined {
  if (row.article === null) return undefined;
  // An article the settings name is a number in the ledger already.
  return articles[row.article.sku] ?? (row.article.fixed ? row.article.sku : undefined);
}

/**
 * The row's sign stands in the quantity and the price is never negative. Where either has more decimals than Fortnox
 * keeps, one unit is sold at the row's amount and the text tells the quantity (R2: never round a unit price).
 */
function quantityAndPrice(
  row: PlannedRow,
  document: Pick<PlannedDocument, "rowForm" | "currency" | "language">,
): { quantity: string; price: number; text: string } {
  const quantity = formatDecimal(parseDecimal(row.quantity));
  if (decimals(row.unitPrice) <= DECIMALS && decimals(quantity) <= DECIMALS) {
    return {
      quantity: isNegative(row.unitPrice) ? turned(quantity) : quantity,
      price: toPrice(row.unitPrice, document.currency),
      text: requiredText(row.text, "rowText", "-"),
    };
  }
  const amount = document.rowForm === "gross" ? row.gross : row.net;
  return {
    quantity: isNegative(amount) ? "-1" : "1",
    price: toPrice(amount, document.currency),
    text: withQuantity(row.text, quantity, document),
  };
}

/** The quantity stays readable when the text has to be cut. */
function withQuantity(text: string, quantity: string, document: Pick<PlannedDocument, "language">): string {
  if (quantity === "1") return requiredText(text, "rowText", "-");
  const suffix = piecesNote(document, quantity.replace(/^-/, ""));
  return `${cleanText(text, "rowText", suffix.length)}${suffix}`.trim();
}

/** Never a code and a percentage at once: Fortnox would let one of them win. */
function vatOf(row: PlannedRow): Pick<InvoiceRow, "VAT" | "VATCode"> {
  if (WITHOUT_VAT.has(row.kind)) return { VAT: 0 };
  if (row.vatCode !== null) return { VATCode: row.vatCode };
  return isWhole(row.vatRate) ? { VAT: toJsonNumber(row.vatRate, 0) } : {};
}

const plain = (text: string): string => formatDecimal(parseDecimal(text));
const decimals = (text: string): number => (plain(text).split(".")[1] ?? "").length;
const isWhole = (text: string): boolean => decimals(text) === 0;
const isNegative = (text: string): boolean => plain(text).startsWith("-");

function toPrice(text: string, currency: string): number {
  return toJsonNumber(formatMoney(absolute(parseMoney(text, currency))), DECIMALS);
}

function turned(quantity: string): string {
  if (quantity === "0") return quantity;
  return quantity.startsWith("-") ? quantity.slice(1) : `-${quantity}`;
}
