import { isZero, parseMoney } from "../../domain/money.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { type Books, openDay } from "./books.ts";
import { changed, livePaper, overtaken, refused } from "./live-paper.ts";
import { fingerprintOf, paperOf, performed } from "./papers.ts";
import { createArticle, createCustomer, updateArticle, updateCustomer } from "./parties.ts";
import { pay } from "./payments.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
type Outcome = Promise<LedgerResult<Performed>>;

/** A merchant tries things out here and moves on: more than this is no trying out any more. */
export const MOST_PAPERS = 1_000;

/** Writes one operation to the practice books. */
export async function perform(books: Books, operation: Operation): Outcome {
  switch (operation.step) {
    case "customer":
      return await createCustomer(books, operation);
    case "update-customer":
      return await updateCustomer(books, operation);
    case "article":
      return await createArticle(books, operation);
    case "update-article":
      return await updateArticle(books, operation);
    case "create":
      return await createPaper(books, operation);
    case "adjust":
      return await rewrite(books, operation, null);
    case "update":
      return await rewrite(books, operation, fingerprintOf(operation.before));
    case "book":
      return await book(books, operation);
    case "pay":
      return await pay(books, operation);
    case "book-payment":
      return { ok: true, value: { ref: operation.ref } };
    case "remove":
      return await remove(books, operation);
    case "journal":
      return await writeJournal(books, operation);
    case "email":
      return refused(`Practice books send nothing to anybody.`);
    case "invoice-order":
      return refused(`Practice books have no sales orders.`);
  }
}

async function createPaper(books: Books, operation: Of<"create">): Outcome {
  if ((await books.papers.count()) >= MOST_PAPERS) {
    return refused(
      `The practice books are full: they take ${MOST_PAPERS} documents. Remove them and start anew, or connect your ledger.`,
    );
  }
  const fresh = await paperOf(books, operation);
  if (!fresh.ok) return fresh;
  const { reference } = operation;
  return { ok: true, value: performed(await books.papers.add({ reference, value: fresh.value })) };
}

/** Replaces what an unbooked document says; `expected` is how it has to be still. */
async function rewrite(books: Books, operation: Of<"adjust" | "update">, expected: string | null): Outcome {
  const live = await livePaper(books, operation.ref);
  if (!live.ok) return live;
  const { value } = live.value;
  const fresh = await paperOf(books, operation);
  if (!fresh.ok) return fresh;
  if (value.fingerprint === fresh.value.fingerprint) return { ok: true, value: performed(live.value) };
  if (value.state === "booked") return overtaken(operation.ref);
  if (expected !== null && value.fingerprint !== expected) {
    return changed(`Document ${operation.ref.number} was changed in the practice books by hand.`);
  }
  if (!(await books.papers.change(live.value, fresh.value))) return overtaken(operation.ref);
  return { ok: true, value: performed({ ...live.value, value: fresh.value }) };
}

async function book(books: Books, { ref }: Of<"book">): Outcome {
  const live = await livePaper(books, ref);
  if (!live.ok) return live;
  const { value } = live.value;
  if (value.state === "booked") return { ok: true, value: { ref } };
  const day = await openDay(books, value.date);
  if (!day.ok) return day;
  if (!(await books.papers.change(live.value, { ...value, state: "booked" }))) return overtaken(ref);
  return { ok: true, value: { ref } };
}

async function remove(books: Books, { ref }: Of<"remove">): Outcome {
  const kept = await books.papers.get(ref.id);
  if (kept === null || kept.value.state === "removed") return { ok: true, value: { ref } };
  if (kept.value.state === "booked") return refused(`Document ${ref.number} is booked and stays.`);
  if (!(await books.papers.retire(kept, { ...kept.value, state: "removed" }))) return overtaken(ref);
  return { ok: true, value: { ref } };
}

async function writeJournal(books: Books, { journal, reference }: Of<"journal">): Outcome {
  const day = await openDay(books, journal.date);
  if (!day.ok) return day;
  const { currency } = books.company;
  const known = new Set(books.chart().accounts.map(({ number }) => number));
  const unknown = journal.lines.find(({ account }) => !known.has(account));
  if (unknown !== undefined) return refused(`The practice books have no account ${unknown.account}.`);
  const lines = journal.lines
    .filter(({ debit, credit }) => [debit, credit].some((text) => !isZero(parseMoney(text, currency))))
    .map(({ account, debit, credit }) => ({ account, debit, credit }));
  const value = { date: journal.date, text: journal.text, lines };
  const { number } = await books.journals.add({ reference, value });
  return { ok: true, value: { ref: { id: number, number, url: null } } };
}
