import { fix } from "../../domain/problem.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { anything, customer, invoice, payment } from "./answers.ts";
import { createArticle, updateArticle } from "./articles.ts";
import type { Books } from "./books.ts";
import { invoicePath, performedDocument, readLiveInvoice, subjectOf } from "./invoices.ts";
import { toInvoiceBody, toPaymentBody } from "./map.ts";
import { leftOut, toCustomerBody } from "./map-master-data.ts";
import { adjustOrder, cancelOrder, createOrder, invoiceOrder } from "./orders.ts";
import { emailAddress } from "./text.ts";
import { unsendable } from "./unsendable.ts";
import { updateDocument } from "./update.ts";
import { writeVoucher } from "./vouchers.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
type Outcome = Promise<LedgerResult<Performed>>;

const CUSTOMER_GONE = 2000433;

/** Writes one operation to Fortnox. */
export async function perform(books: Books, operation: Operation): Outcome {
  const problem = unsendable(operation);
  if (problem !== null) return { ok: false, problem };
  switch (operation.step) {
    case "customer":
      return createCustomer(books, operation);
    case "update-customer":
      return updateCustomer(books, operation);
    case "article":
      return createArticle(books.client, operation);
    case "update-article":
      return updateArticle(books.client, operation);
    case "create":
      return operation.document.kind === "order"
        ? createOrder(books, operation)
        : createDocument(books, operation);
    case "adjust":
      return operation.document.kind === "order"
        ? adjustOrder(books, operation)
        : adjustDocument(books, operation);
    case "update":
      return updateDocument(books, operation);
    case "invoice-order":
      return invoiceOrder(books, operation);
    case "book":
      return bookDocument(books, operation);
    case "pay":
      return pay(books, operation);
    case "book-payment":
      return bookPayment(books, operation);
    case "email":
      return sendEmail(books, operation);
    case "remove":
      return operation.document.kind === "order"
        ? cancelOrder(books, operation)
        : removeDocument(books, operation);
    case "journal":
      return writeVoucher(books, operation);
  }
}

async function createCustomer({ client }: Books, operation: Of<"customer">): Outcome {
  const body = toCustomerBody(operation.customer, operation.reference);
  const about = { subject: subjectOf(operation), card: true };
  const reply = await client.write("POST", "/3/customers", body, customer, about);
  return reply.ok ? written(operation, reply.value.CustomerNumber) : reply;
}

function written(operation: Of<"customer" | "update-customer">, number: string): LedgerResult<Performed> {
  return { ok: true, value: { ref: named(number), leftOut: leftOut(operation.customer) } };
}

/** A card that Fortnox will not change is no reason to stop: name and address stand on the document. */
async function updateCustomer({ client }: Books, operation: Of<"update-customer">): Outcome {
  const path = `/3/customers/${encodeURIComponent(operation.number)}`;
  const body = toCustomerBody(operation.customer, null);
  const reply = await client.write("PUT", path, body, customer, { subject: subjectOf(operation) });
  if (reply.ok) return written(operation, operation.number);
  const refused = reply.refusal !== null && reply.problem.act === "fix";
  if (!refused || reply.problem.code === "NOT_CONNECTED" || reply.refusal?.code === CUSTOMER_GONE)
    return reply;
  return { ok: true, value: { ref: named(operation.number), warning: "CUSTOMER_NOT_UPDATED" } };
}

async function createDocument({ client, rates, options }: Books, operation: Of<"create">): Outcome {
  const rate = await rates.of(operation.document, operation.credits);
  if (!rate.ok) return rate;
  const body = toInvoiceBody(operation, rate.value);
  const reply = await client.write("POST", "/3/invoices", body, invoice, { subject: subjectOf(operation) });
  return reply.ok ? { ok: true, value: performedDocument(options, operation, reply.value) } : reply;
}

async function adjustDocument({ client, rates, options }: Books, operation: Of<"adjust">): Outcome {
  const rate = await rates.of(operation.document, operation.ref);
  if (!rate.ok) return rate;
  const body = toInvoiceBody(operation, rate.value);
  const path = invoicePath(operation.ref.id);
  const reply = await client.write("PUT", path, body, invoice, { subject: subjectOf(operation) });
  return reply.ok ? { ok: true, value: performedDocument(options, operation, reply.value) } : reply;
}

/**
 * A refusal is not believed before the invoice was read again: it may be booked already.
 * Companies with the cash method book nothing until the money comes; there the invoice is marked as sent.
 */
async function bookDocument({ client }: Books, operation: Of<"book">): Outcome {
  const about = { subject: subjectOf(operation) };
  const path = invoicePath(operation.ref.id);
  const reply = await client.write("PUT", `${path}/bookkeep`, {}, anything, about);
  if (reply.ok) return { ok: true, value: { ref: operation.ref } };
  if (reply.refusal === null) return reply;
  const now = await readLiveInvoice(client, operation.ref, about.subject);
  if (!now.ok) return now;
  if (now.value.Booked) return { ok: true, value: { ref: operation.ref } };
  if (now.value.AccountingMethod !== "CASH") return reply;
  if (now.value.Sent) return { ok: true, value: { ref: operation.ref } };
  const marked = await client.write("PUT", `${path}/externalprint`, {}, anything, about);
  return marked.ok ? { ok: true, value: { ref: operation.ref } } : marked;
}

async function pay({ client, rates }: Books, operation: Of<"pay">): Outcome {
  const rate = await rates.of(operation.document, operation.ref);
  if (!rate.ok) return rate;
  const body = toPaymentBody(operation.document, operation.payment, operation.ref, rate.value);
  const about = { subject: subjectOf(operation), payment: true };
  const reply = await client.write("POST", "/3/invoicepayments", body, payment, about);
  return reply.ok ? done(reply.value.Number) : reply;
}

async function bookPayment({ client }: Books, operation: Of<"book-payment">): Outcome {
  const about = { subject: subjectOf(operation), payment: true };
  const path = paymentPath(operation.ref.id);
  const reply = await client.write("PUT", `${path}/bookkeep`, {}, anything, about);
  if (reply.ok) return { ok: true, value: { ref: operation.ref } };
  if (reply.refusal === null) return reply;
  const now = await client.read(path, payment, about.subject);
  return now.ok && now.value.Booked ? { ok: true, value: { ref: operation.ref } } : reply;
}

/** A GET that sends: it is made once and never again by itself. */
async function sendEmail({ client }: Books, operation: Of<"email">): Outcome {
  if (emailAddress(operation.email.to) === undefined) {
    const message = `Fortnox cannot send to the address "${operation.email.to}".`;
    return { ok: false, problem: fix("LEDGER_REJECTED", message, { place: "order" }) };
  }
  const path = `${invoicePath(operation.ref.id)}/email`;
  const reply = await client.write("GET", path, undefined, anything, { subject: subjectOf(operation) });
  return reply.ok ? { ok: true, value: { ref: operation.ref } } : reply;
}

async function removeDocument({ client }: Books, operation: Of<"remove">): Outcome {
  const about = { subject: subjectOf(operation) };
  const path = invoicePath(operation.ref.id);
  const reply = await client.write("PUT", `${path}/cancel`, {}, anything, about);
  if (reply.ok) return { ok: true, value: { ref: operation.ref } };
  if (reply.refusal === null) return reply;
  const now = await client.read(path, invoice, about.subject);
  return now.ok && now.value.Cancelled ? { ok: true, value: { ref: operation.ref } } : reply;
}

export function paymentPath(number: string): string {
  return `/3/invoicepayments/${encodeURIComponent(number)}`;
}

/** Cards, articles and payments have no page of their own that we could link to. */
export function named(number: string): Performed["ref"] {
  return { id: number, number, url: null };
}

function done(number: string): LedgerResult<Performed> {
  return { ok: true, value: { ref: named(number) } };
}
