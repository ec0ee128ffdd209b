import {
  absolute,
  add,
  formatMoney,
  isDecimalText,
  type Money,
  parseMoney,
  zero,
} from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { LedgerRef, LedgerResult, LedgerTotals, Performed } from "../connector.ts";
import { illAnswer } from "../shared/retry-problem.ts";
import { type Books, type Known, recall, remember } from "./books.ts";
import { type Client, failed, type Reply } from "./client.ts";
import type { About } from "./errors.ts";
import { voucherTotal } from "./map-voucher.ts";
import { LEDGER_NAME } from "./options.ts";
import { type Paper, paperId, papers, readPaperId } from "./papers.ts";
import { cell, type Row } from "./rows.ts";

/** The state and sums of a document; null when it certainly is not there. */
export async function readPaper(client: Client, id: string, about: About): Promise<Reply<Row | null>> {
  const paper = readPaperId(id);
  if (paper === null) return { ok: true, value: null };
  return await client.row(paper.paper.table, paper.key, ["id", ...paper.paper.totals], about);
}

/** A document that was written or found, with what it came to. */
export async function performedPaper(
  books: Books,
  paper: Paper,
  key: string,
  document: PlannedDocument,
  about: About,
): Promise<LedgerResult<Performed>> {
  const read = await readPaper(books.client, paperId(paper, key), about);
  if (!read.ok) return read;
  if (read.value === null) return failed(goneProblem(paper, key));
  const totals = totalsOf(paper, read.value, document);
  if (totals === null) return failed(illAnswer(LEDGER_NAME, "totals that are no amounts", true));
  const done = { ref: refOf(paper, key, read.value), totals };
  // Booking and sending are not known to deliver to public buyers (D8).
  const isEInvoice = paper.table === papers.invoice.table && document.customer.type === "EAN";
  return { ok: true, value: isEInvoice ? { ...done, warning: "E_INVOICE_NOT_SENT" } : done };
}

/** A draft has no number yet and is called by its key. */
export function refOf(paper: Paper, key: string, row: Row): LedgerRef {
  const number = cell(row, "invoice_id_") || cell(row, "order_id_");
  const url = cell(row, "public_url");
  return {
    id: paperId(paper, key),
    number: number === "" ? `draft ${key}` : number,
    url: url.startsWith("https://") ? url : null,
  };
}

/**
 * Sums in our terms: magnitudes, with VAT. A voucher tells how far it is from even and its VAT; what the debtor owes is
 * what we wrote, so that a voucher that is not even shows as a difference.
 */
function totalsOf(paper: Paper, row: Row, document: PlannedDocument): LedgerTotals | null {
  const { currency } = document;
  const amount = (column: string): Money | null =>
    isDecimalText(cell(row, column)) ? parseMoney(cell(row, column), currency) : null;
  const vat = amount("vat_amount");
  if (paper.table === papers.voucher.table) {
    const balance = amount("balance_amount");
    if (vat === null || balance === null) return null;
    return shown(currency, add(voucherTotal(document), absolute(balance)), vat);
  }
  const gross = amount("total_amount");
  if (vat === null || gross === null) return null;
  // A credit note has no currency of its own: it is its invoice's.
  return shown(cell(row, "currency_name") || currency, absolute(gross), vat);
}

function shown(currency: string, gross: Money, vat: Money): LedgerTotals {
  return {
    currency,
    gross: formatMoney(gross),
    vat: formatMoney(absolute(vat)),
    rounding: formatMoney(zero(gross.currency)),
  };
}

/** Whose document it is and its visible number, from memory or from the ledger. A voucher has no number to be paid by. */
export async function knownPaper(books: Books, id: string, about: About): Promise<LedgerResult<Known>> {
  const known = recall(books, id);
  const place = readPaperId(id);
  const isVoucher = place?.paper === papers.voucher;
  if (known !== undefined && (isVoucher || known.invoiceNumber !== "")) return { ok: true, value: known };
  const read = await readPaper(books.client, id, about);
  if (!read.ok) return read;
  if (place === null || read.value === null)
    return lost("CHANGED_IN_LEDGER", `The document of ${about.subject}`);
  const customerNumber = isVoucher
    ? await debtorOfVoucher(books.client, place.key, about)
    : await debtorNumber(books.client, cell(read.value, "module_id"), about);
  if (!customerNumber.ok) return customerNumber;
  if (customerNumber.value === "") return lost("CUSTOMER_NOT_FOUND", `The debtor of ${about.subject}`);
  const value = { customerNumber: customerNumber.value, invoiceNumber: cell(read.value, "invoice_id_") };
  remember(books, id, value);
  return { ok: true, value };
}

async function debtorNumber(client: Client, key: string, about: About): Promise<LedgerResult<string>> {
  const read = await client.row("debtor", key, ["module_id_"], about);
  return read.ok ? { ok: true, value: cell(read.value ?? {}, "module_id_") } : read;
}

async function debtorOfVoucher(client: Client, key: string, about: About): Promise<LedgerResult<string>> {
  const where = { [papers.voucher.parent]: key, type: "DEBTOR_INVOICE" };
  const read = await client.rows(
    papers.voucher.lines,
    { select: ["accountoff_id_"], where, first: 1 },
    about,
  );
  return read.ok ? { ok: true, value: cell(read.value[0], "accountoff_id_") } : read;
}

function lost(code: "CHANGED_IN_LEDGER" | "CUSTOMER_NOT_FOUND", what: string): LedgerResult<never> {
  return failed(fix(code, `${what} is not in Dynaccount any more.`, { place: "order" }));
}

export function goneProblem(paper: Paper, key: string) {
  const message = `${paper.name} ${key} is not in Dynaccount any more.`;
  return fix("CHANGED_IN_LEDGER", message, { place: "order" });
}
