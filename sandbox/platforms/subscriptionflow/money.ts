import { compare, minorUnits, minus, sum } from "../manifest-shop/amounts.ts";
import { type Books, balanceOf } from "./books.ts";
import { type PaymentDraft, paymentDraft, type RefundDraft, refundDraft } from "./drafts.ts";
import type { Allocation, Transaction } from "./records.ts";
import { invalid, parsed, Refusal } from "./refusal.ts";

/** What the payment provider does: it takes money, gives it back, and says later how it went. */
export function openMoney({ store, clock, announce, found, stamped, touch, restate }: Books) {
  const { last } = store.state;

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

  return { pay, settle, refund };
}

const isMoney = ({ status }: Transaction): boolean => ["paid", "success"].includes(status.toLowerCase());

function total(allocations: readonly Allocation[], currency: string): string {
  return sum(
    allocations.map((one) => one.amount),
    minorUnits(currency),
  );
}
