import type { PlannedDocument } from "../../domain/plan.ts";
import type { Operation } from "../connector.ts";

/** What an operation is about, in words for the merchant. */
export function subjectOf(operation: Operation): string {
  switch (operation.step) {
    case "customer":
    case "update-customer":
      return `customer ${operation.customer.name}`;
    case "article":
    case "update-article":
      return `item ${operation.article.title}`;
    case "pay":
    case "book-payment":
      return `payment ${operation.payment.amount} ${operation.payment.currency} of ${label(operation.document)}`;
    case "journal":
      return `the journal "${operation.journal.text}"`;
    case "create":
    case "adjust":
    case "update":
    case "invoice-order":
    case "book":
    case "email":
    case "remove":
      return label(operation.document);
  }
}

export function label({ kind, date, orderNumber }: PlannedDocument): string {
  return `${kind === "credit_note" ? "credit note" : "invoice"} of ${date} for order ${orderNumber}`;
}
