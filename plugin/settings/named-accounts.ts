import type { Settings } from "./schema.ts";

/** An account the settings name, and the field where it stands: `vat.treatments`, `liabilities.tip_account`. */
export interface NamedAccount {
  readonly account: string;
  readonly field: string;
}

/** Every account of the ledger that the settings name, wherever it stands: fields are called `account` or `…_account`. */
export function namedAccounts(settings: Settings): NamedAccount[] {
  const named = Object.entries(settings).flatMap(([group, fields]) =>
    (Array.isArray(fields) ? [["", fields] as const] : Object.entries(fields)).flatMap(([name, value]) => {
      const accounts =
        name === "account_by_rate" ? texts(Object.values(value ?? {})) : accountsIn(name, value);
      return accounts.map((account) => ({ account, field: name === "" ? group : `${group}.${name}` }));
    }),
  );
  return [...new Map(named.map((one) => [`${one.field} ${one.account}`, one])).values()];
}

function accountsIn(name: string, value: unknown): string[] {
  if (/(^|_)account$/.test(name)) return texts([value]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([inner, one]) => accountsIn(inner, one));
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === "string");
}
