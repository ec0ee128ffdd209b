import { fix } from "../../domain/problem.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { bookDocument } from "./booking.ts";
import type { Books } from "./books.ts";
import { failed } from "./client.ts";
import { createCustomer, updateCustomer } from "./customers.ts";
import { adjustDocument, createDocument, placeOf, removeDocument, updateDocument } from "./documents.ts";
import { writeJournal } from "./journals.ts";
import { aboutOf } from "./names.ts";
import { papers } from "./papers.ts";
import { registerPayment } from "./payments.ts";
import { createProduct, updateProduct } from "./products.ts";
import { lines } from "./text.ts";
import { unsendableInvoicing } from "./unsendable.ts";

/** Writes one operation to Dynaccount. */
export async function perform(books: Books, operation: Operation): Promise<LedgerResult<Performed>> {
  switch (operation.step) {
    case "customer":
      return createCustomer(books, operation);
    case "update-customer":
      return updateCustomer(books, operation);
    case "article":
      return createProduct(books, operation);
    case "update-article":
      return updateProduct(books, operation);
    case "create":
      return createDocument(books, operation);
    case "adjust":
      return adjustDocument(books, operation);
    case "update":
      return updateDocument(books, operation);
    case "invoice-order":
      return failed(unsendableInvoicing(operation));
    case "book":
      return bookDocument(books, operation);
    case "pay":
      return registerPayment(books, operation);
    case "book-payment":
      // Vouchers wait in their draft for a person; nothing is left to us.
      return { ok: true, value: { ref: operation.ref } };
    case "email":
      return sendEmail(books, operation);
    case "remove":
      return removeDocument(books, operation);
    case "journal":
      return writeJournal(books, operation);
  }
}

const MESSAGE_LENGTH = 2_000;

/** The one known action on documents sends invoices; the subject is Dynaccount's own. */
async function sendEmail(
  { client }: Books,
  operation: Extract<Operation, { step: "email" }>,
): Promise<LedgerResult<Performed>> {
  const { paper, key } = placeOf(operation);
  if (paper !== papers.invoice) {
    const message = "Dynaccount sends invoices by e-mail, and nothing else.";
    return failed(fix("LEDGER_REJECTED", message, { place: "settings", field: "email.from" }));
  }
  const { to, body } = operation.email;
  const msg = lines(
    [(body ?? "").replaceAll("{{document.number}}", () => operation.ref.number)],
    MESSAGE_LENGTH,
  );
  const fields = { invoice_id: key, email: to.trim(), msg, is_attached: "YES" };
  const sent = await client.act("send_debtor_invoice", fields, aboutOf(operation));
  return sent.ok ? { ok: true, value: { ref: operation.ref } } : sent;
}
