import type { DefaultAccount } from "../../domain/ledger-facts.ts";
import { decimalsEqual, parseDecimal } from "../../domain/money.ts";
import type { Treatment } from "../../domain/plan.ts";
import { ratesIn } from "../../domain/vat-rates.ts";
import { SWEDISH } from "./swedish-chart.ts";

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

/** The chart of a country on a day, YYYY-MM-DD: BAS for Sweden, a plain one with the country's own rates elsewhere. */
export function chartOf(country: string, day: string): Chart {
  return country === "SE" ? SWEDISH : plainChart(ratesIn(country, day));
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

const sale = (treatment: Treatment, rate: string, account: string): DefaultAccount => ({
  treatment,
  rate,
  account,
  vatCode: null,
});

/** Numbers leave room for ten rates, more than any country has. */
function plainChart(rates: readonly string[]): Chart {
  const domestic = rates.map((rate, index) => ({
    rate,
    sales: `300${index + 1}`,
    vat: `221${index}`,
  }));
  return {
    accounts: [
      { number: "1500", name: "Customers" },
      { number: "1580", name: "Payment providers" },
      { number: "1930", name: "Bank" },
      { number: "2420", name: "Gift cards sold" },
      { number: "2425", name: "Store credit" },
      ...domestic.map(({ rate, vat }) => ({ number: vat, name: `VAT owed, ${rate} %` })),
      { number: "2290", name: "VAT owed to other countries" },
      { number: "2890", name: "Owed to others" },
      { number: "2970", name: "Prepaid by customers" },
      ...domestic.map(({ rate, sales }) => ({ number: sales, name: `Sales, ${rate} % VAT` })),
      { number: "3040", name: "Sales without VAT" },
      { number: "3105", name: "Sales, export" },
      { number: "3106", name: "Sales to consumers in other EU countries" },
      { number: "3108", name: "Goods to companies in other EU countries" },
      { number: "3308", name: "Services to companies in other EU countries" },
      { number: "3520", name: "Freight charged" },
      { number: "3740", name: "Rounding" },
      { number: "6570", name: "Bank and card charges" },
      { number: "7960", name: "Exchange differences" },
    ],
    vatCodes: [
      ...domestic.map(({ rate }) => ({ code: `S${rate}`, name: `Sales ${rate} %` })),
      { code: "S0", name: "Sales without VAT" },
      { code: "EU-GOODS", name: "Goods to companies in the EU" },
      { code: "EU-SERVICES", name: "Services to companies in the EU" },
      { code: "EXPORT", name: "Export" },
      { code: "OSS", name: "Sales under the One Stop Shop" },
    ],
    sales: [
      ...domestic.map(({ rate, sales }) => sale("domestic", rate, sales)),
      sale("domestic", "0", "3040"),
      sale("eu_goods", "0", "3108"),
      sale("eu_service", "0", "3308"),
      sale("export", "0", "3105"),
    ],
    outputVat: domestic.map(({ rate, vat }) => ({ rate, account: vat })),
    foreignVat: "2290",
    receivables: "1500",
    clearing: "1580",
    giftCards: "2420",
    storeCredit: "2425",
    tips: "2890",
    rounding: "3740",
    exchange: "7960",
  };
}
