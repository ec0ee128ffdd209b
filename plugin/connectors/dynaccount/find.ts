import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { findBooked } from "./booking.ts";
import type { Books } from "./books.ts";
import { findCustomer } from "./customers.ts";
import { findDocument, findRemoved, findUpdated } from "./documents.ts";
import { findJournal } from "./journals.ts";
import { aboutOf } from "./names.ts";
import { findPayment } from "./payments.ts";
import { articleNumber, findProduct } from "./products.ts";

/**
 * Whether an operation has happened, before it is repeated (R17). Dynaccount knows no key of repetition, but every table
 * is filtered by equality: documents by our reference, vouchers by their note, products by their number.
 */
export async function find(
  books: Books,
  operation: Operation,
): Promise<LedgerResult<Performed | null | "unfindable">> {
  switch (operation.step) {
    case "customer":
      return findCustomer(books, operation);
    case "update-customer":
    case "update-article":
      // Writing the same card twice changes nothing.
      return absent;
    case "article": {
      const number = articleNumber(operation.article.sku);
      if (number === null) return absent;
      const ref = await findProduct(books, number, aboutOf(operation));
      if (!ref.ok) return ref;
      return ref.value === null ? absent : { ok: true, value: { ref: ref.value } };
    }
    case "create":
      return findDocument(books, operation);
    case "adjust":
    case "update":
      return findUpdated(books, operation);
    case "invoice-order":
      // It is never sent.
      return absent;
    case "book":
      return findBooked(books, operation);
    case "pay":
      return findPayment(books, operation);
    case "book-payment":
      return { ok: true, value: { ref: operation.ref } };
    case "email":
      return { ok: true, value: "unfindable" };
    case "remove":
      return findRemoved(books, operation);
    case "journal":
      return findJournal(books, operation);
  }
}

const absent = { ok: true, value: null } as const;
