import {
  addDecimals,
  allocate,
  baseOfVat,
  compare,
  compareDecimals,
  type Decimal,
  formatDecimal,
  formatMoney,
  isDecimalZero,
  isNegative,
  isZero,
  type Money,
  parseDecimal,
  subtract,
  subtractDecimals,
  sum,
  times,
  vatInGross,
  zero,
} from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";
import { onOrder, Refusal } from "../refusal.ts";
import { spreadVat } from "./credited-row.ts";

/** What an amount without lines may be taken from: a rate and how much of it there is. */
interface RateToShare {
  readonly row: PlannedRow;
  readonly gross: Money;
}

/** What one rate bears of an amount. */
export interface Share {
  readonly gross: Money;
  readonly vat: Money;
}

type Shares<R> = ReadonlyMap<R, Share>;

/**
 * An amount without lines, taken from the rates that are left (R6). It is spread over all of them by largest remainder;
 * where the platform states VAT that this does not explain, it belongs to the one rate, or the two, that do. Rates that
 * bear nothing are not in the answer. Amounts are positive and at most what the rates have.
 * Throws TOTAL_MISMATCH when no rates, or more than one choice of them, come to the stated VAT.
 */
export function sharesAtRates<R extends RateToShare>(
  amount: { readonly gross: Money; readonly tax: Money | null },
  rates: readonly R[],
  settings: Settings,
): Shares<R> {
  const { gross, tax } = amount;
  const all = shared([{ gross, rates }], tax, settings);
  if (all !== null) return all;
  const groups = byPercent(rates);
  const [alone, ...others] = groups
    .filter((group) => !isDecimalZero(group.percent) && fits(gross, group))
    .flatMap((group) => shared([{ gross, rates: group.rates }], tax, settings) ?? []);
  if (alone !== undefined && others.length === 0) return alone;
  const [pair, ...more] = tax === null ? [] : pairsOf(groups, gross, tax, settings);
  if (pair !== undefined && more.length === 0) return pair;
  throw unexplained(gross, tax ?? zero(gross.currency), groups);
}

interface Portion<R> {
  readonly gross: Money;
  readonly rates: readonly R[];
}

/** Each portion in proportion to what its rates have, with the stated VAT; null when that is other VAT. */
function shared<R extends RateToShare>(
  portions: readonly Portion<R>[],
  tax: Money | null,
  settings: Settings,
): Shares<R> | null {
  const parts = portions.flatMap(({ gross, rates }) => {
    const shares = allocate(
      gross,
      rates.map((rate) => rate.gross),
    );
    return rates.map((rate, index) => ({ rate, gross: shares[index] ?? zero(gross.currency) }));
  });
  const contained = parts.map((one) => vatInGross(one.gross, parseDecimal(one.rate.row.vatRate)));
  const vats = spreadVat(tax, contained, settings);
  if (vats === null) return null;
  return new Map(
    parts
      .map(({ rate, gross }, index) => [rate, { gross, vat: vats[index] ?? zero(gross.currency) }] as const)
      .filter(([, share]) => !isZero(share.gross)),
  );
}

/** Rates of one percentage; accounts and treatments are no matter for how much VAT an amount contains. */
interface Group<R> {
  readonly percent: Decimal;
  readonly rates: readonly R[];
}

function byPercent<R extends RateToShare>(rates: readonly R[]): Group<R>[] {
  const groups = new Map<string, R[]>();
  for (const rate of rates) groups.set(rate.row.vatRate, [...(groups.get(rate.row.vatRate) ?? []), rate]);
  return [...groups]
    .map(([percent, members]) => ({ percent: parseDecimal(percent), rates: members }))
    .sort((a, b) => compareDecimals(b.percent, a.percent));
}

function fits<R extends RateToShare>(gross: Money, { rates }: Group<R>): boolean {
  const whole = sum(
    rates.map((rate) => rate.gross),
    gross.currency,
  );
  return !isZero(gross) && !isNegative(gross) && compare(gross, whole) <= 0;
}

/** Every two percentages between which the amount can be divided so that it contains the stated VAT. */
function pairsOf<R extends RateToShare>(
  groups: readonly Group<R>[],
  gross: Money,
  tax: Money,
  settings: Settings,
): Shares<R>[] {
  return groups.flatMap((higher, index) =>
    groups.slice(index + 1).flatMap((lower): Shares<R>[] => {
      const ofHigher = grossAtHigher(gross, tax, higher.percent, lower.percent);
      const ofLower = subtract(gross, ofHigher);
      if (!fits(ofHigher, higher) || !fits(ofLower, lower)) return [];
      const portions = [
        { gross: ofHigher, rates: higher.rates },
        { gross: ofLower, rates: lower.rates },
      ];
      const shares = shared(portions, tax, settings);
      return shares === null ? [] : [shares];
    }),
  );
}

const HUNDRED = parseDecimal("100");

/**
 * Solves x + y = gross and x * h / (100 + h) + y * l / (100 + l) = tax for x, half-up to the minor unit:
 * x = (100 + h) * ((100 + l) * tax - l * gross) / (100 * (h - l)).
 */
function grossAtHigher(gross: Money, tax: Money, higher: Decimal, lower: Decimal): Money {
  const excess = subtract(times(tax, addDecimals(HUNDRED, lower)), times(gross, lower));
  const scaled = times(times(excess, addDecimals(HUNDRED, higher)), parseDecimal("0.0001"));
  return baseOfVat(scaled, subtractDecimals(higher, lower));
}

function unexplained(gross: Money, tax: Money, groups: readonly Group<RateToShare>[]): Refusal {
  const { currency } = gross;
  const rates = groups.map((group) => `${formatDecimal(group.percent)} %`).join(", ");
  return new Refusal(
    "TOTAL_MISMATCH",
    `The shop states ${formatMoney(tax)} ${currency} of VAT in ${formatMoney(gross)} paid back, and what is left at ${rates} does not tell which rates that belongs to.`,
    onOrder,
  );
}
