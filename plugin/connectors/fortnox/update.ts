import { isDecimalZero, parseDecimal } from "../../domain/money.ts";
import { fix } from "../../domain/problem.ts";
import type { LedgerResult, Operation, Performed, WrittenDocument } from "../connector.ts";
import { type DocumentRow, invoice, order } from "./answers.ts";
import type { Books } from "./books.ts";
import { invoicePath, performedDocument, readLiveInvoice, subjectOf } from "./invoices.ts";
import { toInvoiceBody, toOrderBody } from "./map.ts";
import { orderPath, performedOrder, readLiveOrder } from "./orders.ts";
import type { InvoiceRow } from "./schema.ts";
import { changesOf, hasRows } from "./update-body.ts";

type Update = Extract<Operation, { step: "update" }>;

/** The document as Fortnox has it, in the terms that a change needs. */
interface Live {
  readonly rows: readonly DocumentRow[];
  readonly hasExtras: boolean;
  /** Booked, or, of an order, invoiced. */
  readonly isFinished: boolean;
  readonly performed: Performed;
}

/** What is sent for a document: its envelope, its head and rows. */
interface Body {
  readonly envelope: "Invoice" | "Order";
  readonly rowsKey: "InvoiceRows" | "OrderRows";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly rows: readonly InvoiceRow[];
}

/** Changes an unbooked document, unless somebody else has: then nothing is overwritten. */
export async function updateDocument(books: Books, operation: Update): Promise<LedgerResult<Performed>> {
  const { client, rates, options } = books;
  const { ref, document } = operation;
  const live = await readLive(books, operation);
  if (!live.ok) return live;
  if (live.value.isFinished) {
    const message = `Somebody has just finished ${subjectOf(operation)} in Fortnox.`;
    return { ok: false, problem: { act: "retry", message, inDoubt: false } };
  }
  const rate = await rates.of(document, document.kind === "order" ? null : ref);
  if (!rate.ok) return rate;
  const before = bodyOf(operation.before, rate.value);
  if (!isAsSent(live.value, before)) {
    const what = document.kind === "order" ? "Order" : "Invoice";
    const message = `${what} ${ref.number} was changed in Fortnox by hand, so it was left as it is. The order has changed since: finish it there.`;
    const place = { place: "ledger", ...(ref.url === null ? {} : { url: ref.url }) } as const;
    return { ok: false, problem: fix("CHANGED_IN_LEDGER", message, place) };
  }
  const next = bodyOf(operation, rate.value);
  const changes = changesOf(next.fields, before.fields, next.rowsKey);
  if (Object.keys(changes).length === 0) return { ok: true, value: live.value.performed };
  const about = { subject: subjectOf(operation) };
  const body = { [next.envelope]: changes };
  if (document.kind === "order") {
    const reply = await client.write("PUT", orderPath(ref.id), body, order, { ...about, ofOrders: true });
    return reply.ok ? { ok: true, value: performedOrder(options, reply.value) } : reply;
  }
  const reply = await client.write("PUT", invoicePath(ref.id), body, invoice, about);
  return reply.ok ? { ok: true, value: performedDocument(options, operation, reply.value) } : reply;
}

/** A change of the head alone cannot be told from none: it is written again, which changes nothing more. */
export async function findUpdated(books: Books, operation: Update): Promise<LedgerResult<Performed | null>> {
  const live = await readLive(books, operation);
  if (!live.ok) return live;
  const { document, ref } = operation;
  const rate = await books.rates.of(document, document.kind === "order" ? null : ref);
  if (!rate.ok) return rate;
  const next = bodyOf(operation, rate.value);
  const changes = changesOf(next.fields, bodyOf(operation.before, rate.value).fields, next.rowsKey);
  const isHeadOnly = Object.keys(changes).length > 0 && changes[next.rowsKey] === undefined;
  const isThere = isAsSent(live.value, next) && !(isHeadOnly && !live.value.isFinished);
  return { ok: true, value: isThere ? live.value.performed : null };
}

const isAsSent = (live: Live, body: Body): boolean => !live.hasExtras && hasRows(live.rows, body.rows);

function bodyOf(written: WrittenDocument, rate: string): Body {
  if (written.document.kind === "order") {
    const fields = toOrderBody(written, rate).Order;
    return { envelope: "Order", rowsKey: "OrderRows", fields, rows: fields.OrderRows };
  }
  const fields = toInvoiceBody(written, rate).Invoice;
  return { envelope: "Invoice", rowsKey: "InvoiceRows", fields, rows: fields.InvoiceRows };
}

async function readLive({ client, options }: Books, operation: Update): Promise<LedgerResult<Live>> {
  const subject = subjectOf(operation);
  if (operation.document.kind === "order") {
    const read = await readLiveOrder(client, operation.ref, subject);
    if (!read.ok) return read;
    const { OrderRows: rows, InvoiceReference } = read.value;
    const performed = performedOrder(options, read.value);
    return {
      ok: true,
      value: { rows, isFinished: InvoiceReference !== "", performed, ...extras(read.value) },
    };
  }
  const read = await readLiveInvoice(client, operation.ref, subject);
  if (!read.ok) return read;
  const { InvoiceRows: rows, Booked } = read.value;
  const performed = performedDocument(options, operation, read.value);
  return { ok: true, value: { rows, isFinished: Booked, performed, ...extras(read.value) } };
}

/** Freight and fees in the head are never ours. */
function extras(document: { readonly Freight: string; readonly AdministrationFee: string }) {
  const { Freight, AdministrationFee } = document;
  return { hasExtras: [Freight, AdministrationFee].some((text) => !isDecimalZero(parseDecimal(text))) };
}
