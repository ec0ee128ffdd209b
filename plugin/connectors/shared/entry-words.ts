import type { Language, PlannedDocument } from "../../domain/plan.ts";

/** What connectors write themselves on what they make, in the language of the document that it belongs to. */
export interface EntryWords {
  readonly sale: string;
  readonly credit: string;
  readonly payment: string;
  order(number: string): string;
  credits(number: string): string;
  paidBy(method: string, order: string): string;
  paidBackBy(method: string, order: string): string;
}

export const ENTRY_WORDS: Readonly<Record<Language, EntryWords>> = {
  en: {
    sale: "Sale",
    credit: "Credit",
    payment: "Payment",
    order: (number) => `Order ${number}`,
    credits: (number) => `credits ${number}`,
    paidBy: (method, order) => `Payment by ${method}, order ${order}`,
    paidBackBy: (method, order) => `Refund by ${method}, order ${order}`,
  },
  sv: {
    sale: "Försäljning",
    credit: "Kredit",
    payment: "Betalning",
    order: (number) => `Order ${number}`,
    credits: (number) => `krediterar ${number}`,
    paidBy: (method, order) => `Betalning med ${method}, order ${order}`,
    paidBackBy: (method, order) => `Återbetalning med ${method}, order ${order}`,
  },
  da: {
    sale: "Salg",
    credit: "Kredit",
    payment: "Betaling",
    order: (number) => `Ordre ${number}`,
    credits: (number) => `krediterer ${number}`,
    paidBy: (method, order) => `Betaling med ${method}, ordre ${order}`,
    paidBackBy: (method, order) => `Refundering med ${method}, ordre ${order}`,
  },
};

export function entryWords({ language }: Pick<PlannedDocument, "language">): EntryWords {
  return ENTRY_WORDS[language ?? "en"];
}
