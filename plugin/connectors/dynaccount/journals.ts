import type { LedgerResult, Operation, Performed } from "../connector.ts";
import type { Books } from "./books.ts";
import { failed } from "./client.ts";
import { journalVoucher } from "./map-voucher.ts";
import { aboutOf } from "./names.ts";
import { paperId, papers } from "./papers.ts";
import { findSheet, type Sheet, writeSheet } from "./sheets.ts";
import { unsendableJournal } from "./unsendable.ts";

type WriteJournal = Extract<Operation, { step: "journal" }>;

/** A voucher of its own in a draft journal, where a person books it. */
export async function writeJournal(books: Books, operation: WriteJournal): Promise<LedgerResult<Performed>> {
  const sheet = await sheetOf(books, operation);
  if (!sheet.ok) return sheet;
  const written = await writeSheet(books.client, sheet.value, aboutOf(operation));
  return written.ok ? { ok: true, value: performed(written.value) } : written;
}

export async function findJournal(
  books: Books,
  operation: WriteJournal,
): Promise<LedgerResult<Performed | null | "unfindable">> {
  const sheet = await sheetOf(books, operation);
  if (!sheet.ok) return sheet;
  const found = await findSheet(books.client, sheet.value, aboutOf(operation));
  if (!found.ok) return found;
  const { key, isAmbiguous } = found.value;
  if (isAmbiguous) return { ok: true, value: "unfindable" };
  return { ok: true, value: key === null ? null : performed(key) };
}

async function sheetOf(books: Books, operation: WriteJournal): Promise<LedgerResult<Sheet>> {
  const registers = await books.registers();
  if (!registers.ok) return registers;
  const problem = unsendableJournal(operation, registers.value);
  if (problem !== null) return failed(problem);
  return { ok: true, value: journalVoucher(operation.journal, operation.reference, registers.value) };
}

function performed(key: string): Performed {
  return { ref: { id: paperId(papers.voucher, key), number: `voucher ${key}`, url: null } };
}
