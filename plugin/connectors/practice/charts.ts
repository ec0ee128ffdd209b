import type { DefaultAccount } from "../../domain/ledger-facts.ts";
import type { Treatment } from "../../domain/plan.ts";
import { ratesIn } from "../../domain/vat-rates.ts";
import type { Chart } from "./chart.ts";
import { SWEDISH } from "./swedish-chart.ts";

/** The chart of a country on a day, YYYY-MM-DD: BAS for Sweden, a plain one with the country's own rates elsewhere. */
export function chartOf(country: string, day: string): Chart {
  return country === "SE" ? SWEDISH : plainChart(ratesIn(country, day));
}

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
