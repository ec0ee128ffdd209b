import { compare, formatMoney, isNegative, type Money, subtract, sum, zero } from "../../domain/money.ts";
import type { FinancialStatus, Payment } from "../../domain/order.ts";
import { isNear } from "./arithmetic.ts";
import type { CreditEvent } from "./credits.ts";
import { exactAmount } from "./exact-amount.ts";
import type { InvoiceFile, InvoiceRecord, LinkedTransaction } from "./schema.ts";
import { movedAt } from "./times.ts";
import { Unbookable } from "./unbookable.ts";

/** The document and live sites use different words for the same. Only the first two are money that came. */
const STATUSES: Readonly<Record<string, Payment["status"]>> = {
  paid: "success",
  success: "success",
  pending: "pending",
  processing: "pending",
  failed: "failure",
  declined: "failure",
  void: "failure",
  voided: "failure",
};

/** Money of one invoice. */
export interface Movements {
  readonly payments: readonly Payment[];
  /** Money given back; what failed has not happened. */
  readonly refunds: readonly CreditEvent[];
}

/** The payments and refunds of an invoice, each with that invoice's part of it. */
export function movementsOf({ invoice, transactions }: InvoiceFile): Movements {
  const all = transactions.map((record) => ({ record, payment: toPayment(record, invoice.currency) }));
  const back = all.filter(({ payment }) => payment.kind === "refund");
  const came = all.filter(({ payment }) => payment.kind !== "refund");
  const payments = came.map(({ payment }) => payment);
  checkReceived(
    invoice,
    payments,
    back.map(({ payment }) => payment),
  );
  // Of an invoice that is a credit itself the money going out is its payment (R18).
  if (isNegative(exactAmount(invoice.total_amount, invoice.currency))) {
    return { payments: all.map(({ payment }) => payment), refunds: [] };
  }
  const refunds = back
    .filter(({ payment }) => payment.status !== "failure")
    .map(({ record, payment }): CreditEvent => {
      const { id, amount, processedAt: at } = payment;
      return { kind: "refund", id, at, createdAt: record.created_at, amount, note: null, payment };
    });
  return { payments, refunds };
}

/** A payment or refund with the part of it that belongs to an invoice or credit note in `expected`. */
export function toPayment(record: LinkedTransaction, expected: string): Payment {
  const currency = record.currency ?? expected;
  if (currency !== expected) {
    throw new Unbookable("TOTAL_MISMATCH", `it is in ${expected}, but its payment is in ${currency}`);
  }
  return {
    id: record.id,
    kind: record.type === "refund" ? "refund" : "sale",
    gateway: record.cash_or_card?.toLowerCase().replaceAll(/\s+/g, "_") ?? "unknown",
    status: STATUSES[record.status] ?? "pending",
    // Without a share the payment is this invoice's alone, or what was received does not agree with it.
    amount: exactAmount(record.pivot_amount ?? record.amount, currency),
    processedAt: movedAt(record.date, record.created_at),
    giftCardId: null,
    fee: null,
  };
}

/** What the site has received must be what its movements say, with refunds taken off or not: which, nobody wrote. */
function checkReceived(invoice: InvoiceRecord, came: readonly Payment[], back: readonly Payment[]): void {
  const { currency } = invoice;
  const received = exactAmount(invoice.received_payment, currency);
  const paid = moved(came, currency);
  const left = subtract(paid, moved(back, currency, ["success", "pending"]));
  // Money that was taken where the site keeps no record of it has no movement to contradict.
  if (came.length === 0 && back.length === 0) return;
  if ([paid, left].some((one) => isNear(one, received, 1))) return;
  const said = `the shop received ${formatMoney(received)} ${currency} for it`;
  throw new Unbookable("TOTAL_MISMATCH", `${said}, but its payments come to ${formatMoney(left)}`);
}

/** How far an invoice is paid, by its movements before its word; credited in full without any money it is void. */
export function financialStatus(invoice: InvoiceRecord, { payments, refunds }: Movements): FinancialStatus {
  const { currency, status } = invoice;
  const nothing = zero(currency);
  const total = exactAmount(invoice.total_amount, currency);
  const credited = exactAmount(invoice.sum_of_credit_notes, currency);
  const isCredited = compare(credited, nothing) > 0 && compare(credited, total) >= 0;
  const paid = moved(payments, currency);
  if (status === "void" || (isCredited && compare(paid, nothing) === 0)) return "voided";
  const back = moved(
    refunds.flatMap(({ payment }) => payment ?? []),
    currency,
  );
  if (compare(back, nothing) > 0) return compare(back, paid) < 0 ? "partially_refunded" : "refunded";
  if (status === "paid") return "paid";
  if (compare(paid, nothing) <= 0) {
    // A part was received of which the site keeps no record; what is on its way or failed is such a record.
    return status === "partially paid" && payments.length === 0 ? "partially_paid" : "pending";
  }
  return compare(paid, total) < 0 ? "partially_paid" : "paid";
}

function moved(
  payments: readonly Payment[],
  currency: string,
  statuses: readonly Payment["status"][] = ["success"],
): Money {
  const amounts = payments.filter((one) => statuses.includes(one.status)).map((one) => one.amount);
  return sum(amounts, currency);
}
