import type { CreditFile, InvoiceRecord, VisitedCredit, VisitedInvoice } from "./schema.ts";

// Lists and single records say the same of what money has done to a record. Two that differ tell of a change, whatever
// `updated_at` says (assumption A2).

/** As long as the column. */
const LONGEST = 191;

/** What lists say of an invoice's money, in short. That it is overdue by now moves none. */
export function sumsOfInvoice(invoice: InvoiceRecord | VisitedInvoice): string {
  const { status, total_amount, tax_amount, received_payment, sum_of_credit_notes, reversed_reference } =
    invoice;
  return [
    status === "overdue" ? "due" : status,
    total_amount,
    tax_amount,
    received_payment,
    sum_of_credit_notes,
    reversed_reference ?? "",
  ]
    .join("|")
    .slice(0, LONGEST);
}

/** What lists say of a credit note's money, in short. */
export function sumsOfCredit({ status, amount, balance }: CreditFile["note"] | VisitedCredit): string {
  return [status, amount, balance ?? ""].join("|");
}
