import type { Language } from "../../domain/plan.ts";
import { languageOf } from "../words.ts";
import type { PayoutInput } from "./payout-input.ts";

/** What stands on a payout's voucher in the ledger. Reasons are none of it: they are said in the reader's language. */
export interface PayoutWords {
  payout(id: string, provider: string): string;
  readonly paidOut: string;
  readonly fees: string;
  readonly disputes: string;
  payments(method: string): string;
  refunds(method: string): string;
  readonly exchangeGain: string;
  readonly exchangeLoss: string;
  readonly deductibleVat: string;
  readonly vatDue: string;
}

export const PAYOUT_WORDS: Readonly<Record<Language, PayoutWords>> = {
  en: {
    payout: (id, provider) => `Payout ${id} (${provider})`,
    paidOut: "paid out",
    fees: "fees",
    disputes: "disputes",
    payments: (method) => `payments by ${method}`,
    refunds: (method) => `refunds by ${method}`,
    exchangeGain: "exchange gain",
    exchangeLoss: "exchange loss",
    deductibleVat: "deductible VAT on fees",
    vatDue: "VAT due on fees",
  },
  sv: {
    payout: (id, provider) => `Utbetalning ${id} (${provider})`,
    paidOut: "utbetalt",
    fees: "avgifter",
    disputes: "bestridda köp",
    payments: (method) => `betalningar med ${method}`,
    refunds: (method) => `återbetalningar med ${method}`,
    exchangeGain: "kursvinst",
    exchangeLoss: "kursförlust",
    deductibleVat: "ingående moms på avgifter",
    vatDue: "utgående moms på avgifter",
  },
  da: {
    payout: (id, provider) => `Udbetaling ${id} (${provider})`,
    paidOut: "udbetalt",
    fees: "gebyrer",
    disputes: "indsigelser",
    payments: (method) => `betalinger med ${method}`,
    refunds: (method) => `refunderinger med ${method}`,
    exchangeGain: "kursgevinst",
    exchangeLoss: "kurstab",
    deductibleVat: "købsmoms af gebyrer",
    vatDue: "salgsmoms af gebyrer",
  },
};

/** A payout has no document to follow, so its voucher speaks as the setting says, else as the seller's country does. */
export function payoutWords({ settings, shopCountry }: PayoutInput): PayoutWords {
  const country = settings.vat.seller_country ?? shopCountry;
  return PAYOUT_WORDS[languageOf([], settings.orders.language, country)];
}
