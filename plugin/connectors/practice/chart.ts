import type { DefaultAccount } from "../../domain/ledger-facts.ts";
import { decimalsEqual, parseDecimal } from "../../domain/money.ts";
import type { Treatment } from "../../domain/plan.ts";

export interface Account {
  readonly number: string;
  readonly name: string;
}

export interface VatCode {
  readonly code: string;
  readonly name: string;
}

/** What the books are kept by. */
export interface Chart {
  readonly accounts: readonly Account[];
  readonly vatCodes: readonly VatCode[];
  /** Accounts that sales go to when nobody names one. */
  readonly sales: readonly DefaultAccount[];
  /** VAT owed, by domestic rate. */
  readonly outputVat: readonly { readonly rate: string; readonly account: string }[];
  /** VAT owed to other countries. */
  readonly foreignVat: string;
  readonly receivables: string;
  /** Money that a payment provider has not paid out yet. */
  readonly clearing: string;
  readonly giftCards: string;
  readonly storeCredit: string;
  readonly tips: string;
  readonly rounding: string;
  /** Differences of exchange. */
  readonly exchange: string;
}

/** Where a sale goes whose account nobody named. */
export function salesAccount(chart: Chart, treatment: Treatment, rate: string): string {
  const exact = chart.sales.find((one) => one.treatment === treatment && isSameRate(one.rate, rate));
  const ofKind = chart.sales.find((one) => one.treatment === treatment);
  return (exact ?? ofKind ?? chart.sales[0])?.account ?? chart.receivables;
}

/** Where the VAT of a row goes. */
export function vatAccount(chart: Chart, treatment: Treatment, rate: string): string {
  if (treatment !== "domestic") return chart.foreignVat;
  return chart.outputVat.find((one) => isSameRate(one.rate, rate))?.account ?? chart.foreignVat;
}

const isSameRate = (a: string, b: string): boolean => decimalsEqual(parseDecimal(a), parseDecimal(b));
