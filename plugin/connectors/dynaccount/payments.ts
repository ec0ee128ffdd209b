import type { LedgerResult, Operation, Performed } from "../connector.ts";
import type { Books } from "./books.ts";
import { failed } from "./client.ts";
import type { About } from "./errors.ts";
import { type Payer, paymentReference, paymentVoucher } from "./map-voucher.ts";
import { aboutOf } from "./names.ts";
import { paperId, papers, readPaperId } from "./papers.ts";
import { findSheet, type Sheet, writeSheet } from "./sheets.ts";
import { knownPaper } from "./totals.ts";
import { unsendablePayment } from "./unsendable.ts";

type Pay = Extract<Operation, { step: "pay" }>;

/** A voucher in the draft journal: the money on its account against the debtor and his invoice (D5). */
export async function registerPayment(books: Books, operation: Pay): Promise<LedgerResult<Performed>> {
  const about = aboutOf(operation);
  const sheet = await sheetOf(books, operation, about);
  if (!sheet.ok) return sheet;
  const written = await writeSheet(books.client, sheet.value, about);
  return written.ok ? { ok: true, value: performed(written.value) } : written;
}

export async function findPayment(
  books: Books,
  operation: Pay,
): Promise<LedgerResult<Performed | null | "unfindable">> {
  const about = aboutOf(operation);
  const sheet = await sheetOf(books, operation, about);
  if (!sheet.ok) return sheet;
  const found = await findSheet(books.client, sheet.value, about);
  if (!found.ok) return found;
  const { key, isAmbiguous } = found.value;
  if (isAmbiguous) return { ok: true, value: "unfindable" };
  const isAnother = key !== null && operation.known.includes(paperId(papers.voucher, key));
  return { ok: true, value: key === null || isAnother ? null : performed(key) };
}

async function sheetOf(books: Books, operation: Pay, about: About): Promise<LedgerResult<Sheet>> {
  const registers = await books.registers();
  if (!registers.ok) return registers;
  const problem = unsendablePayment(operation, registers.value);
  if (problem !== null) return failed(problem);
  const payer = await payerOf(books, operation, about);
  if (!payer.ok) return payer;
  const { document, payment, ref, reference = paymentReference(ref.id, payment) } = operation;
  const told = { document, payment, reference };
  return { ok: true, value: paymentVoucher(told, payer.value, registers.value, await books.assumptions()) };
}

/** Who pays which number: as the operation tells, else from the ledger. A draft has no number yet. */
async function payerOf(books: Books, operation: Pay, about: About): Promise<LedgerResult<Payer>> {
  const { ref, customerNumber } = operation;
  const isVoucher = readPaperId(ref.id)?.paper === papers.voucher;
  const isNumbered = /^\d+$/.test(ref.number);
  if (customerNumber !== undefined && (isNumbered || isVoucher)) {
    return { ok: true, value: { customerNumber, invoiceNumber: isNumbered ? ref.number : "" } };
  }
  return await knownPaper(books, ref.id, about);
}

function performed(key: string): Performed {
  return { ref: { id: paperId(papers.voucher, key), number: `voucher ${key}`, url: null } };
}
