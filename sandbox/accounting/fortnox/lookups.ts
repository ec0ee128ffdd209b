import { type Company, chartOn } from "./company.ts";
import { type KnownError, refused, unlisted } from "./errors.ts";
import type { AccountRecord, RegisterEntry } from "./records.ts";
import type { RegisterName } from "./register-seed.ts";

/** The field that names an entry, where it is not `Code`. */
export function keyField(register: RegisterName): string {
  if (register === "projects") return "ProjectNumber";
  return register === "labels" ? "Id" : "Code";
}

/** The entry of a small register, if it exists. */
export function entryOf(company: Company, register: RegisterName, key: string): RegisterEntry | undefined {
  const field = keyField(register);
  return company.registers[register].find((entry) => String(entry[field]) === key);
}

/** What an absent entry is called inside a document or a card; `null` where only words are known. */
const missing: Record<RegisterName, KnownError | null> = {
  modesofpayments: null,
  termsofpayments: "documentTermsOfPayment",
  wayofdeliveries: "documentWayOfDelivery",
  termsofdeliveries: "documentTermsOfDelivery",
  units: "unit",
  currencies: "currency",
  pricelists: "priceList",
  costcenters: null,
  projects: "project",
  labels: null,
  voucherseries: null,
};

const words: Partial<Record<RegisterName, string>> = { costcenters: "kostnadsställe" };

/** Refuses a code that its register does not hold; no code is fine. */
export function checkEntry(
  company: Company,
  register: RegisterName,
  key: string | number | null | undefined,
): void {
  if (key === null || key === undefined || key === "") return;
  if (entryOf(company, register, String(key)) !== undefined) return;
  const error = missing[register];
  throw error === null
    ? unlisted(`Kunde inte hitta ${words[register] ?? register} ${key}`)
    : refused(error, String(key));
}

/** The account a document dated that day may use: present in its year and active. */
export function usableAccount(company: Company, number: number, date: string): AccountRecord {
  const account = chartOn(company, date).get(number);
  if (account === undefined) throw refused("documentAccount", String(number));
  if (!account.Active) throw refused("accountInactive", String(number));
  return account;
}
