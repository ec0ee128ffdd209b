import type { PlannedDocument } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import { asReference } from "./assumptions.ts";
import type { Books } from "./books.ts";
import { failed, type Reply } from "./client.ts";

/**
 * The code of a new customer: AccountsIQ gives none itself, and saving under one that exists would overwrite it. Made of
 * our reference of the buyer, so that it is nobody else's and the card can be found again.
 */
export function newCode(prefix: string, reference: string): string {
  return `${prefix}${asReference(reference).replace(/^LR-/, "").slice(0, 16)}`;
}

/** The collective customer has another code per currency, and has to have the document's: a batch names none itself. */
export async function customerFor(
  { registers, settings }: Books,
  { document, customerNumber }: { readonly document: PlannedDocument; readonly customerNumber: string },
): Promise<Reply<string>> {
  if (document.customer.fixedNumber === null) return { ok: true, value: customerNumber };
  const { currency_customers: others } = await settings();
  const code = others[document.currency] ?? customerNumber;
  const currency = await registers.currencyOf(code);
  if (!currency.ok) return currency;
  if (currency.value === document.currency) return { ok: true, value: code };
  const message = `The collective customer ${code} has ${currency.value} in AccountsIQ, and this document is in ${document.currency}. Name a customer for that currency.`;
  return failed(
    fix("CUSTOMER_NOT_FOUND", message, { place: "settings", field: "ledger.currency_customers" }),
  );
}
