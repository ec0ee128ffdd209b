import type Big from "big.js";
import { decimal, moneyText, sumOf } from "./decimal.ts";
import { type Entity, takeId } from "./entity.ts";
import type { Given } from "./given.ts";
import type { TransactionLine, TransactionRecord, TransactionType } from "./records.ts";
import { Refused } from "./refused.ts";

const PREFIX: Readonly<Record<TransactionType, string>> = {
  SI: "SI",
  SN: "SCN",
  SR: "RCT",
  SD: "SDJ",
  GA: "GJ",
  PI: "PI",
  PN: "PDN",
};

export type NewTransaction = Omit<
  TransactionRecord,
  "id" | "createdAt" | "internalNumber" | "outstanding"
> & {
  readonly internalNumber?: string;
};

/** Enters a transaction whose lines balance; the period of its day has to be open. */
export function post(entity: Entity, clock: () => Date, made: NewTransaction): TransactionRecord {
  checkOpen(entity, made.date);
  if (!sumOf(made.lines.map((line) => line.amount)).eq("0")) {
    throw new Refused("TRANSACTION_DOES_NOT_BALANCE");
  }
  const id = takeId(entity);
  const entered: TransactionRecord = {
    internalNumber: `${PREFIX[made.type]}${String(id).padStart(7, "0")}`,
    ...made,
    id,
    createdAt: clock().toISOString(),
    outstanding: made.amount,
  };
  entity.transactions.set(id, entered);
  return entered;
}

/** Refuses a day without a period or in a closed one; that the vendor does so is an assumption. */
export function checkOpen({ switches }: Entity, day: string): void {
  if (Number.isNaN(Date.parse(day)) || (switches.lockedUntil !== null && day <= switches.lockedUntil)) {
    throw new Refused("DATE_IS_OUT_OF_RANGE");
  }
}

/** The rate between a customer's currency and the books' own. */
export function checkRate(rate: Big | null): Big {
  if (rate === null || rate.lte("0")) throw new Refused("EXCHANGE_RATE_IS_NEGATIVE_OR_ZERO");
  return rate;
}

/** A customer who may be posted to. */
export function customerOf(entity: Entity, code: string | null): { code: string; currency: string } {
  if (code !== null && code !== code.toUpperCase()) throw new Refused("ACCOUNT_CODE_MUST_BE_UPPER_CASE");
  const found = entity.customers.get(code ?? "");
  if (code === null || found === undefined || found["IsActive"] === "false") {
    throw new Refused("CUSTOMER_CODE_DOES_NOT_EXIST");
  }
  return { code, currency: found["CurrencyCode"] ?? entity.currency };
}

/** A supplier who may be posted to; the name of the code is an assumption. */
export function supplierOf(entity: Entity, code: string | null): { code: string; currency: string } {
  if (code !== null && code !== code.toUpperCase()) throw new Refused("ACCOUNT_CODE_MUST_BE_UPPER_CASE");
  const found = entity.suppliers.get(code ?? "");
  if (code === null || found === undefined || found["IsActive"] === "false") {
    throw new Refused("SUPPLIER_CODE_DOES_NOT_EXIST");
  }
  return { code, currency: found["CurrencyCode"] ?? entity.currency };
}

/** An account that lines may be entered on. */
export function checkAccount(entity: Entity, code: string, department: string | null): void {
  if (code !== code.toUpperCase()) throw new Refused("GLACCOUNT_CODE_IS_NOT_UPPERCASE");
  const found = entity.chart.get(code);
  if (found === undefined) throw new Refused("GLACCOUNT_CODE_DOES_NOT_EXIST");
  if (found.kind === "control") throw new Refused("GLACCOUNT_TYPE_CANNOT_BE_TYPE_CONTROL");
  if (found.kind === "heading" || !found.isActive) {
    throw new Refused("GLACCOUNT_IS_NOT_POSTING_OR_DOES_NOT_EXIST");
  }
  if (found.isDepartmental && department === null)
    throw new Refused("GLACCOUNT_NO_DEPARTMENT_IS_DEPARTMENTAL");
}

/** A department of a line: left out or an active one of the list. */
export function departmentOf(entity: Entity, given: Given): string | null {
  const id = given.text("DepartmentID");
  if (id === null) return null;
  if (id.includes("|")) throw new Refused("DEPARTMENT_ID_CONTAINS_VERTICAL_BAR");
  if (id !== id.toUpperCase()) throw new Refused("DEPARTMENT_ID_IS_NOT_UPPERCASE");
  if (entity.departments.get(id)?.isActive !== true) throw new Refused("DEPARTMENT_ID_DOES_NOT_EXIST");
  return id;
}

/** The day of a document; the vendor's own default for a missing date lies in no period. */
export function dayOf(given: Given, name: string): string {
  return given.day(name) ?? "0001-01-01";
}

/** Free text that has to be there and may have 500 characters. */
export function descriptionOf(given: Given): string {
  const text = given.text("Description");
  if (text === null || text.length > 500)
    throw new Refused("BAD_REQUEST", "Description is missing or too long.");
  return text;
}

export const line = (
  kind: TransactionLine["kind"],
  account: string,
  amount: Big,
  more: Partial<TransactionLine> = {},
): TransactionLine => ({
  kind,
  account,
  amount: moneyText(amount),
  taxCode: null,
  department: null,
  description: "",
  ...more,
});

export const negative = (amount: Big): Big => decimal("0").minus(amount);
