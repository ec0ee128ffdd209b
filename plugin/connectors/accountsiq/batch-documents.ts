import { add, formatMoney, parseMoney } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { Performed } from "../connector.ts";
import { entryWords } from "../shared/entry-words.ts";
import { combined } from "./answers.ts";
import { asDateTime, asReference } from "./assumptions.ts";
import { batchLines } from "./batch-lines.ts";
import type { Books, Found, Of, Outcome } from "./books.ts";
import { type Fields, failed, type Reply } from "./client.ts";
import { customerFor } from "./customer-code.ts";
import { dueDate, laterDay } from "./due-date.ts";
import { receiptOf } from "./movements.ts";
import { postedRef } from "./refs.ts";
import { label, subjectOf } from "./subjects.ts";
import { fitted } from "./text.ts";
import { postedUnder, totalsOf } from "./transactions.ts";
import type { Xml } from "./xml.ts";

/**
 * Posts an invoice, with the payment that settles it where there is one, in a single call that is all or nothing; or a
 * credit note. A reference that is taken is ours from an earlier attempt: it is adopted.
 */
export async function postBatch(books: Books, operation: Of<"create">): Outcome {
  const built = await build(books, operation);
  if (!built.ok) return built;
  const { name, inside } = built.value;
  const about = { subject: subjectOf(operation), write: true };
  if (operation.document.kind === "credit_note") {
    const made = await books.client.made(name, inside, "transactionID", about);
    return made.ok ? await readBack(books, operation, { ref: postedRef(made.value), isBooked: true }) : made;
  }
  const reply = await books.client.call(name, inside, combined, about);
  if (!reply.ok) {
    if (reply.refusal?.code !== TAKEN) return reply;
    const found = await findBatch(books, operation);
    if (!found.ok) return found;
    return found.value === null || found.value === "unfindable" ? reply : { ok: true, value: found.value };
  }
  const { InvoiceTransactionID: invoice, ReceiptTransactionID: receipt = "" } = reply.value;
  return await readBack(books, operation, {
    ref: postedRef(invoice),
    isBooked: true,
    ...(operation.paid === undefined || receipt === "" ? {} : { payment: postedRef(receipt) }),
  });
}

const TAKEN = "INVOICE_EXTERNAL_REFERENCE_ALREADY_EXISTS";

/** The invoice's number is wanted where an e-mail tells it, and number and total where the merchant asks for them. */
async function readBack(books: Books, operation: Of<"create">, performed: Performed): Outcome {
  const { read_back } = await books.settings();
  if (!read_back && operation.document.email === null) return { ok: true, value: performed };
  const found = await findBatch(books, operation);
  // It is in the books: what cannot be read now is looked up by the next run.
  if (!found.ok) return { ok: false, problem: inDoubt(found.problem) };
  return { ok: true, value: found.value === null || found.value === "unfindable" ? performed : found.value };
}

const inDoubt = (problem: Extract<Awaited<Found>, { ok: false }>["problem"]) =>
  problem.act === "retry" ? { ...problem, inDoubt: true } : problem;

export async function findBatch(books: Books, operation: Of<"create">): Found {
  const { document, reference, paid } = operation;
  const subject = label(document);
  const kind = document.kind === "credit_note" ? "credit_note" : "invoice";
  const posted = await postedUnder(books.client, reference, kind, subject);
  if (!posted.ok || posted.value === null || posted.value === "unfindable") return posted;
  const invoice = posted.value;
  const { read_back } = await books.settings();
  const isNumbered = (read_back || document.email !== null) && invoice.InternalNumber !== "";
  const ref = postedRef(invoice.TransactionID, isNumbered ? invoice.InternalNumber : invoice.TransactionID);
  const found = { ref, totals: totalsOf(invoice), isBooked: true } as const;
  if (paid === undefined) return { ok: true, value: found };
  const paidBy = await postedUnder(books.client, paid.reference, "in", subject);
  if (!paidBy.ok || paidBy.value === "unfindable") return paidBy;
  if (paidBy.value === null) return { ok: true, value: found };
  return { ok: true, value: { ...found, payment: postedRef(paidBy.value.TransactionID) } };
}

async function build(
  books: Books,
  operation: Of<"create">,
): Promise<Reply<{ name: string; inside: Fields }>> {
  const { document, credits } = operation;
  const settings = await books.settings();
  const customer = await customerFor(books, operation);
  if (!customer.ok) return customer;
  const rate = await books.rates.of(document, credits);
  if (!rate.ok) return rate;
  const taxes = await books.registers.taxes();
  if (!taxes.ok) return taxes;
  const lines = batchLines(document, taxes.value, settings);
  if (!lines.ok) return failed(lines.problem);
  const reference = asReference(operation.reference);
  if (document.kind === "credit_note") {
    const creditNote = {
      ExchangeRate: rate.value,
      CustomerCode: customer.value,
      CreditNoteDate: asDateTime(document.date),
      ExternalReference: reference,
      Description: description(document, credits?.number ?? null),
      Lines: { BatchSalesCreditNoteLine: lines.value },
    };
    return {
      ok: true,
      value: { name: "CreateBatchSalesCreditNoteGetBackTransactionID", inside: { creditNote } },
    };
  }
  const due = await dueDate(books.registers, document);
  if (!due.ok) return due;
  const paid =
    operation.paid === undefined
      ? null
      : await receiptOf(books, { ...operation.paid, document, customer: customer.value, rate: rate.value });
  if (paid !== null && !paid.ok) return paid;
  const query: Xml = {
    PerformExternalReferenceDuplicateCheckOnInvoice: true,
    PerformExternalReferenceDuplicateCheckOnReceipt: paid !== null,
    BatchInvoice: {
      CustomerCode: customer.value,
      InvoiceDate: asDateTime(document.date),
      ExternalReference: reference,
      Description: description(document, null),
      Lines: { BatchSalesInvoiceLine: lines.value },
      ExchangeRate: rate.value,
      DueDate: due.value === null ? undefined : asDateTime(due.value),
    },
    Receipt: paid?.value,
    PerformAllocation: paid !== null,
    // Details of an allocation that is not asked for are refused.
    ...(operation.paid === undefined
      ? {}
      : {
          AllocationDate: asDateTime(laterDay(operation.paid.payment.date, document.date)),
          AllocationAmount: charged(document),
          AllocationReference: asReference(operation.paid.reference),
        }),
    ClientUniqueReference: reference,
    // What was charged already is booked whatever the customer owes.
    EnforceCreditLimit: settings.enforce_credit_limit && document.payments.length === 0,
  };
  return { ok: true, value: { name: "PostPayAndAllocateSalesInvoice", inside: { query } } };
}

/** The one text of a batch document: the order first, then what the law asks for. */
export function description(document: PlannedDocument, credited: string | null): string {
  const words = entryWords(document);
  const parts = [
    words.order(document.orderNumber),
    ...(credited === null ? [] : [words.credits(credited)]),
    ...document.legalTexts,
    document.reference === document.orderNumber ? "" : (document.reference ?? ""),
    document.comment ?? "",
  ];
  return fitted(parts.filter((part) => part.trim() !== "").join(". "), "description");
}

const charged = (document: PlannedDocument): string =>
  formatMoney(
    add(parseMoney(document.gross, document.currency), parseMoney(document.rounding, document.currency)),
  );
