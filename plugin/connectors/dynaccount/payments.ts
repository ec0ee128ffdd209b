import type { LedgerResult, Operation, Performed } from "../connector.ts";
import type { Books } from "./books.ts";
import { failed } from "./client.ts";
import type { About } from "./errors.ts";
import { paymentVoucher } from "./map-voucher.ts";
import { aboutOf } from "./names.ts";
import { paperId, papers } from "./papers.ts";
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
  if (found.value === "several") return { ok: true, value: "unfindable" };
  const isNews = found.value !== null && !operation.known.includes(paperId(papers.voucher, found.value));
  return { ok: true, value: isNews && found.value !== null ? performed(found.value) : null };
}

async function sheetOf(books: Books, operation: Pay, about: About): Promise<LedgerResult<Sheet>> {
  const registers = await books.registers();
  if (!registers.ok) return registers;
  const problem = unsendablePayment(operation, registers.value);
  if (problem !== null) return failed(problem);
  const payer = await knownPaper(books, operation.ref.id, about);
  if (!payer.ok) return payer;
  const { document, payment, ref } = operation;
  const told = { document, payment, id: ref.id };
  return { ok: true, value: paymentVoucher(told, payer.value, registers.value, await books.assumptions()) };
}

function performed(key: string): Performed {
  return { ref: { id: paperId(papers.voucher, key), number: `voucher ${key}`, url: null } };
}
