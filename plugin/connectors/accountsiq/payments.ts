import type { PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import { type Allocation, allocate, findAllocation } from "./allocations.ts";
import type { Transaction } from "./answers.ts";
import { REFUND_OPERATION } from "./assumptions.ts";
import { absent, type Books, done, type Found, type Of, type Outcome } from "./books.ts";
import type { Reply } from "./client.ts";
import { customerFor } from "./customer-code.ts";
import { laterDay } from "./due-date.ts";
import { journalOf, receiptOf } from "./movements.ts";
import { postedRef, transactionOf } from "./refs.ts";
import { label, subjectOf } from "./subjects.ts";
import { postedUnder, transactionIdOf } from "./transactions.ts";

/**
 * Money is entered first (a receipt; a debit journal when it goes back) and set off against its document afterwards:
 * two calls, two effects, each of which can be found again. A set-off of documents has no money: one allocation.
 */
export async function pay(books: Books, operation: Of<"pay">): Outcome {
  const { payment, document } = operation;
  if (payment.setOff !== undefined) return await setOff(books, operation);
  const about = { subject: subjectOf(operation), payment: true };
  const customer = await customerOf(books, operation);
  if (!customer.ok) return customer;
  const credited = document.kind === "credit_note" ? operation.ref : null;
  const rate = await books.rates.of(document, credited);
  if (!rate.ok) return rate;
  const parts = {
    payment,
    document,
    customer: customer.value,
    rate: rate.value,
    reference: ownReference(operation),
  };
  const isIn = payment.direction === "in";
  const built = isIn ? await receiptOf(books, parts) : await journalOf(books, parts);
  if (!built.ok) return built;
  const made = isIn
    ? await books.client.made(
        "SaveSalesReceiptGetBackTransactionID",
        { salesReceipt: built.value },
        "transactionID",
        about,
      )
    : await books.client.made(REFUND_OPERATION, { journal: built.value }, "transactionID", about);
  return made.ok ? done(postedRef(made.value)) : made;
}

export async function findPayment(books: Books, operation: Of<"pay">): Found {
  const { payment, known } = operation;
  if (payment.setOff !== undefined) return await findSetOff(books, operation);
  const isAnother = ({ TransactionID: id }: Transaction) => known.includes(postedRef(id).id);
  const subject = subjectOf(operation);
  const posted = await postedUnder(
    books.client,
    ownReference(operation),
    payment.direction,
    subject,
    isAnother,
  );
  if (!posted.ok || posted.value === null || posted.value === "unfindable") return posted;
  return done(postedRef(posted.value.TransactionID));
}

/** Sets the money off against its document. */
export async function bookPayment(books: Books, operation: Of<"book-payment">): Outcome {
  const { payment, document, ref, documentRef } = operation;
  if (payment.setOff !== undefined) return done(ref);
  if (documentRef === undefined) throw new Error("a payment was booked without the document it pays");
  const subject = subjectOf(operation);
  const of = await transactionIdOf(books.client, documentRef, document, subject);
  if (!of.ok) return of;
  const pair = [of.value, transactionOf(ref) ?? "0"] as const;
  const allocated = await allocate(books.client, allocation(pair, payment, document), {
    subject,
    payment: true,
  });
  if (allocated.ok || allocated.refusal === null) return allocated.ok ? done(ref) : allocated;
  const found = await findBookedPayment(books, operation);
  return found.ok && found.value !== null && found.value !== "unfindable" ? done(ref) : allocated;
}

export async function findBookedPayment(books: Books, operation: Of<"book-payment">): Found {
  const { payment, document, ref, documentRef } = operation;
  if (payment.setOff !== undefined || documentRef === undefined) return done(ref);
  const subject = subjectOf(operation);
  const of = await transactionIdOf(books.client, documentRef, document, subject);
  if (!of.ok) return of;
  return await findAllocation(books.client, [transactionOf(ref) ?? "0", of.value], ref, subject);
}

/** Both halves of a set-off stand for one allocation, made with the credit note's half. */
async function setOff(books: Books, operation: Of<"pay">): Outcome {
  const { payment, document, ref, against } = operation;
  if (document.kind !== "credit_note") return done(ref);
  const pair = await pairOf(books, operation);
  if (!pair.ok) return pair;
  if (against === undefined || pair.value === null) return { ok: false, problem: notYet };
  const about = { subject: subjectOf(operation), payment: true };
  const allocated = await allocate(books.client, allocation(pair.value, payment, document), about);
  return allocated.ok ? done(ref) : allocated;
}

async function findSetOff(books: Books, operation: Of<"pay">): Found {
  if (operation.document.kind !== "credit_note") return absent;
  const pair = await pairOf(books, operation);
  if (!pair.ok) return pair;
  if (pair.value === null) return absent;
  const [invoice, credit] = pair.value;
  return await findAllocation(books.client, [credit, invoice], operation.ref, subjectOf(operation));
}

async function pairOf(
  { client }: Books,
  { ref, against, document }: Of<"pay">,
): Promise<Reply<readonly [invoice: string, credit: string] | null>> {
  if (against === undefined) return { ok: true, value: null };
  const credit = await transactionIdOf(client, ref, document, label(document));
  if (!credit.ok) return credit;
  const invoice = await transactionIdOf(client, against, { kind: "invoice" }, label(document));
  return invoice.ok ? { ok: true, value: [invoice.value, credit.value] } : invoice;
}

const allocation = (
  pair: Allocation["pair"],
  { amount, date }: PlannedPayment,
  document: PlannedDocument,
): Allocation => ({
  pair,
  amount,
  date: laterDay(date, document.date),
  orderNumber: document.orderNumber,
});

/** Earlier versions of the product told neither, but they did not know AccountsIQ. */
function ownReference({ reference }: Of<"pay">): string {
  if (reference === undefined) throw new Error("a payment without a reference of ours");
  return reference;
}

async function customerOf(books: Books, { document, customerNumber }: Of<"pay">): Promise<Reply<string>> {
  if (customerNumber === undefined) throw new Error("a payment without the customer of its document");
  return await customerFor(books, { document, customerNumber });
}

const notYet = {
  act: "retry",
  message: "The document it is set off against is not in AccountsIQ yet.",
  inDoubt: false,
} as const;
