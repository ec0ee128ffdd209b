import { add, decimalsEqual, formatMoney, parseDecimal, parseMoney } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { LedgerRef, LedgerTotals } from "../connector.ts";
import { type SavedDocument, savedDocument, type WireRecord } from "./answers.ts";
import { absent, type Books, type Found, type Of, type Outcome } from "./books.ts";
import { failed, type Reply } from "./client.ts";
import { saveItemRecord } from "./item-documents.ts";
import { type ItemLine, itemLines, itemRecord } from "./item-record.ts";
import { savedOf } from "./refs.ts";
import { savedStatus } from "./saved-status.ts";
import { label, subjectOf } from "./subjects.ts";

/**
 * Changes an item invoice or credit note that nobody has posted, unless somebody has changed it by hand: then it is left
 * alone. That the lines sent take the place of those saved is assumed (U16), so what it came to is read back.
 */
export async function changeItemDocument(books: Books, operation: Of<"update"> | Of<"adjust">): Outcome {
  const { document, ref } = operation;
  const saved = await readSaved(books, document, ref);
  if (!saved.ok) return saved;
  const status = savedStatus(saved.value.head["Status"]);
  if (status === "posted") {
    const message = `Somebody has just posted the ${label(document)} in AccountsIQ.`;
    return { ok: false, problem: { act: "retry", message, inDoubt: false } };
  }
  if (status !== "saved") return { ok: false, problem: byHand(document) };
  if (operation.step === "update") {
    const before = await itemLines(books, operation.before.document, operation.before.articles);
    if (!before.ok) return before;
    if (!hasLines(saved.value, before.value)) return { ok: false, problem: byHand(document) };
  }
  const record = await itemRecord(books, { ...operation, articles: articlesOf(operation) }, saved.value.head);
  if (!record.ok) return record;
  const about = { subject: subjectOf(operation), write: true };
  const changed = await saveItemRecord(books, document, record.value, false, about);
  if (!changed.ok) return changed;
  const now = await readSaved(books, document, ref);
  // It is changed: what cannot be read now is looked up by the next run.
  if (!now.ok) return now.problem.act === "retry" ? inDoubt(now.problem) : now;
  return { ok: true, value: { ref, totals: totalsOf(now.value, document) } };
}

const inDoubt = <P extends object>(problem: P) => ({
  ok: false as const,
  problem: { ...problem, inDoubt: true },
});

/** Whether a document has exactly the rows of the plan. */
export async function findChanged(books: Books, operation: Of<"update"> | Of<"adjust">): Found {
  const { document, ref } = operation;
  if (savedOf(ref) === null) return absent;
  const saved = await readSaved(books, document, ref);
  if (!saved.ok) return saved;
  const wanted = await itemLines(books, document, articlesOf(operation));
  if (!wanted.ok) return wanted;
  if (!hasLines(saved.value, wanted.value)) return absent;
  return { ok: true, value: { ref, totals: totalsOf(saved.value, document) } };
}

/** A document that is to be booked at once by now is matched with no items any more: those it was made with stay. */
const articlesOf = (operation: Of<"update"> | Of<"adjust">): Readonly<Record<string, string>> =>
  operation.step === "update" ? { ...operation.before.articles, ...operation.articles } : operation.articles;

async function readSaved(
  { client }: Books,
  document: PlannedDocument,
  ref: LedgerRef,
): Promise<Reply<SavedDocument>> {
  const id = savedOf(ref);
  if (id === null) return failed(byHand(document));
  const about = { subject: label(document) };
  return document.kind === "credit_note"
    ? await client.call("GetCreditNote", { creditNoteID: id }, savedDocument, about)
    : await client.call("GetInvoice", { invoiceID: id }, savedDocument, about);
}

const NUMBERS: ReadonlySet<string> = new Set(["InvoicedQuantity", "ActualPrice"]);
const TEXTS: ReadonlySet<string> = new Set([
  "StockItemID",
  "StockItemDescription",
  "TaxCode",
  "GLAccountCode",
  "DepartmentID",
]);

/** The same lines in the same order. What we left to AccountsIQ may be anything. */
function hasLines({ lines }: SavedDocument, wanted: readonly ItemLine[]): boolean {
  return lines.length === wanted.length && wanted.every((line, index) => isSame(lines[index] ?? {}, line));
}

function isSame(saved: WireRecord, wanted: ItemLine): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    if (value === undefined) return true;
    const there = saved[name] ?? "";
    if (NUMBERS.has(name)) return isDecimal(there) && decimalsEqual(parseDecimal(there), parseDecimal(value));
    return !TEXTS.has(name) || there === value;
  });
}

const isDecimal = (text: string): boolean => /^-?\d+(\.\d{1,12})?$/.test(text);

/** What AccountsIQ works out of the lines, roundings among them. */
function totalsOf({ head }: SavedDocument, { currency }: PlannedDocument): LedgerTotals {
  const net = parseMoney(head["NetAmount"] ?? "0", currency);
  const vat = parseMoney(head["TaxAmount"] ?? "0", currency);
  return {
    currency,
    gross: formatMoney(add(net, vat)),
    vat: formatMoney(vat),
    rounding: formatMoney(parseMoney("0", currency)),
  };
}

const byHand = (document: PlannedDocument): FixProblem =>
  fix(
    "CHANGED_IN_LEDGER",
    `Somebody has changed the ${label(document)} in AccountsIQ, so it was left as it is. Finish it there.`,
    { place: "ledger" },
  );
