import { compare, isZero, minorUnits, minus, sum } from "../manifest-shop/amounts.ts";
import type { Books } from "./books.ts";
import {
  type CreditNoteDraft,
  type CreditRefundDraft,
  creditNoteDraft,
  creditRefundDraft,
} from "./drafts.ts";
import type { Allocation, CreditNote, Transaction } from "./records.ts";
import { invalid, parsed } from "./refusal.ts";

/** Credit notes: made for a customer, set off against invoices, cancelled. */
export function openCreditNotes({ store, clock, announce, found, stamped, touch, restate }: Books) {
  const { last } = store.state;

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

  /** Gives what is left of a credit note back to the customer; it is deducted before the provider has moved it. */
  function refundCreditNote(noteId: string, draft: CreditRefundDraft): Transaction {
    const note = found("credit-notes", noteId);
    const { currency } = found("customers", note.customer_id);
    const { amount, status, by } = parsed(creditRefundDraft, draft);
    if (compare(amount, note.balance) > 0) throw invalid("amount", "The amount exceeds the balance.");
    last.payment += 1;
    const refund = store.add("transactions", {
      ...stamped(),
      name: `P-${String(last.payment).padStart(6, "0")}`,
      date: clock.stamp(),
      status,
      type: "Refund",
      amount,
      currency,
      cash_or_card: by,
      customer_id: note.customer_id,
      reference: null,
      description: `Refund of ${note.name}`,
      reference_transaction_id: null,
      decline_reason: null,
      credit_note_id: note.id,
      invoices: [],
    });
    note.balance = minus(note.balance, amount, minorUnits(currency));
    if (isZero(note.balance)) note.status = "Allocated";
    touch("credit-notes", note);
    announce("transactions", "created", refund.id);
    return refund;
  }

  /** Changes members of a note as they are, for what no dealing above makes: sums that disagree, unknown words. */
  function changeCreditNote(noteId: string, changes: Partial<CreditNote>): void {
    touch("credit-notes", Object.assign(found("credit-notes", noteId), changes));
  }

  return { addCreditNote, allocate, cancelCreditNote, refundCreditNote, changeCreditNote };
}
