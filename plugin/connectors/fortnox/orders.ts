import { fix } from "../../domain/problem.ts";
import type { LedgerRef, LedgerResult, Operation, Performed } from "../connector.ts";
import { anything, invoice, invoicedOrder, type Order, order, orderItem } from "./answers.ts";
import type { Books } from "./books.ts";
import type { Client } from "./client.ts";
import { invoicePath, invoiceRef, performedDocument, readInvoice, subjectOf } from "./invoices.ts";
import { toInvoiceBody, toOrderBody, totalsOf } from "./map.ts";
import type { FortnoxOptions } from "./options.ts";
import { isAbsent } from "./refusal.ts";
import { isSameText } from "./same.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;

/** Fortnox's code for "no such order". */
const NO_ORDER = [2000439];
const OF_ORDERS = { ofOrders: true } as const;

export const orderPath = (number: string): string => `/3/orders/${encodeURIComponent(number)}`;

/** An order that was written or found, with what it came to. */
export function performedOrder(options: FortnoxOptions, written: Order): Performed {
  const { DocumentNumber: number } = written;
  const url =
    options.appUrl === undefined
      ? null
      : `${options.appUrl.replace(/\/+$/, "")}/orders/${encodeURIComponent(number)}`;
  return { ref: { id: number, number, url }, totals: totalsOf(written, "order") };
}

export async function createOrder(
  { client, rates, options }: Books,
  operation: Of<"create">,
): Promise<LedgerResult<Performed>> {
  const rate = await rates.of(operation.document, null);
  if (!rate.ok) return rate;
  const about = { subject: subjectOf(operation), ...OF_ORDERS };
  const body = toOrderBody(operation, rate.value);
  const reply = await client.write("POST", "/3/orders", body, order, about);
  return reply.ok ? { ok: true, value: performedOrder(options, reply.value) } : reply;
}

/** Writes all rows of an order again: a rounding row was added. */
export async function adjustOrder(
  { client, rates, options }: Books,
  operation: Of<"adjust">,
): Promise<LedgerResult<Performed>> {
  const rate = await rates.of(operation.document, null);
  if (!rate.ok) return rate;
  const about = { subject: subjectOf(operation), ...OF_ORDERS };
  const body = toOrderBody(operation, rate.value);
  const reply = await client.write("PUT", orderPath(operation.ref.id), body, order, about);
  return reply.ok ? { ok: true, value: performedOrder(options, reply.value) } : reply;
}

/** The search finds parts of texts, so references are compared exactly. */
export async function findOrder(
  { client, options }: Books,
  operation: Of<"create">,
): Promise<LedgerResult<Performed | null>> {
  const subject = subjectOf(operation);
  const query = { externalinvoicereference1: operation.reference };
  const listed = await client.list("/3/orders", "Orders", orderItem, subject, query, OF_ORDERS);
  if (!listed.ok) return listed;
  const ours = listed.value.find(
    (item) => isSameText(item.ExternalInvoiceReference1, operation.reference) && !item.Cancelled,
  );
  if (ours === undefined) return { ok: true, value: null };
  const read = await readOrder(client, ours.DocumentNumber, subject);
  if (!read.ok) return read;
  return { ok: true, value: read.value === null ? null : performedOrder(options, read.value) };
}

/** Null when the order certainly is not there. */
export async function readOrder(
  client: Client,
  number: string,
  subject: string,
): Promise<LedgerResult<Order | null>> {
  const reply = await client.read(orderPath(number), order, subject, OF_ORDERS);
  if (!reply.ok && reply.refusal !== null && isAbsent(reply.refusal, NO_ORDER))
    return { ok: true, value: null };
  return reply;
}

/** As `readOrder`, where a missing or cancelled order is somebody's doing in Fortnox. */
export async function readLiveOrder(
  client: Client,
  ref: LedgerRef,
  subject: string,
): Promise<LedgerResult<Order>> {
  const found = await readOrder(client, ref.id, subject);
  if (!found.ok) return found;
  if (found.value !== null && !found.value.Cancelled) return { ok: true, value: found.value };
  const what = found.value === null ? "is not in Fortnox any more" : "was cancelled in Fortnox";
  const message = `Order ${ref.number} ${what}.`;
  return { ok: false, problem: fix("CHANGED_IN_LEDGER", message, { place: "order" }) };
}

/** An order is finished once Fortnox has an invoice of it; the answer names the invoice. */
export async function findInvoiced(
  { client, options }: Books,
  operation: Of<"book">,
): Promise<LedgerResult<Performed | null>> {
  const read = await readLiveOrder(client, operation.ref, subjectOf(operation));
  if (!read.ok) return read;
  const { InvoiceReference: number } = read.value;
  return { ok: true, value: number === "" ? null : { ref: invoiceRef(options, number) } };
}

/**
 * Fortnox invoices what the order says was delivered; date, reference and texts are the invoice's own and are written
 * after. A refusal is not believed before the order was read again: it may be invoiced already (fortnox.md 7).
 */
export async function invoiceOrder(
  { client, rates, options }: Books,
  operation: Of<"invoice-order">,
): Promise<LedgerResult<Performed>> {
  const subject = subjectOf(operation);
  const about = { subject, ...OF_ORDERS };
  const path = `${orderPath(operation.order.id)}/createinvoice`;
  const reply = await client.write("PUT", path, {}, invoicedOrder, about);
  let number = reply.ok ? reply.value : "";
  if (!reply.ok) {
    if (reply.refusal === null) return reply;
    const now = await readLiveOrder(client, operation.order, subject);
    if (!now.ok) return now;
    number = now.value.InvoiceReference;
    if (number === "") return reply;
  }
  const rate = await rates.of(operation.document, invoiceRef(options, number));
  if (!rate.ok) return rate;
  const { InvoiceRows: _, ...head } = toInvoiceBody(operation, rate.value).Invoice;
  const written = await client.write("PUT", invoicePath(number), { Invoice: head }, invoice, { subject });
  return written.ok ? { ok: true, value: performedDocument(options, operation, written.value) } : written;
}

/** The invoice bears our reference once it is as we want it. */
export async function findInvoiceOfOrder(
  { client, options }: Books,
  operation: Of<"invoice-order">,
): Promise<LedgerResult<Performed | null>> {
  const subject = subjectOf(operation);
  const read = await readLiveOrder(client, operation.order, subject);
  if (!read.ok) return read;
  if (read.value.InvoiceReference === "") return { ok: true, value: null };
  const made = await readInvoice(client, read.value.InvoiceReference, subject);
  if (!made.ok) return made;
  const isOurs = isSameText(made.value?.ExternalInvoiceReference1 ?? "", operation.reference);
  return {
    ok: true,
    value: made.value !== null && isOurs ? performedDocument(options, operation, made.value) : null,
  };
}

export async function cancelOrder(
  { client }: Books,
  operation: Of<"remove">,
): Promise<LedgerResult<Performed>> {
  const about = { subject: subjectOf(operation), ...OF_ORDERS };
  const reply = await client.write("PUT", `${orderPath(operation.ref.id)}/cancel`, {}, anything, about);
  if (reply.ok) return { ok: true, value: { ref: operation.ref } };
  if (reply.refusal === null) return reply;
  const now = await readOrder(client, operation.ref.id, about.subject);
  return now.ok && now.value?.Cancelled === true ? { ok: true, value: { ref: operation.ref } } : reply;
}

export async function findCancelledOrder(
  { client }: Books,
  operation: Of<"remove">,
): Promise<LedgerResult<Performed | null>> {
  const read = await readOrder(client, operation.ref.id, subjectOf(operation));
  if (!read.ok) return read;
  const isGone = read.value === null || read.value.Cancelled;
  return { ok: true, value: isGone ? { ref: operation.ref } : null };
}
