import type { Order } from "../domain/order.ts";
import { type DocumentKind, type PlannedEmail, placeholders } from "../domain/plan.ts";
import type { Settings } from "../settings/schema.ts";
import { methodOf } from "./payments/payment-methods.ts";
import { plainEmail } from "./plain-email.ts";
import { renderText } from "./texts.ts";
import { paymentMethod } from "./trigger.ts";

/** Of the document an e-mail brings: known before the ledger has numbered it. */
export interface Announced {
  readonly kind: DocumentKind;
  readonly date: string;
  readonly currency: string;
  /** What is to be paid, or is given back, with its rounding. */
  readonly total: string;
}

/** What an e-mail's texts may name besides the words of every template; for docs/reference/templates.md. */
export const emailWords = {
  "document.number": "The ledger's number of the document; only in the e-mail.",
  "document.kind": "invoice or credit_note; only in the e-mail.",
  "document.date": "The document's day; only in the e-mail.",
  "document.total": "What the document comes to; only in the e-mail.",
  "document.currency": "Currency of the document, ISO 4217; only in the e-mail.",
} as const;

/** Longer than any text the settings take, with room for what is filled in. */
const MAX_BODY = 20_000;

/** The e-mail that goes with a document when it is booked; null when the settings want none or nobody can be reached. */
export function emailOf(order: Order, settings: Settings, document: Announced): PlannedEmail | null {
  const { send, from, subject, body, attach_pdf, credit_notes } = settings.email;
  const { kind } = document;
  if (send === "never" || kind === "order" || (kind === "credit_note" && !credit_notes)) return null;
  const to = order.customer.email;
  if (to === null || !isAddress(to)) return null;
  const plain = from === "own_server" ? plainEmail(order, { ...document, kind }) : { subject: "", body: "" };
  const own = methodOf(paymentMethod(order) ?? "*", settings)?.mail_text;
  const more = { document: { ...document, ...placeholders } };
  return {
    to,
    subject: renderText(subject || plain.subject, order, { more }),
    body: renderText((own ?? body) || plain.body, order, { more, maxLength: MAX_BODY }),
    from,
    attachPdf: attach_pdf,
  };
}

/** One mailbox of a plain form; quoted local parts and lists are nobody's address in a shop. */
function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^@\s,;<>"()]+@[^@\s,;<>"()]+\.[^@\s,;<>"().]+$/.test(text);
}
