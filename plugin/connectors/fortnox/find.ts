import { decimalsEqual, isDecimalZero, parseDecimal } from "../../domain/money.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { normaliseEmail, normaliseName, normaliseOrganisationNumber } from "../shared/identifiers.ts";
import { type CustomerItem, type Invoice, invoiceItem, payment, paymentItem } from "./answers.ts";
import type { Books } from "./books.ts";
import { performedDocument, readInvoice, readLiveInvoice, subjectOf } from "./invoices.ts";
import { toPaymentBody } from "./map.ts";
import { toArticleBody, toCustomerBody } from "./map-master-data.ts";
import { findArticle, readCustomer, searchCustomers } from "./match.ts";
import { findCancelledOrder, findInvoiced, findInvoiceOfOrder, findOrder } from "./orders.ts";
import { named, paymentPath } from "./perform.ts";
import { isSameNumber, isSameText } from "./same.ts";
import { findUpdated } from "./update.ts";
import { findVoucher } from "./vouchers.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
type Found = Promise<LedgerResult<Performed | null | "unfindable">>;

/** More cards of one name than this are not opened to look for ours; the order is held instead. */
const MOST_CARDS = 50;

/**
 * Whether an operation has happened, before it is repeated (R17). Absent means an empty list or a 404 with the
 * object's own code; everything else is a problem, never "not there".
 */
export async function find(books: Books, operation: Operation): Found {
  switch (operation.step) {
    case "customer":
      return findCustomer(books, operation);
    case "update-customer":
    case "update-article":
      // Writing the same card twice changes nothing.
      return absent;
    case "article": {
      const number = toArticleBody(operation.article, null)?.Article.ArticleNumber ?? "";
      const ref = await findArticle(books.client, number);
      if (!ref.ok) return ref;
      return ref.value === null ? absent : { ok: true, value: { ref: ref.value } };
    }
    case "create":
      return operation.document.kind === "order"
        ? findOrder(books, operation)
        : findDocument(books, operation);
    case "adjust":
      // Every row is compared, so that a rounding row of somebody else is not taken for ours.
      return findUpdated(books, { ...operation, step: "update", before: operation });
    case "update":
      return findUpdated(books, operation);
    case "invoice-order":
      return findInvoiceOfOrder(books, operation);
    case "book":
      return operation.document.kind === "order"
        ? findInvoiced(books, operation)
        : findState(books, operation, (invoice) => isBooked(invoice));
    case "email":
      return findState(books, operation, (invoice) => invoice.Sent);
    case "remove":
      return operation.document.kind === "order"
        ? findCancelledOrder(books, operation)
        : findRemoved(books, operation);
    case "pay":
      return findPayment(books, operation);
    case "book-payment": {
      const reply = await books.client.read(paymentPath(operation.ref.id), payment, subjectOf(operation));
      return reply.ok ? { ok: true, value: reply.value.Booked ? { ref: operation.ref } : null } : reply;
    }
    case "journal":
      return findVoucher(books, operation);
  }
}

const absent = { ok: true, value: null } as const;

/** With the cash method an invoice is as booked as it gets once it counts as sent. */
function isBooked(invoice: Invoice): boolean {
  return invoice.Booked || (invoice.AccountingMethod === "CASH" && invoice.Sent);
}

/**
 * Our reference on a card cannot be searched, so the cards with the same e-mail address, organisation number or name
 * are opened, newest first.
 */
async function findCustomer({ client }: Books, operation: Of<"customer">): Found {
  const { Email, OrganisationNumber, Name } = toCustomerBody(
    operation.customer,
    operation.reference,
  ).Customer;
  const [filter, value, normalise, read]: Search =
    Email !== undefined
      ? ["email", Email, normaliseEmail, (card) => card.Email]
      : OrganisationNumber !== undefined
        ? [
            "organisationnumber",
            OrganisationNumber,
            normaliseOrganisationNumber,
            (card) => card.OrganisationNumber,
          ]
        : ["name", Name, normaliseName, (card) => card.Name];
  const same = (card: CustomerItem) => normalise(read(card)) === normalise(value);
  const cards = await searchCustomers(client, filter, value, same);
  if (!cards.ok) return cards;
  if (cards.value.length > MOST_CARDS) return { ok: true, value: "unfindable" };
  for (const { CustomerNumber } of cards.value.toReversed()) {
    const card = await readCustomer(client, CustomerNumber);
    if (!card.ok) return card;
    // One that a person made inactive since then is no longer the buyer's.
    if (card.value?.ExternalReference === operation.reference && card.value.Active) {
      return { ok: true, value: { ref: named(CustomerNumber) } };
    }
  }
  return absent;
}

type Search = [
  filter: string,
  value: string,
  normalise: (text: string) => string,
  read: (card: CustomerItem) => string,
];

/** The search finds parts of texts; a credit that a person made in Fortnox may bear its invoice's reference too. */
async function findDocument({ client, options }: Books, operation: Of<"create">): Found {
  const subject = subjectOf(operation);
  const listed = await client.list("/3/invoices", "Invoices", invoiceItem, subject, {
    externalinvoicereference1: operation.reference,
  });
  if (!listed.ok) return listed;
  const ours = listed.value.filter(
    (item) => isSameText(item.ExternalInvoiceReference1, operation.reference) && !item.Cancelled,
  );
  for (const { DocumentNumber } of ours) {
    const invoice = await readInvoice(client, DocumentNumber, subject);
    if (!invoice.ok) return invoice;
    if (invoice.value !== null && !invoice.value.Cancelled && hasSignOf(operation, invoice.value)) {
      return { ok: true, value: performedDocument(options, operation, invoice.value) };
    }
  }
  return absent;
}

function hasSignOf({ document }: Of<"create">, invoice: Invoice): boolean {
  if (isDecimalZero(parseDecimal(invoice.Total))) return true;
  const isCredit = invoice.Credit || invoice.Total.startsWith("-");
  return isCredit === (document.kind === "credit_note");
}

async function findState(
  { client }: Books,
  operation: Of<"book"> | Of<"email">,
  happened: (invoice: Invoice) => boolean,
): Found {
  const invoice = await readLiveInvoice(client, operation.ref, subjectOf(operation));
  if (!invoice.ok) return invoice;
  return { ok: true, value: happened(invoice.value) ? { ref: operation.ref } : null };
}

async function findRemoved({ client }: Books, operation: Of<"remove">): Found {
  const invoice = await readInvoice(client, operation.ref.id, subjectOf(operation));
  if (!invoice.ok) return invoice;
  const gone = invoice.value === null || invoice.value.Cancelled;
  return { ok: true, value: gone ? { ref: operation.ref } : null };
}

/** A payment bears no reference of ours: it is known by amount, day and account, and by not being another of ours. */
async function findPayment({ client, rates }: Books, operation: Of<"pay">): Found {
  const subject = subjectOf(operation);
  const rate = await rates.of(operation.document, operation.ref);
  if (!rate.ok) return rate;
  const { document, payment: planned, ref } = operation;
  const wanted = toPaymentBody(document, planned, ref, rate.value).InvoicePayment;
  const listed = await client.list("/3/invoicepayments", "InvoicePayments", paymentItem, subject, {
    invoicenumber: ref.id,
  });
  if (!listed.ok) return listed;
  const candidates = listed.value.filter(
    (item) =>
      isSameNumber(item.InvoiceNumber, ref.id) &&
      !operation.known.includes(item.Number) &&
      ["", wanted.PaymentDate].includes(item.PaymentDate.slice(0, 10)) &&
      decimalsEqual(parseDecimal(item.Amount), parseDecimal(String(wanted.Amount))),
  );
  let isUnsure = false;
  for (const { Number: number } of candidates) {
    const reply = await client.read(paymentPath(number), payment, subject);
    if (!reply.ok) return reply;
    const { ModeOfPayment: mode, ModeOfPaymentAccount: account } = reply.value;
    const same =
      wanted.ModeOfPayment === undefined
        ? isSameNumber(account, String(wanted.ModeOfPaymentAccount))
        : isSameText(mode, wanted.ModeOfPayment);
    if (same) return { ok: true, value: { ref: named(number) } };
    isUnsure ||= (wanted.ModeOfPayment === undefined ? account : mode) === "";
  }
  // One that does not say from where it was paid may be ours.
  return isUnsure ? { ok: true, value: "unfindable" } : absent;
}
