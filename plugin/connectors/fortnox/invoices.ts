import type { PlannedDocument } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { LedgerRef, LedgerResult, Operation, Performed, WrittenDocument } from "../connector.ts";
import { type Invoice, invoice } from "./answers.ts";
import type { Client } from "./client.ts";
import { totalsOf } from "./map.ts";
import type { FortnoxOptions } from "./options.ts";
import { isAbsent } from "./refusal.ts";

/** Fortnox's code for "no such invoice". */
const NO_INVOICE = [2000434];

/** The invoice of a reference as Fortnox has it now; null when it certainly is not there. */
export async function readInvoice(
  client: Client,
  number: string,
  subject: string,
): Promise<LedgerResult<Invoice | null>> {
  const reply = await client.read(invoicePath(number), invoice, subject);
  if (!reply.ok && reply.refusal !== null && isAbsent(reply.refusal, NO_INVOICE)) {
    return { ok: true, value: null };
  }
  return reply;
}

/** As `readInvoice`, where a missing or cancelled invoice is somebody's doing in Fortnox. */
export async function readLiveInvoice(
  client: Client,
  ref: LedgerRef,
  subject: string,
): Promise<LedgerResult<Invoice>> {
  const found = await readInvoice(client, ref.id, subject);
  if (!found.ok) return found;
  if (found.value !== null && !found.value.Cancelled) return { ok: true, value: found.value };
  const what = found.value === null ? "is not in Fortnox any more" : "was cancelled in Fortnox";
  return {
    ok: false,
    problem: fix("CHANGED_IN_LEDGER", `Invoice ${ref.number} ${what}.`, { place: "order" }),
  };
}

export function invoicePath(number: string): string {
  return `/3/invoices/${encodeURIComponent(number)}`;
}

export function invoiceRef(options: FortnoxOptions, number: string): LedgerRef {
  const url =
    options.appUrl === undefined
      ? null
      : `${options.appUrl.replace(/\/+$/, "")}/invoices/${encodeURIComponent(number)}`;
  return { id: number, number, url };
}

/** A document that was written or found, with what it came to. */
export function performedDocument(
  options: FortnoxOptions,
  operation: Pick<WrittenDocument, "document">,
  written: Invoice,
): Performed {
  return {
    ref: invoiceRef(options, written.DocumentNumber),
    totals: totalsOf(written, operation.document.kind),
  };
}

/** How an operation is named in messages. */
export function subjectOf(operation: Operation): string {
  switch (operation.step) {
    case "customer":
    case "update-customer":
      return `customer ${operation.customer.company ?? operation.customer.name}`;
    case "article":
    case "update-article":
      return `article ${operation.article.sku}`;
    case "pay":
    case "book-payment":
      return `the payment of ${operation.payment.amount} ${operation.payment.currency} for order ${operation.document.orderNumber}`;
    case "create":
    case "adjust":
    case "update":
    case "invoice-order":
      return documentName(operation.document);
    case "book":
    case "email":
    case "remove":
      return `${documentName(operation.document)} (number ${operation.ref.number})`;
    case "journal":
      return `the voucher of ${operation.journal.date} (${operation.journal.text})`;
  }
}

const NAMES = { invoice: "invoice", credit_note: "credit note", order: "order" } as const;

function documentName(document: PlannedDocument): string {
  return `the ${NAMES[document.kind]} of ${document.date} for order ${document.orderNumber}`;
}
