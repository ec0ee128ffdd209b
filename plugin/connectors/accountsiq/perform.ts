import { fix } from "../../domain/problem.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { unbankable } from "./bank-accounts.ts";
import { findBatch, postBatch } from "./batch-documents.ts";
import { absent, type Books, done, type Found, type Of, type Outcome } from "./books.ts";
import { createCustomer, findCustomer, updateCustomer } from "./customers.ts";
import {
  findCancelled,
  findItemDocument,
  findPosted,
  postItemDocument,
  saveItemDocument,
} from "./item-documents.ts";
import { changeItemDocument, findChanged } from "./item-drafts.ts";
import { createItem, matchItem, updateItem } from "./items.ts";
import { findJournal, writeJournal } from "./journals.ts";
import { bookPayment, findBookedPayment, findPayment, pay } from "./payments.ts";
import { subjectOf } from "./subjects.ts";

/** Writes one operation to AccountsIQ. */
export async function perform(books: Books, operation: Operation): Outcome {
  switch (operation.step) {
    case "customer":
      return await createCustomer(books, operation);
    case "update-customer":
      return await updateCustomer(books, operation);
    case "article":
      return await createItem(books, operation);
    case "update-article":
      return await updateItem(books, operation);
    case "create": {
      const wrong = await unbankable(books, operation.document);
      if (wrong !== null) return { ok: false, problem: wrong };
      return (await isItemDocument(books, operation.document))
        ? await saveItemDocument(books, operation)
        : await postBatch(books, operation);
    }
    case "book": {
      const wrong = await unbankable(books, operation.document);
      return wrong === null ? await postItemDocument(books, operation) : { ok: false, problem: wrong };
    }
    case "pay":
      return await pay(books, operation);
    case "book-payment":
      return await bookPayment(books, operation);
    case "journal":
      return await writeJournal(books, operation);
    case "remove": {
      const gone = await findCancelled(books, operation);
      if (!gone.ok) return gone;
      return gone.value === null ? unable(operation) : done(gone.value.ref);
    }
    case "adjust":
    case "update":
      return await changeItemDocument(books, operation);
    case "invoice-order":
    case "email":
      return unable(operation);
  }
}

/** Whether an operation has happened, before it is repeated (R17). Absent means an empty answer, nothing less. */
export async function find(books: Books, operation: Operation): Found {
  switch (operation.step) {
    case "customer":
      return await findCustomer(books, operation);
    case "article": {
      const item = await matchItem(books, operation.article, "sku");
      if (!item.ok || item.value === null) return item.ok ? absent : item;
      return { ok: true, value: { ref: item.value } };
    }
    case "create":
      return await findDocument(books, operation);
    case "book":
      return await findPosted(books, operation);
    case "pay":
      return await findPayment(books, operation);
    case "book-payment":
      return await findBookedPayment(books, operation);
    case "journal":
      return await findJournal(books, operation);
    case "remove":
      return await findCancelled(books, operation);
    case "adjust":
    case "update":
      return await findChanged(books, operation);
    // Saving a card twice changes nothing; the others are never begun.
    case "update-customer":
    case "update-article":
    case "invoice-order":
    case "email":
      return absent;
  }
}

/** Posted or only saved: the settings may have changed since the attempt whose outcome is unknown. */
async function findDocument(books: Books, operation: Of<"create">): Found {
  const isItem = await isItemDocument(books, operation.document);
  const first = isItem ? await findItemDocument(books, operation) : await findBatch(books, operation);
  if (!first.ok || first.value !== null) return first;
  return isItem ? await findBatch(books, operation) : absent;
}

/** Drafts are item invoices: a batch invoice is posted at once. */
export async function isItemDocument(books: Books, { booking }: Of<"create">["document"]): Promise<boolean> {
  return booking === "draft" || (await books.settings()).documents === "item";
}

/** What AccountsIQ's interface does not offer; a person can do it there. */
function unable(operation: Operation): LedgerResult<Performed> {
  const message = `AccountsIQ's interface cannot send or remove ${subjectOf(operation)}. Do it in AccountsIQ.`;
  return { ok: false, problem: fix("LEDGER_REJECTED", message, { place: "ledger" }) };
}
