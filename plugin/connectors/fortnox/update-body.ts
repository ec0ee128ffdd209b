import type { Decimal } from "../../domain/money.ts";
import { decimalsEqual, isDecimalZero, parseDecimal } from "../../domain/money.ts";
import type { DocumentRow } from "./answers.ts";
import type { InvoiceRow } from "./schema.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Fortnox leaves a field alone that is missing or empty; this text clears it (fortnox.md 3.3). */
const BLANK = "API_BLANK";

/**
 * The fields of a document's head that differ, and all its rows when one of them does: what people added to other fields
 * stays. Rows are matched by position, so whatever the old row had and the new one has not is cleared.
 */
export function changesOf(next: Fields, previous: Fields, rowsKey: string): Record<string, unknown> {
  const changes = differing(next, previous);
  if (changes[rowsKey] === undefined && changes["VATIncluded"] === undefined) return changes;
  const before = rowsIn(previous, rowsKey);
  const rows = rowsIn(next, rowsKey).map((row, index) => ({ ...cleared(row, before[index] ?? {}), ...row }));
  return { ...changes, [rowsKey]: rows };
}

function differing(next: Fields, previous: Fields): Record<string, unknown> {
  const changed = Object.entries(next).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(previous[name]),
  );
  const given = Object.fromEntries(changed.filter(([, value]) => value !== undefined));
  return { ...cleared(next, previous), ...given };
}

function cleared(next: Fields, previous: Fields): Record<string, unknown> {
  const gone = Object.keys(previous).filter(
    (name) => previous[name] !== undefined && next[name] === undefined && !KEPT.has(name),
  );
  return Object.fromEntries(gone.map((name) => [name, BLANK]));
}

/** Without a term of its own the document keeps its due date; there is no blank day, and groups are not cleared. */
const KEPT: ReadonlySet<string> = new Set(["DueDate", "EmailInformation", "EDIInformation"]);

function rowsIn(fields: Fields, key: string): Fields[] {
  const rows = fields[key];
  return Array.isArray(rows) ? rows : [];
}

/** Whether Fortnox's rows are those that were sent; what Fortnox chose itself is not compared. */
export function hasRows(actual: readonly DocumentRow[], sent: readonly InvoiceRow[]): boolean {
  return actual.length === sent.length && sent.every((row, index) => isSame(row, actual[index]));
}

function isSame(sent: InvoiceRow, actual: DocumentRow | undefined): boolean {
  if (actual === undefined || actual.Description !== sent.Description) return false;
  const texts = (["ArticleNumber", "AccountNumber", "CostCenter", "Project"] as const).every(
    (name) => sent[name] === undefined || String(sent[name]) === actual[name],
  );
  const numbers = (["DeliveredQuantity", "Price", "VAT"] as const).every(
    (name) => sent[name] === undefined || decimalsEqual(number(sent[name]), number(actual[name])),
  );
  return texts && numbers && isDecimalZero(number(actual.Discount));
}

const number = (value: string | number): Decimal => parseDecimal(String(value));
