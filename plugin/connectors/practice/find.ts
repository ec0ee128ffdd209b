import type { LedgerResult, Operation, Performed } from "../connector.ts";
import type { Books } from "./books.ts";
import { fingerprintOf, performed } from "./papers.ts";
import { articleNumber, named } from "./parties.ts";

/** What became of an operation whose end nobody saw. The books are our own, so that the answer is always certain. */
export async function find(books: Books, operation: Operation): Promise<LedgerResult<Performed | null>> {
  return { ok: true, value: await found(books, operation) };
}

async function found(books: Books, operation: Operation): Promise<Performed | null> {
  switch (operation.step) {
    case "customer":
      return nameOf(await books.cards.byReference(operation.reference));
    case "article": {
      const number = articleNumber(operation.article.sku);
      return number === null ? null : nameOf(await books.articles.get(number));
    }
    case "create": {
      const kept = await books.papers.byReference(operation.reference);
      return kept === null ? null : performed(kept);
    }
    case "adjust":
    case "update": {
      const kept = await books.papers.get(operation.ref.id);
      const isThere = kept?.value.state !== "removed" && kept?.value.fingerprint === fingerprintOf(operation);
      return kept !== null && isThere ? performed(kept) : null;
    }
    case "book":
      return (await books.papers.get(operation.ref.id))?.value.state === "booked"
        ? { ref: operation.ref }
        : null;
    case "remove": {
      const kept = await books.papers.get(operation.ref.id);
      return kept === null || kept.value.state === "removed" ? { ref: operation.ref } : null;
    }
    case "pay": {
      const { reference, known } = operation;
      const kept = reference === undefined ? null : await books.payments.byReference(reference);
      return kept === null || known.includes(kept.number) ? null : nameOf(kept);
    }
    case "book-payment":
      return (await books.payments.get(operation.ref.id)) === null ? null : { ref: operation.ref };
    case "journal":
      return nameOf(await books.journals.byReference(operation.reference));
    // Written again they come to the same.
    case "update-customer":
    case "update-article":
    // Never written here.
    case "email":
    case "invoice-order":
      return null;
  }
}

const nameOf = (kept: { readonly number: string } | null): Performed | null =>
  kept === null ? null : { ref: named(kept.number) };
