import { fix } from "../../domain/problem.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { type Books, recall, remember } from "./books.ts";
import { failed } from "./client.ts";
import { placeOf } from "./documents.ts";
import { aboutOf } from "./names.ts";
import { papers } from "./papers.ts";
import { cell, isYes, type Row } from "./rows.ts";
import { choice } from "./settings.ts";
import { goneProblem, readPaper, refOf } from "./totals.ts";

type Book = Extract<Operation, { step: "book" }>;

/**
 * Books a draft and looks whether it is booked: the answer of an action whose name is assumed proves nothing (D1). Its
 * number is given by that. A voucher is as finished as we can make it; its draft is a person's to book.
 */
export async function bookDocument(books: Books, operation: Book): Promise<LedgerResult<Performed>> {
  const { paper, key } = placeOf(operation);
  const about = aboutOf(operation);
  if (paper === papers.voucher) return { ok: true, value: { ref: operation.ref } };
  const names = await books.assumptions();
  const action = names[paper === papers.credit_note ? "actions.book_credit_note" : "actions.book_invoice"];
  const acted = await books.client.act(action, { invoice_id: key }, about);
  if (!acted.ok && acted.refusal === null) return acted;
  const read = await readPaper(books.client, operation.ref.id, about);
  if (!read.ok) return inDoubt(read);
  if (read.value === null) return failed(goneProblem(paper, key));
  if (isYes(read.value, paper.finished)) return { ok: true, value: bookedRef(books, operation, read.value) };
  if (!acted.ok && acted.problem.act === "fix" && acted.problem.code !== "LEDGER_REJECTED") return acted;
  if (!acted.ok && acted.refusal?.columns.includes("module_id_")) return acted;
  const message = `Dynaccount did not book ${about.subject}. Book it there, or switch automatic booking off.`;
  const place = choice("automatic_booking");
  const theirs = acted.ok ? "no error" : acted.refusal?.theirs;
  return failed(fix("LEDGER_REJECTED", message, place, theirs));
}

/** Whether it is booked, by whomever, and under which number. */
export async function findBooked(books: Books, operation: Book): Promise<LedgerResult<Performed | null>> {
  const { paper, key } = placeOf(operation);
  if (paper === papers.voucher) return { ok: true, value: { ref: operation.ref } };
  const read = await readPaper(books.client, operation.ref.id, aboutOf(operation));
  if (!read.ok) return read;
  if (read.value === null) return failed(goneProblem(paper, key));
  if (!isYes(read.value, paper.finished)) return { ok: true, value: null };
  // Which invoice a person has made of an order is told nowhere (D10).
  if (paper === papers.order) {
    const message = `Order ${operation.ref.number} was invoiced in Dynaccount. What has changed since has to be done there.`;
    return failed(fix("CHANGED_IN_LEDGER", message, { place: "ledger" }));
  }
  return { ok: true, value: bookedRef(books, operation, read.value) };
}

function bookedRef(books: Books, { ref, document }: Book, row: Row): Performed {
  const { paper, key } = placeOf({ ref });
  const known = recall(books, ref.id);
  if (known !== undefined) {
    remember(books, ref.id, { ...known, invoiceNumber: cell(row, "invoice_id_") });
  }
  const booked = refOf(paper, key, row);
  return { ref: { ...booked, url: booked.url ?? (document.kind === "invoice" ? ref.url : null) } };
}

/** The action was called: whether it did anything is not known before it can be read. */
function inDoubt<T extends { readonly ok: false }>(read: T & LedgerResult<never>): LedgerResult<never> {
  return read.problem.act === "retry" ? failed({ ...read.problem, inDoubt: true }) : read;
}
