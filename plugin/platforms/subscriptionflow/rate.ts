import {
  absolute,
  compare,
  compareDecimals,
  type Decimal,
  isZero,
  type Money,
  minorUnit,
  parseDecimal,
  subtract,
  times,
  vatOnNet,
} from "../../domain/money.ts";
import { ratesIn } from "../../domain/vat-rates.ts";

/** Percentage points within which tax over net may be a legal rate. */
const NEAR = parseDecimal("0.5");
const HUNDRED = parseDecimal("100");
const ONE = parseDecimal("1");

/** Where a sale may be taxed, and when: the rates that are in question. */
export interface TaxPlace {
  /** ISO 3166 alpha-2. */
  readonly countries: readonly string[];
  /** YYYY-MM-DD */
  readonly day: string;
}

/**
 * The VAT rate behind an amount of tax (assumption T3); invoices state none. Tax over net is taken for a legal rate of
 * one of the countries when it is within half a point of it, and that rate gives the tax to a cent per piece. Null when
 * no rate does: what was charged is then no VAT we know, and is not booked as one.
 */
export function rateBehind(tax: Money, net: Money, quantity: Decimal, place: TaxPlace): Decimal | null {
  if (isZero(net)) return null;
  const legal = place.countries.flatMap((country) => ratesIn(country, place.day)).map(parseDecimal);
  const fitting = legal
    .map((rate) => ({ rate, off: pointsOff(rate, tax, net) }))
    .filter(
      ({ rate, off }) => compare(off, times(absolute(net), NEAR)) <= 0 && gives(rate, tax, net, quantity),
    );
  return fitting.sort((a, b) => compare(a.off, b.off))[0]?.rate ?? null;
}

/** How far the rate is from tax over net, in points times the net: nothing is divided, so nothing is rounded. */
function pointsOff(rate: Decimal, tax: Money, net: Money): Money {
  return absolute(subtract(times(tax, HUNDRED), times(net, rate)));
}

/** Tax may have been rounded for each piece. */
function gives(rate: Decimal, tax: Money, net: Money, quantity: Decimal): boolean {
  const pieces = compareDecimals(quantity, ONE) > 0 ? quantity : ONE;
  const off = absolute(subtract(vatOnNet(net, rate), tax));
  return compare(off, times(minorUnit(tax.currency), pieces)) <= 0;
}
