import { formatDecimal, parseMoney, ratio } from "../../domain/money.ts";

/**
 * Euros per unit, round and of no particular day: practice books ask nobody for rates. They serve only where the shop
 * tells no rate of its own.
 */
const EUROS: Readonly<Record<string, string>> = {
  AUD: "0.56",
  CAD: "0.62",
  CHF: "1.06",
  CZK: "0.041",
  DKK: "0.134",
  EUR: "1",
  GBP: "1.15",
  HUF: "0.0026",
  ISK: "0.007",
  JPY: "0.006",
  NOK: "0.085",
  NZD: "0.51",
  PLN: "0.235",
  RON: "0.2",
  SEK: "0.09",
  USD: "0.87",
};

/** The currencies of the books with the rate of each: units of `base` per unit. */
export function currenciesFor(base: string): readonly { readonly code: string; readonly rate: string }[] {
  const baseInEuros = EUROS[base];
  if (baseInEuros === undefined) return [{ code: base, rate: "1" }];
  const one = parseMoney(baseInEuros, "EUR");
  return Object.entries(EUROS).map(([code, euros]) => ({
    code,
    rate: code === base ? "1" : formatDecimal(ratio(parseMoney(euros, "EUR"), one)),
  }));
}
