import { compare, isZero, minorUnits, minus, sum } from "../manifest-shop/amounts.ts";
import type { SiteClock } from "./clock.ts";
import {
  type CreditNoteDraft,
  type CustomerDraft,
  creditNoteDraft,
  customerDraft,
  type InvoiceDraft,
  invoiceDraft,
  type PaymentDraft,
  paymentDraft,
  type RefundDraft,
  refundDraft,
} from "./drafts.ts";
import { newInvoice, projectedAfter } from "./invoices.ts";
import type { Allocation, CreditNote, Customer, Invoice, Module, Records, Transaction } from "./records.ts";
import { invalid, parsed, Refusal } from "./refusal.ts";
import { newId, type Store } from "./store.ts";
import type { Announce } from "./webhooks.ts";

interface TradeParts {
  store: Store;
  clock: SiteClock;
  currency: string;
  announce: Announce;
}

export type Trade = ReturnType<typeof openTrade>;

/** What the merchant, the billing run and the payment provider do. Each stamps what it changes and announces it. */
export function openTrade({ store, clock, currency: siteCurrency, announce }: TradeParts) {
  const { last } = store.state;

  function found<M extends Module>(module: M, id: string): Records[M] {
    const record = store.find(module, id);
    if (record === undefined) throw new Refusal(404, `There is no record ${id} of ${module}.`);
    return record;
  }

  function stamped(): { id: string; created_at: string; updated_at: string } {
    const at = clock.stamp();
    return { id: newId(), created_at: at, updated_at: at };
  }

  function touch(module: Module, record: Records[Module], event = "updated"): void {
    record.updated_at = clock.stamp();
    store.changed();
    announce(module, event, record.id);
  }

  function addCustomer(draft: CustomerDraft): Customer {
    const { id, shipping_country, country, email, currency, ...given } = parsed(customerDraft, draft);
    last.customer += 1;
    const at = (where: string) => ({
      address_1: "Storgatan 1",
      city: "Town",
      postal_code: "111 22",
      country: where,
    });
    const record: Customer = {
      ...stamped(),
      ...given,
      ...(id === undefined ? {} : { id }),
      email: email ?? `customer-${last.customer}@example.com`,
      customer_number: `CUST_${String(last.customer).padStart(6, "0")}`,
      phone_number: "",
      currency: currency ?? siteCurrency,
      legal_entity: null,
      po_number: null,
      billing: at(country),
      shipping: at(shipping_country ?? country),
    };
    store.add("customers", record);
    announce("customers", "created", record.id);
    return record;
  }

  function placeInvoice(draft: InvoiceDraft): Invoice {
    const asked = parsed(invoiceDraft, draft);
    const customer =
      asked.customer === undefined
        ? store.all("customers").find((one) => one.currency === (asked.currency ?? siteCurrency))
        : found("customers", asked.customer);
    if (customer === undefined) throw invalid("customer", "The customer does not exist.");
    last.invoice += 1;
    const place = {
      ...stamped(),
      name: `SF-${last.invoice}`,
      customer,
      currency: asked.currency ?? customer.currency,
      day: asked.date ?? clock.day(),
    };
    const invoice = store.add("invoices", newInvoice(asked, place, store.all("products")));
    announce("invoices", "created", invoice.id);
    if (asked.paid_by !== null) pay(invoice.id, { by: asked.paid_by });
    return invoice;
  }

  /** Takes money for an invoice; a failed try leaves it due with the vendor's note. */
  function pay(invoiceId: string, draft: PaymentDraft = {}): Transaction {
    const invoice = found("invoices", invoiceId);
    const { amount, by, status, also } = parsed(paymentDraft, draft);
    const own = amount ?? balanceOf(invoice);
    const invoices = [{ invoice_id: invoiceId, amount: own }, ...also];
    last.payment += 1;
    const payment = store.add("transactions", {
      ...stamped(),
      name: `P-${String(last.payment).padStart(6, "0")}`,
      date: clock.stamp(),
      status,
      type: "Transaction",
      amount: total(invoices, invoice.currency),
      currency: invoice.currency,
      cash_or_card: by,
      customer_id: invoice.customer_id,
      reference: null,
      description: `Payment for ${invoice.name}`,
      reference_transaction_id: null,
      decline_reason: status === "Failed" ? "insufficient_funds" : null,
      invoices,
    });
    if (status === "Failed") {
      const tries = Number(/\[(\d+)\]/.exec(invoice.note)?.[1] ?? "0") + 1;
      invoice.note = `Payment failed[${tries}]`;
      touch("invoices", invoice);
      announce("transactions", "failed", payment.id);
      return payment;
    }
    if (isMoney(payment)) receive(payment, "1");
    announce("transactions", "created", payment.id);
    return payment;
  }

  /** The provider says how a payment or refund under way has ended. */
  function settle(transactionId: string, status: "Paid" | "Failed"): Transaction {
    const record = found("transactions", transactionId);
    if (isMoney(record)) throw invalid("status", "The transaction has ended already.");
    record.status = status;
    touch("transactions", record, status === "Failed" ? "failed" : "updated");
    // A refund was deducted when it was asked for: what failed comes back.
    const isIncoming = record.type === "Transaction";
    if (isIncoming === (status === "Paid")) receive(record, "1");
    return record;
  }

  function refund(transactionId: string, draft: RefundDraft): Transaction {
    const payment = found("transactions", transactionId);
    const { amount, status, invoice } = parsed(refundDraft, draft);
    const wanted = invoice ?? payment.invoices[0]?.invoice_id;
    const share = payment.invoices.find((one) => one.invoice_id === wanted);
    if (payment.type !== "Transaction" || !isMoney(payment) || share === undefined) {
      throw new Refusal(400, "This transaction cannot be refunded.");
    }
    const before = store
      .all("transactions")
      .filter((one) => one.reference_transaction_id === payment.id && one.status !== "Failed");
    const refunded = sum([...before.map((one) => one.amount), amount], minorUnits(payment.currency));
    if (compare(refunded, payment.amount) > 0) throw new Refusal(400, "Refund amount exceeds the payment.");
    last.payment += 1;
    const record = store.add("transactions", {
      ...payment,
      ...stamped(),
      name: `P-${String(last.payment).padStart(6, "0")}`,
      date: clock.stamp(),
      status,
      type: "Refund",
      amount,
      description: `Refund of ${payment.name}`,
      reference_transaction_id: payment.id,
      invoices: [{ invoice_id: share.invoice_id, amount }],
    });
    announce("transactions", "created", record.id);
    if (status !== "Failed") receive(record, "-1");
    return record;
  }

  /** The money of a transaction on its invoices; a refund is deducted at once, before the provider has moved it. */
  function receive(record: Transaction, sign: "1" | "-1"): void {
    for (const { invoice_id: id, amount } of record.invoices) {
      const invoice = found("invoices", id);
      const decimals = minorUnits(invoice.currency);
      const { received_payment: before } = invoice;
      invoice.received_payment =
        sign === "1" ? sum([before, amount], decimals) : minus(before, amount, decimals);
      restate(invoice);
    }
  }

  function addCreditNote(draft: CreditNoteDraft): CreditNote {
    const { amount, invoice: invoiceId, reference, customer } = parsed(creditNoteDraft, draft);
    const invoice = invoiceId === null ? null : found("invoices", invoiceId);
    const customerId = invoice?.customer_id ?? customer;
    if (customerId === undefined) throw invalid("customer_id", "The customer id field is required.");
    last.creditNote += 1;
    const note: CreditNote = {
      ...stamped(),
      name: `CN-${String(last.creditNote).padStart(6, "0")}`,
      customer_id: customerId,
      amount,
      balance: amount,
      status: "Unallocated",
      reference,
      invoices: [],
    };
    store.add("credit-notes", note);
    announce("credit-notes", "created", note.id);
    if (invoice !== null) allocate(note.id, { invoice_id: invoice.id, amount });
    return note;
  }

  /** Sets a credit note off against an invoice, whole or in part. */
  function allocate(noteId: string, allocation: Allocation): void {
    const note = found("credit-notes", noteId);
    const invoice = found("invoices", allocation.invoice_id);
    const decimals = minorUnits(invoice.currency);
    if (compare(allocation.amount, note.balance) > 0)
      throw invalid("amount", "The amount exceeds the balance.");
    note.invoices.push(allocation);
    note.balance = minus(note.balance, allocation.amount, decimals);
    note.status = isZero(note.balance) ? "Allocated" : "Partially Allocated";
    invoice.sum_of_credit_notes = sum([invoice.sum_of_credit_notes, allocation.amount], decimals);
    restate(invoice);
    touch("credit-notes", note);
  }

  function cancelCreditNote(noteId: string): CreditNote {
    const note = found("credit-notes", noteId);
    for (const { invoice_id: id, amount } of note.invoices) {
      const invoice = found("invoices", id);
      invoice.sum_of_credit_notes = minus(invoice.sum_of_credit_notes, amount, minorUnits(invoice.currency));
      restate(invoice);
    }
    note.status = "Cancelled";
    touch("credit-notes", note);
    return note;
  }

  function voidInvoice(invoiceId: string): Invoice {
    const invoice = found("invoices", invoiceId);
    if (!isZero(invoice.received_payment)) throw new Refusal(400, "A paid invoice cannot be voided.");
    invoice.status = "Void";
    touch("invoices", invoice, "void");
    return invoice;
  }

  /** Shows what the next cycle will be; the forecast vanishes when the cycle comes. */
  function project(invoiceId: string): Invoice {
    const invoice = found("invoices", invoiceId);
    last.invoice += 1;
    const projected = projectedAfter(invoice, { ...stamped(), name: `SF-${last.invoice}` });
    return store.add("invoices", projected);
  }

  /** The billing run of the next cycle: forecasts of the subscription go, a due invoice comes and is charged. */
  function renew(invoiceId: string, by: string | null = "Card"): Invoice {
    const invoice = found("invoices", invoiceId);
    const subscriptions = invoice.items.map((item) => item.subscription_id);
    const forecasts = store
      .all("invoices")
      .filter(
        ({ status, items }) =>
          status === "Projected" && items.some((one) => subscriptions.includes(one.subscription_id)),
      );
    for (const { id } of forecasts) store.remove("invoices", id);
    last.invoice += 1;
    const next = { ...projectedAfter(invoice, { ...stamped(), name: `SF-${last.invoice}` }), status: "Due" };
    store.add("invoices", next);
    announce("invoices", "created", next.id);
    if (by !== null) pay(next.id, { by });
    return next;
  }

  /** Changes members of an invoice as they are, for what no dealing above makes: totals that disagree, unknown words. */
  function changeInvoice(invoiceId: string, changes: Partial<Invoice>): Invoice {
    const invoice = Object.assign(found("invoices", invoiceId), changes);
    touch("invoices", invoice);
    return invoice;
  }

  /** The status that follows from what was received and credited. */
  function restate(invoice: Invoice): void {
    const { received_payment: received, sum_of_credit_notes: credited } = invoice;
    const isOpen = compare(balanceOf(invoice), "0") > 0;
    const isTouched = !isZero(received) || !isZero(credited);
    const wasPaid = invoice.status === "Paid";
    if (!isOpen) invoice.status = "Paid";
    else invoice.status = isTouched ? "Partially Paid" : "Due";
    touch("invoices", invoice, invoice.status === "Paid" && !wasPaid ? "paid" : "updated");
  }

  return {
    found,
    addCustomer,
    placeInvoice,
    pay,
    settle,
    refund,
    addCreditNote,
    allocate,
    cancelCreditNote,
    voidInvoice,
    project,
    renew,
    changeInvoice,
  };
}

/** What is still to be paid of an invoice. */
export function balanceOf(invoice: Invoice): string {
  const decimals = minorUnits(invoice.currency);
  return minus(
    minus(invoice.total_amount, invoice.received_payment, decimals),
    invoice.sum_of_credit_notes,
    decimals,
  );
}

const isMoney = ({ status }: Transaction): boolean => ["paid", "success"].includes(status.toLowerCase());

function total(allocations: readonly Allocation[], currency: string): string {
  return sum(
    allocations.map((one) => one.amount),
    minorUnits(currency),
  );
}
