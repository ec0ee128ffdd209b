import { formatMoney, parseMoney, sum } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { LedgerRef, LedgerResult } from "../connector.ts";
import { foundBy, savedInvoice, wireRecord } from "./answers.ts";
import { asReference } from "./assumptions.ts";
import { absent, type Books, done, type Found, type Of, type Outcome, unfindable } from "./books.ts";
import type { Reply } from "./client.ts";
import { customerFor } from "./customer-code.ts";
import { itemRecord } from "./item-record.ts";
import { savedOf, savedRef } from "./refs.ts";
import type { About } from "./refusal.ts";
import { savedStatus } from "./saved-status.ts";
import { label, subjectOf } from "./subjects.ts";
import { bears } from "./transactions.ts";
import type { Xml } from "./xml.ts";

/**
 * Saves an item invoice or credit note without posting it: with stock items, addresses and notes. AccountsIQ works VAT out
 * itself; for an invoice it compares the totals with ours and saves nothing where they differ.
 */
export async function saveItemDocument(books: Books, operation: Of<"create">): Outcome {
  const { document } = operation;
  const about = { subject: subjectOf(operation), write: true };
  const built = await build(books, operation);
  if (!built.ok) return built;
  const saved = await saveItemRecord(books, document, built.value, true, about);
  return saved.ok
    ? done(savedRef(document.kind === "credit_note" ? "credit_note" : "invoice", saved.value))
    : saved;
}

/** Makes a document (`create`) or changes one, and gives its number; an invoice only where the totals are ours. */
export async function saveItemRecord(
  books: Books,
  { kind, net, vat, rounding, currency }: PlannedDocument,
  record: Xml,
  create: boolean,
  about: About,
): Promise<Reply<string>> {
  if (kind === "credit_note") {
    const inside = { creditNote: record, create };
    return await books.client.made("SaveCreditNoteGetBackCreditNoteID", inside, "creditNoteID", about);
  }
  const inside = {
    invoice: record,
    create,
    // Rounding rows are lines too.
    foreignCurrencyNetTotal: formatMoney(
      sum([parseMoney(net, currency), parseMoney(rounding, currency)], currency),
    ),
    foreignCurrencyTaxTotal: vat,
  };
  const saved = await books.client.call(CHECKED, inside, savedInvoice, about);
  return saved.ok ? { ok: true, value: saved.value.InvoiceID } : saved;
}

const CHECKED = "SaveInvoiceWithPostingAmountCheckGetBackInvoiceID";

export async function findItemDocument({ client }: Books, { document, reference }: Of<"create">): Found {
  const isCredit = document.kind === "credit_note";
  const operation = isCredit ? "GetCreditNotesByExternalReference" : "GetInvoicesByExternalReference";
  const list = foundBy(isCredit ? "CreditNote" : "Invoice", wireRecord);
  const wanted = asReference(reference);
  const inside = { externalReference: wanted };
  const reply = await client.call(operation, inside, list, { subject: label(document) });
  if (!reply.ok) return reply;
  const live = reply.value.find(
    (one) => bears(one["ExternalReference"] ?? "", wanted) && savedStatus(one["Status"]) !== "cancelled",
  );
  if (live === undefined) return absent;
  const id = live["InvoiceID"] ?? "";
  if (!/^\d+$/.test(id)) return unfindable;
  return done(savedRef(isCredit ? "credit_note" : "invoice", id));
}

/** Posts a saved document. A refusal is not believed before the document was read again: it may be posted already. */
export async function postItemDocument(books: Books, operation: Of<"book">): Outcome {
  const { document, ref } = operation;
  const id = savedOf(ref);
  if (id === null) return done(ref);
  const about = { subject: subjectOf(operation) };
  const posted =
    document.kind === "credit_note"
      ? await books.client.made(
          "PostCreditNoteGetBackTransactionID",
          { creditNoteID: id },
          "transactionID",
          about,
        )
      : await books.client.made("PostInvoiceGetBackTransactionID", { invoiceID: id }, "transactionID", about);
  if (posted.ok) return done(ref);
  if (posted.refusal === null) return posted;
  const found = await findPosted(books, operation);
  return found.ok && found.value !== null && found.value !== "unfindable" ? done(ref) : posted;
}

export async function findPosted({ client }: Books, { document, ref }: Of<"book">): Found {
  const id = savedOf(ref);
  if (id === null) return done(ref);
  const reply = await readSaved(client, document, id);
  if (!reply.ok) return reply;
  const status = savedStatus(reply.value["Status"]);
  if (status === null) return unfindable;
  return status === "posted" ? done(ref) : absent;
}

/** Whether a person cancelled a saved document there, which the interface lets nobody do for goods. */
export async function findCancelled(
  { client }: Books,
  { document, ref }: Of<"remove">,
): Promise<LedgerResult<{ ref: LedgerRef } | null>> {
  const id = savedOf(ref);
  if (id === null) return absent;
  const reply = await readSaved(client, document, id);
  if (!reply.ok) return reply;
  return savedStatus(reply.value["Status"]) === "cancelled" ? done(ref) : absent;
}

async function readSaved(client: Books["client"], document: Of<"book">["document"], id: string) {
  const about = { subject: label(document) };
  return document.kind === "credit_note"
    ? await client.call("GetCreditNote", { creditNoteID: id }, wireRecord, about)
    : await client.call("GetInvoice", { invoiceID: id }, wireRecord, about);
}

/** A new document: what AccountsIQ begins with for this customer, filled in. */
async function build(books: Books, operation: Of<"create">): Promise<Reply<Xml>> {
  const code = await customerFor(books, operation);
  if (!code.ok) return code;
  const isCredit = operation.document.kind === "credit_note";
  const shellOperation = isCredit ? "GetNewSalesCreditNote" : "GetNewSalesInvoice";
  const shell = await books.client.call(shellOperation, { customerCode: code.value }, wireRecord, {
    subject: subjectOf(operation),
  });
  if (!shell.ok) return shell;
  // The server assigns it.
  const { InvoiceNumber: _number, ...head } = shell.value;
  return await itemRecord(books, operation, head);
}
