import type { Company } from "./company.ts";
import { chartOn, yearOf } from "./company.ts";
import { refused, unlisted } from "./errors.ts";
import { choice, flag, text, whole } from "./fields.ts";
import { listed } from "./listing.ts";
import type { AccountRecord } from "./records.ts";
import {
  type Call,
  created,
  existing,
  fieldsOf,
  found,
  json,
  type Reply,
  type Route,
  urlOf,
} from "./routes.ts";
import { isCalendarDay, swedishDate } from "./swedish-time.ts";

const setting = () => choice("ALLOWED", "MANDATORY", "NOTALLOWED");

const accountFields = {
  Number: whole({ min: 1000, max: 9999 }),
  Description: text({ min: 1, max: 200 }),
  Active: flag(),
  VATCode: text(),
  SRU: whole(),
  CostCenterSettings: setting(),
  ProjectSettings: setting(),
} as const;

const scope = "bookkeeping";

export const accountRoutes: readonly Route[] = [
  { method: "GET", path: "/accounts", scope, handle: listAccounts },
  { method: "POST", path: "/accounts", scope, handle: createAccount },
  { method: "GET", path: "/accounts/:number", scope, handle: readAccount },
  { method: "PUT", path: "/accounts/:number", scope, handle: updateAccount },
  { method: "GET", path: "/predefinedaccounts", scope: "settings", handle: listPredefined },
  { method: "GET", path: "/predefinedaccounts/:name", scope: "settings", handle: readPredefined },
  { method: "PUT", path: "/predefinedaccounts/:name", scope: "settings", handle: updatePredefined },
];

/** The chart a call means: of the year it names, else of today. */
function chartIn({ company, query, clock }: Call): { year: number; chart: Map<number, AccountRecord> } {
  const id = query.get("financialyear");
  const date = query.get("financialyeardate") ?? swedishDate(clock());
  if (!isCalendarDay(date)) throw refused("parameter", "financialyeardate");
  const year =
    id === null
      ? (yearOf(company, date) ?? company.years.at(-1))
      : company.years.find((it) => String(it.Id) === id);
  if (year === undefined) throw refused("parameter", "financialyear");
  return { year: year.Id, chart: company.charts.get(year.Id) ?? new Map() };
}

function accountIn(call: Call): AccountRecord {
  return existing(chartIn(call).chart.get(Number(call.param("number"))), "account");
}

function listAccounts(call: Call): Reply {
  const { chart } = chartIn(call);
  const anyYear = () => true;
  return listed(
    call,
    [...chart.values()].sort((a, b) => a.Number - b.Number),
    {
      key: "Accounts",
      item: (account) => shown(call, account),
      // The year has picked the chart already.
      matches: { financialyear: anyYear, financialyeardate: anyYear },
      sorts: { number: (account) => String(account.Number) },
    },
  );
}

function readAccount(call: Call): Reply {
  return found("Account", shown(call, accountIn(call)));
}

function createAccount(call: Call): Reply {
  const { chart } = chartIn(call);
  const patch = fieldsOf(call, "Account", accountFields);
  if (!patch.Number || !patch.Description) throw unlisted("Kontonummer och benämning måste anges");
  if (chart.has(patch.Number)) throw unlisted(`Konto ${patch.Number} används redan`);
  const account = {
    Number: patch.Number,
    Description: patch.Description,
    Active: patch.Active ?? true,
    VATCode: knownVatCode(call.company, patch.VATCode ?? null),
  };
  chart.set(account.Number, account);
  return created("Account", shown(call, account));
}

function updateAccount(call: Call): Reply {
  const account = accountIn(call);
  const patch = fieldsOf(call, "Account", accountFields);
  if (patch.Number !== undefined && patch.Number !== account.Number)
    throw unlisted("Kontonumret kan inte ändras");
  account.Description = patch.Description ?? account.Description;
  account.Active = patch.Active ?? account.Active;
  if (patch.VATCode !== undefined) account.VATCode = knownVatCode(call.company, patch.VATCode);
  return found("Account", shown(call, account));
}

function knownVatCode(company: Company, code: string | null): string | null {
  if (code !== null && !company.vatRates.has(code)) throw unlisted(`Kunde inte hitta moms (${code})`);
  return code;
}

function shown(call: Call, account: AccountRecord) {
  return {
    "@url": urlOf(call, "accounts", account.Number),
    ...account,
    BalanceBroughtForward: 0,
    CostCenter: null,
    CostCenterSettings: "ALLOWED",
    Project: "",
    ProjectSettings: "ALLOWED",
    SRU: null,
    Year: chartIn(call).year,
  };
}

/** Which sales accounts are listed tells whether simplified VAT is on. */
function isListed(company: Company, name: string): boolean {
  if (/^SALES_\d+_SE2?$/.test(name)) return company.switches.easyVat;
  return !company.switches.easyVat || (name !== "SALES" && name !== "SALES2");
}

function listPredefined(call: Call): Reply {
  const names = [...call.company.predefinedAccounts.keys()].filter((name) => isListed(call.company, name));
  return listed(call, names, { key: "PreDefinedAccounts", item: (name) => shownPredefined(call, name) });
}

function readPredefined(call: Call): Reply {
  const name = call.param("name");
  if (!isListed(call.company, name) || !call.company.predefinedAccounts.has(name))
    throw refused("predefinedAccount", name);
  return json(200, { PreDefinedAccount: shownPredefined(call, name) });
}

function updatePredefined(call: Call): Reply {
  const name = call.param("name");
  if (!call.company.predefinedAccounts.has(name)) throw refused("predefinedAccount", name);
  const { Account } = fieldsOf(call, "PreDefinedAccount", { Account: whole() });
  if (!Account || Account < 1000 || Account > 9999) throw refused("predefinedAccountFormat");
  if (chartOn(call.company, swedishDate(call.clock())).get(Account)?.Active !== true)
    throw refused("documentAccount", String(Account));
  call.company.predefinedAccounts.set(name, Account);
  return json(200, { PreDefinedAccount: shownPredefined(call, name) });
}

function shownPredefined(call: Call, name: string) {
  return {
    "@url": urlOf(call, "predefinedaccounts", name),
    Name: name,
    Account: call.company.predefinedAccounts.get(name) ?? 0,
  };
}
