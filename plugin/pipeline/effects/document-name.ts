import type { DocumentKind } from "../../domain/plan.ts";

const NAMES = { invoice: "invoice", credit_note: "credit note", order: "order" } as const;

/** What a person calls the kind of document, within a sentence. */
export function label(document: { readonly kind: DocumentKind }): string {
  return NAMES[document.kind];
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
