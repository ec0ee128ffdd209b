import type { LedgerFacts } from "../../domain/ledger-facts.ts";
import type { Choice, LedgerResult } from "../connector.ts";
import type { Books } from "./books.ts";
import { currenciesFor } from "./currencies.ts";

/** Years around today that are open. */
const YEARS = [-2, -1, 0, 1];

/** What the decision has to know of these books. */
export async function readFacts(books: Books): Promise<LedgerResult<LedgerFacts>> {
  const { company, clock } = books;
  const chart = books.chart();
  const thisYear = Number(books.today().slice(0, 4));
  return {
    ok: true,
    value: {
      baseCurrency: company.currency,
      currencies: currenciesFor(company.currency),
      lockedUntil: await books.lockedUntil(),
      years: YEARS.map((offset) => String(thisYear + offset)).map((year) => ({
        from: `${year}-01-01`,
        to: `${year}-12-31`,
      })),
      roundingAccount: chart.rounding,
      accounts: chart.accounts.map(({ number }) => number),
      defaultAccounts: chart.sales,
      readAt: new Date(clock.now()).toISOString(),
    },
  };
}

/** The drop-downs of the settings; a list that such books do not have is empty. */
export function readChoices(books: Books, list: string): readonly Choice[] {
  const chart = books.chart();
  switch (list) {
    case "accounts":
      return chart.accounts.map(({ number, name }) => ({ value: number, label: `${number} ${name}` }));
    case "vat_codes":
      return chart.vatCodes.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }));
    case "payment_terms":
      return ["0", "10", "14", "30"].map((days) => ({ value: days, label: `${days} days` }));
    case "currencies":
      return currenciesFor(books.company.currency).map(({ code }) => ({ value: code, label: code }));
    default:
      return [];
  }
}
