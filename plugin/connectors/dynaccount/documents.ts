import { fix } from "../../domain/problem.ts";
import type { LedgerResult, Operation, Performed, WrittenDocument } from "../connector.ts";
import { type Books, remember } from "./books.ts";
import { failed } from "./client.ts";
import type { About } from "./errors.ts";
import type { Registers } from "./map-lines.ts";
import { saleSheet } from "./map-sale.ts";
import { saleVoucher } from "./map-voucher.ts";
import { aboutOf } from "./names.ts";
import { papers, readPaperId } from "./papers.ts";
import { hasLines, rewriteSheet } from "./rewrite.ts";
import { cell, isYes } from "./rows.ts";
import { findSheet, insertLines, type Sheet, writeSheet } from "./sheets.ts";
import { goneProblem, performedPaper, readPaper } from "./totals.ts";
import { unsendableDocument } from "./unsendable.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
type Outcome = Promise<LedgerResult<Performed>>;
type Found = Promise<LedgerResult<Performed | null | "unfindable">>;

/** Makes an invoice, a credit note, an order or a voucher: head, lines, sums read back. */
export async function createDocument(books: Books, operation: Of<"create">): Outcome {
  const about = aboutOf(operation);
  const sheet = await sheetOf(books, operation, null);
  if (!sheet.ok) return sheet;
  const written = await writeSheet(books.client, sheet.value, about);
  if (!written.ok) return await withLostCustomer(books, operation, written);
  const { paper } = sheet.value;
  const made = await performedPaper(books, paper, written.value, operation.document, about);
  if (made.ok) {
    remember(books, made.value.ref.id, { customerNumber: operation.customerNumber, invoiceNumber: "" });
    return made;
  }
  // It stands there, whatever reading it came to: it is looked up, never made twice.
  return failed({ act: "retry", message: "Dynaccount did not show the document it made.", inDoubt: true });
}

export async function findDocument(books: Books, operation: Of<"create">): Found {
  const about = aboutOf(operation);
  const sheet = await sheetOf(books, operation, null);
  if (!sheet.ok) return sheet;
  const found = await findSheet(books.client, sheet.value, about);
  if (!found.ok) return found;
  const { key, isAmbiguous } = found.value;
  if (isAmbiguous) return { ok: true, value: "unfindable" };
  if (key === null) return { ok: true, value: null };
  return await performedPaper(books, sheet.value.paper, key, operation.document, about);
}

/** One line more: the rounding row, which the plan puts last. */
export async function adjustDocument(books: Books, operation: Of<"adjust">): Outcome {
  const about = aboutOf(operation);
  const sheet = await sheetOf(books, operation, operation.ref.id);
  if (!sheet.ok) return sheet;
  const { paper, key } = placeOf(operation);
  // The debtor's row of a voucher changes with the sum.
  if (paper === papers.voucher)
    return await updateDocument(books, { ...operation, step: "update", before: operation });
  const written = await insertLines(books.client, sheet.value, key, sheet.value.lines.slice(-1), about);
  if (!written.ok) return written;
  return await performedPaper(books, paper, key, operation.document, about);
}

/** Changes a draft, unless somebody else has: then nothing is overwritten. */
export async function updateDocument(books: Books, operation: Of<"update">): Outcome {
  const about = aboutOf(operation);
  const next = await sheetOf(books, operation, operation.ref.id);
  if (!next.ok) return next;
  const before = await sheetOf(books, operation.before, operation.ref.id);
  if (!before.ok) return before;
  const { paper, key } = placeOf(operation);
  const done = await rewriteSheet(books.client, key, before.value, next.value, about);
  if (!done.ok) return done;
  switch (done.value) {
    case "done":
      return await performedPaper(books, paper, key, operation.document, about);
    case "finished": {
      const message = `Somebody has just finished ${about.subject} in Dynaccount.`;
      return failed({ act: "retry", message, inDoubt: false });
    }
    case "gone":
      return failed(goneProblem(paper, key));
    case "changed by hand": {
      const message = `${paper.name} ${operation.ref.number} was changed in Dynaccount by hand, so it was left as it is. The order has changed since: finish it there.`;
      return failed(fix("CHANGED_IN_LEDGER", message, { place: "ledger" }));
    }
  }
}

/** Whether the document has exactly the rows of the plan. A change of the head alone is written again. */
export async function findUpdated(
  books: Books,
  operation: Of<"update"> | Of<"adjust">,
): Promise<LedgerResult<Performed | null>> {
  const about = aboutOf(operation);
  const sheet = await sheetOf(books, operation, operation.ref.id);
  if (!sheet.ok) return sheet;
  const { paper, key } = placeOf(operation);
  const same = await hasLines(books.client, key, sheet.value, about);
  if (!same.ok) return same;
  if (!same.value) return { ok: true, value: null };
  return await performedPaper(books, paper, key, operation.document, about);
}

/** A refusal is not believed before it was looked whether the document is gone already. */
export async function removeDocument(books: Books, operation: Of<"remove">): Outcome {
  const { paper, key } = placeOf(operation);
  const about = aboutOf(operation);
  const removed = await books.client.remove(paper.table, key, about);
  if (removed.ok) return { ok: true, value: { ref: operation.ref } };
  if (removed.refusal === null) return removed;
  const read = await readPaper(books.client, operation.ref.id, about);
  if (!read.ok) return read;
  if (read.value === null) return { ok: true, value: { ref: operation.ref } };
  if (!isYes(read.value, paper.finished)) return removed;
  const message = `${paper.name} ${operation.ref.number} was booked in Dynaccount, so it was not removed.`;
  return failed(fix("CHANGED_IN_LEDGER", message, { place: "ledger" }));
}

export async function findRemoved(
  books: Books,
  operation: Of<"remove">,
): Promise<LedgerResult<Performed | null>> {
  const read = await readPaper(books.client, operation.ref.id, aboutOf(operation));
  return read.ok ? { ok: true, value: read.value === null ? { ref: operation.ref } : null } : read;
}

/** Where an operation's document is. An id of another system is a mistake of ours. */
export function placeOf({ ref }: { readonly ref: { readonly id: string } }) {
  const place = readPaperId(ref.id);
  if (place === null) throw new Error(`not a document of Dynaccount: ${ref.id}`);
  return place;
}

/**
 * The document in Dynaccount's form. One that is there already keeps its form, whatever the settings say now; a new one
 * has that of the settings.
 */
async function sheetOf(
  books: Books,
  written: WrittenDocument,
  id: string | null,
): Promise<LedgerResult<Sheet>> {
  const registers = await books.registers();
  if (!registers.ok) return registers;
  const isVoucher = isMadeAsVoucher(written, id, registers.value);
  const problem = unsendableDocument(written, isVoucher, registers.value);
  if (problem !== null) return failed(problem);
  const sheet = isVoucher
    ? saleVoucher(written, registers.value)
    : saleSheet(written, registers.value, await books.assumptions());
  return { ok: true, value: sheet };
}

function isMadeAsVoucher(
  { document, credits }: WrittenDocument,
  id: string | null,
  { settings }: Registers,
): boolean {
  if (id !== null) return readPaperId(id)?.paper === papers.voucher;
  if (document.kind === "order") return false;
  // A credit has the form of what it credits: nothing else can be credited by it.
  if (credits !== null) return readPaperId(credits.id)?.paper === papers.voucher;
  return settings.way === "voucher";
}

/** A debtor that is refused is either gone, and is made anew, or blocked, which only a person may change. */
async function withLostCustomer(
  { client }: Books,
  { customerNumber, document }: WrittenDocument,
  refused: Extract<Awaited<ReturnType<typeof writeSheet>>, { ok: false }>,
): Outcome {
  const { refusal } = refused;
  if (refusal === null || !refusal.columns.includes("module_id_")) return refused;
  const about: About = { subject: `the debtor of order ${document.orderNumber}` };
  const where = { module_id_: customerNumber };
  const found = await client.rows("debtor", { select: ["id", "module_id_"], where, first: 1 }, about);
  if (!found.ok || cell(found.value[0], "module_id_") !== "") return refused;
  const message = `Debtor ${customerNumber} of order ${document.orderNumber} is not in Dynaccount any more.`;
  return failed(fix("CUSTOMER_NOT_FOUND", message, { place: "order" }));
}
