import { decimalsEqual, parseDecimal } from "../../domain/money.ts";
import type { DecisionInput } from "../input.ts";
import { Refusal, settingsField } from "../refusal.ts";

/** Who a purchase is from and what it is booked on. */
export interface PurchaseTerms {
  readonly supplier: string;
  readonly account: string;
}

/** Throws PURCHASE_UNMAPPED where something is missing: it names the first. */
export function purchaseTerms(
  { facts, takesPurchases, ledgerName }: DecisionInput,
  { supplier, account }: Partial<Record<keyof PurchaseTerms, string | undefined>>,
): PurchaseTerms {
  if (takesPurchases !== true) {
    throw missing("mode", `${ledgerName} takes no purchase invoices from us. Switch purchases off.`);
  }
  if (supplier === undefined) throw missing("supplier", "Purchases that go with sales have no supplier yet.");
  if (account === undefined) throw missing("account", "What is bought with a sale has no account yet.");
  if (facts.accounts?.includes(account) === false) {
    const message = `Account ${account} for what is bought is not an active account of the ledger.`;
    throw missing("account", message);
  }
  return { supplier, account };
}

/** The code of input VAT the settings name for a rate; null lets the ledger choose. */
export function purchaseVatCode(rate: string, { settings }: Pick<DecisionInput, "settings">): string | null {
  const wanted = parseDecimal(rate);
  const named = Object.entries(settings.purchases.vat_code_by_rate);
  return named.find(([one]) => decimalsEqual(parseDecimal(one), wanted))?.[1] ?? null;
}

export const missing = (field: string, message: string): Refusal =>
  new Refusal("PURCHASE_UNMAPPED", message, settingsField(`purchases.${field}`));
