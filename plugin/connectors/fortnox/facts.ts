import type { DefaultAccount, LedgerFacts } from "../../domain/ledger-facts.ts";
import type { Treatment } from "../../domain/plan.ts";
import type { Clock } from "../../ports.ts";
import type { LedgerResult } from "../connector.ts";
import { accountItem, currencyItem, financialYear, lockedPeriod, predefinedAccount } from "./answers.ts";
import type { Client, Reply } from "./client.ts";
import { BASE_CURRENCY } from "./options.ts";
import { perUnit } from "./rates.ts";

/**
 * Where sales go when the settings say nothing: Fortnox's own predefined account, else the account of the BAS chart.
 * Companies with simplified VAT list one predefined account per rate.
 */
const SALES: readonly {
  readonly treatment: Treatment;
  readonly rate: string;
  readonly predefined: readonly string[];
  readonly bas: string;
}[] = [
  { treatment: "domestic", rate: "25", predefined: ["SALES_25_SE", "SALES"], bas: "3001" },
  { treatment: "domestic", rate: "12", predefined: ["SALES_12_SE"], bas: "3002" },
  { treatment: "domestic", rate: "6", predefined: ["SALES_6_SE"], bas: "3003" },
  { treatment: "domestic", rate: "0", predefined: ["SALES_0_SE"], bas: "3004" },
  { treatment: "eu_goods", rate: "0", predefined: ["SALESEUREV"], bas: "3108" },
  { treatment: "eu_service", rate: "0", predefined: ["SALESEUREV2"], bas: "3308" },
  { treatment: "export", rate: "0", predefined: ["SALESEXPORT"], bas: "3105" },
];

const ROUNDING = { predefined: ["ROUNDOFF"], bas: "3740" } as const;

/** What the decision has to know of these books. A list that Fortnox refuses is unknown; an outage is a problem. */
export async function readFacts(client: Client, clock: Clock): Promise<LedgerResult<LedgerFacts>> {
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const subject = "the settings";
  const predefined = tolerate(
    await client.list("/3/predefinedaccounts", "PreDefinedAccounts", predefinedAccount, subject),
  );
  if (!predefined.ok) return predefined;
  const accounts = tolerate(
    await client.list("/3/accounts", "Accounts", accountItem, subject, { financialyeardate: today }),
  );
  if (!accounts.ok) return accounts;
  const currencies = tolerate(await client.list("/3/currencies", "Currencies", currencyItem, subject));
  if (!currencies.ok) return currencies;
  const locked = tolerate(await client.read("/3/settings/lockedperiod", lockedPeriod, subject));
  if (!locked.ok) return locked;
  const years = tolerate(await client.list("/3/financialyears", "FinancialYears", financialYear, subject));
  if (!years.ok) return years;

  const active = accounts.value?.filter((account) => account.Active).map((account) => account.Number) ?? null;
  const accountFor = chooser(predefined.value ?? [], active);
  return {
    ok: true,
    value: {
      baseCurrency: BASE_CURRENCY,
      currencies: currencies.value?.map((item) => ({ code: item.Code, rate: rateOf(item) })) ?? null,
      lockedUntil: locked.value || null,
      years: years.value?.map((year) => ({ from: year.FromDate, to: year.ToDate })) ?? null,
      roundingAccount: accountFor(ROUNDING),
      accounts: active,
      defaultAccounts: SALES.flatMap((sale): DefaultAccount[] => {
        const account = accountFor(sale);
        return account === null
          ? []
          : [{ treatment: sale.treatment, rate: sale.rate, account, vatCode: null }];
      }),
      readAt: new Date(clock.now()).toISOString(),
    },
  };
}

/** A refusal (scope, licence, no such list) leaves the fact unknown; an outage and a lost login do not. */
function tolerate<T>(reply: Reply<T>): LedgerResult<T | null> {
  if (reply.ok) return reply;
  const refused = reply.refusal !== null && reply.refusal.status !== 401;
  return refused || reply.unreadable === true ? { ok: true, value: null } : reply;
}

/** The first predefined account that is set, then the chart's own; only accounts that are known to be active. */
function chooser(
  predefined: readonly { readonly Name: string; readonly Account: string }[],
  active: readonly string[] | null,
) {
  return (choice: { readonly predefined: readonly string[]; readonly bas: string }): string | null => {
    const set = choice.predefined.flatMap((name) =>
      predefined.filter((entry) => entry.Name === name).map((entry) => entry.Account),
    );
    const usable = (account: string) => /^[1-9]\d{3}$/.test(account) && (active?.includes(account) ?? true);
    return [...set, choice.bas].find(usable) ?? null;
  };
}

function rateOf(item: Parameters<typeof perUnit>[0] & { readonly Code: string }): string | null {
  return item.Code === BASE_CURRENCY ? "1" : perUnit(item);
}
