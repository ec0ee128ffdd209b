import { isCountry } from "../../domain/countries.ts";
import type { DefaultAccount, LedgerFacts } from "../../domain/ledger-facts.ts";
import { isDecimalZero, parseDecimal } from "../../domain/money.ts";
import type { Treatment } from "../../domain/plan.ts";
import { isKnownRate } from "../../domain/vat-rates.ts";
import type { Clock } from "../../ports.ts";
import type { LedgerResult } from "../connector.ts";
import { type account, company, listOf, period } from "./answers.ts";
import type { Client, Reply } from "./client.ts";
import type { Registers, TaxCode } from "./registers.ts";
import { codeFor } from "./tax-codes.ts";

const subject = "the settings";

/** What the decision has to know of these books. A list that AccountsIQ refuses is unknown; an outage is a problem. */
export async function readFacts(
  client: Client,
  registers: Registers,
  clock: Clock,
): Promise<LedgerResult<LedgerFacts>> {
  const about = await client.call("GetCompanyInformation", {}, company, { subject });
  if (!about.ok) return about;
  const currencies = tolerate(await registers.currencies());
  if (!currencies.ok) return currencies;
  const chart = tolerate(await registers.chart());
  if (!chart.ok) return chart;
  const taxes = tolerate(await registers.taxes());
  if (!taxes.ok) return taxes;
  const defaults = tolerate(await registers.defaults());
  if (!defaults.ok) return defaults;
  const periods = tolerate(await readPeriods(client));
  if (!periods.ok) return periods;
  const active = chart.value?.filter(takesEntries) ?? null;
  const accounts = active?.map((one) => one.Code) ?? null;
  const today = new Date(clock.now()).toISOString();
  const isOwn = ownCodes(countryOf(about.value), today.slice(0, 10));
  return {
    ok: true,
    value: {
      baseCurrency: about.value.BaseCurrencyCode,
      // Which way round their rates are is not published (U4), so none is told.
      currencies:
        currencies.value?.map((one) => ({
          code: one.CurrencyCode,
          rate: one.IsBaseCurrency ? "1" : null,
        })) ?? null,
      lockedUntil: periods.value === null ? null : lockedUntil(periods.value),
      years: periods.value === null ? null : yearsOf(periods.value),
      roundingAccount: active?.find((one) => /\brounding\b/i.test(one.Description))?.Code ?? null,
      accounts,
      defaultAccounts: defaultAccounts(
        defaults.value?.GLAccountCode ?? "",
        accounts,
        (taxes.value ?? []).filter(isOwn),
      ),
      readAt: today,
    },
  };
}

export const readPeriods = (client: Client): Promise<Reply<Period[]>> =>
  client.call("GetPeriodList", {}, listOf("WSFinancialPeriodDTO", period), { subject });

export type Period = ReturnType<typeof period.parse>;

type Account = ReturnType<typeof account.parse>;

/** Control accounts and headings take no entries of ours; which words the vendor uses for them is not published. */
export const takesEntries = ({ IsActive, AccountType }: Account): boolean =>
  IsActive && !/control|heading/i.test(AccountType);

/** A refusal leaves the fact unknown; an outage and a lost sign-in do not. */
function tolerate<T>(reply: Reply<T>): LedgerResult<T | null> {
  if (reply.ok) return reply;
  const isLost = reply.problem.act === "retry" || reply.problem.code === "NOT_CONNECTED";
  return reply.refusal !== null && !isLost ? { ok: true, value: null } : reply;
}

/** The last day of the closed periods that follow each other from the first on. */
function lockedUntil(periods: readonly Period[]): string | null {
  let locked: string | null = null;
  for (const one of periods.toSorted((a, b) => (a.StartDate < b.StartDate ? -1 : 1))) {
    if (!one.SalesLedgerClosed) break;
    locked = one.EndDate;
  }
  return locked;
}

/** Years with their first and last day; periods come in any order. */
function yearsOf(periods: readonly Period[]): { from: string; to: string }[] {
  const open = periods.filter((one) => !one.FinancialYearClosed);
  const names = new Set(open.map((one) => one.FinancialYear));
  return [...names].map((name) => {
    const own = open.filter((one) => one.FinancialYear === name);
    const from = own.map((one) => one.StartDate).sort()[0] ?? "";
    return {
      from,
      to:
        own
          .map((one) => one.EndDate)
          .sort()
          .at(-1) ?? from,
    };
  });
}

/** The entity's country by its VAT number, else by its locale; null where neither tells. */
function countryOf({ TaxRegistrationNumber: number, LocaleName: locale }: Company): string | null {
  const said = [number.slice(0, 2).toUpperCase().replace("EL", "GR"), locale.slice(-2).toUpperCase()];
  return said.find(isCountry) ?? null;
}

type Company = ReturnType<typeof company.parse>;

/**
 * Codes of other countries' rates look like domestic ones, and would make a foreign rate a home rate: only those whose rate
 * the entity's country has are its own, or only the standard one where the country is not known.
 */
function ownCodes(country: string | null, today: string): (tax: TaxCode) => boolean {
  return (tax) => {
    const rate = parseDecimal(tax.percent);
    if (isDecimalZero(rate)) return true;
    const known = country === null ? null : isKnownRate(country, rate, { from: FIRST_KNOWN, to: today });
    return known ?? (tax.IsStandardRate || tax.IsDefault);
  };
}

/** Beginning of the table of rates. */
const FIRST_KNOWN = "2024-01-01";

const ZERO: readonly Treatment[] = ["eu_goods", "eu_service", "export"];

/** The account of new customers, with the one VAT code that fits each rate. */
function defaultAccounts(
  sales: string,
  accounts: readonly string[] | null,
  taxes: readonly TaxCode[],
): DefaultAccount[] {
  if (sales === "" || accounts?.includes(sales) === false) return [];
  const rates = new Set(taxes.filter((one) => one.SalesTaxInclude).map((one) => one.percent));
  const wanted = [
    ...[...rates].map((rate) => ["domestic", rate] as const),
    ...ZERO.map((treatment) => [treatment, "0"] as const),
  ];
  return wanted.flatMap(([treatment, rate]) => {
    const vatCode = codeFor(treatment, rate, taxes);
    return vatCode === null ? [] : [{ treatment, rate, account: sales, vatCode }];
  });
}
