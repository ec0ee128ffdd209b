import type { PlannedDocument } from "../domain/plan.ts";

/** What a person calls the kind of document, within a sentence. */
export function label(document: PlannedDocument): string {
  return document.kind === "invoice" ? "invoice" : "credit note";
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
