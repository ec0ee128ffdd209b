import type { PlannedDocument } from "../../domain/plan.ts";
import type { LedgerRef, Operation } from "../connector.ts";
import type { About } from "./errors.ts";

/** What an operation is about, for messages and for telling whose mistake a refusal is. */
export function aboutOf(operation: Operation): About {
  switch (operation.step) {
    case "customer":
    case "update-customer":
      return { subject: `customer ${operation.customer.company ?? operation.customer.name}`, writes: "card" };
    case "article":
    case "update-article":
      return { subject: `product ${operation.article.sku}`, writes: "product" };
    case "pay":
    case "book-payment": {
      const { payment, document } = operation;
      const subject = `the payment of ${payment.amount} ${payment.currency} for order ${document.orderNumber}`;
      return { subject, writes: "payment" };
    }
    case "create":
    case "adjust":
    case "update":
    case "invoice-order":
      return { subject: documentName(operation.document), writes: "document" };
    case "book":
    case "email":
    case "remove":
      return { subject: `${documentName(operation.document)} (${operation.ref.number})`, writes: "document" };
    case "journal":
      return {
        subject: `the voucher of ${operation.journal.date} (${operation.journal.text})`,
        writes: "voucher",
      };
  }
}

const NAMES = { invoice: "invoice", credit_note: "credit note", order: "order" } as const;

function documentName(document: PlannedDocument): string {
  return `the ${NAMES[document.kind]} of ${document.date} for order ${document.orderNumber}`;
}

/** Cards, products and vouchers have no page that we could link to. */
export function named(number: string): LedgerRef {
  return { id: number, number, url: null };
}
