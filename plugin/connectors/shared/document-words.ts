import type { Language, PlannedDocument } from "../../domain/plan.ts";

/** What connectors add to a document's texts themselves, in the document's language. */
const WORDS: Readonly<Record<Language, { readonly pieces: string; readonly credits: string }>> = {
  en: { pieces: "pcs", credits: "Credits invoice" },
  sv: { pieces: "st", credits: "Krediterar faktura" },
  da: { pieces: "stk.", credits: "Krediterer faktura" },
};

type Spoken = Pick<PlannedDocument, "language">;

/** A quantity that the row's own numbers cannot show, behind its text: ` (3 pcs)`. */
export function piecesNote({ language = "en" }: Spoken, quantity: string): string {
  return ` (${quantity} ${WORDS[language].pieces})`;
}

/** The row by which a credit note names its invoice. */
export function creditsInvoice({ language = "en" }: Spoken, number: string): string {
  return `${WORDS[language].credits} ${number}`;
}
