import Big from "big.js";
import { isCurrencyCode, minorUnits } from "./currency.ts";

// Strict: a `number` handed to Big throws, so no float can become money.
const Decimal = Big();
Decimal.strict = true;
Decimal.RM = 1; // half-up, symmetric: -1.005 -> -1.01, so that a full credit mirrors its invoice
Decimal.DP = 20;

const PLAIN_DECIMAL = /^-?\d{1,18}(\.\d{1,12})?$/;

declare const opaque: unique symbol;

/** An exact amount in one currency, in major units. Made by `parseMoney` only. */
export interface Money {
  readonly currency: string;
  readonly [opaque]: true;
  toJSON(): string;
}

/** An exact decimal without a currency: a quantity, a rate in percent, an exchange rate. */
export interface Decimal {
  readonly [opaque]: "decimal";
}

class Amount {
  readonly currency: string;
  readonly value: Big;
  constructor(value: Big, currency: string) {
    this.value = value;
    this.currency = currency;
  }
  toJSON(): string {
    return formatMoney(seal(this));
  }
}

// The only two places where the opaque types meet the decimal library.
const seal = (amount: Amount): Money => amount as unknown as Money;
const open = (money: Money): Amount => money as unknown as Amount;
const make = (value: Big, currency: string): Money => seal(new Amount(value, currency));

/** True for a plain decimal text such as "-12.50"; no exponent, no blanks, at most 12 decimals. */
export function isDecimalText(text: string): boolean {
  return PLAIN_DECIMAL.test(text);
}

/** Reads a decimal text in major units of `currency`. Throws RangeError on anything else. */
export function parseMoney(text: string, currency: string): Money {
  if (!isCurrencyCode(currency)) throw new RangeError(`not a currency code: ${JSON.stringify(currency)}`);
  if (!isDecimalText(text)) throw new RangeError(`not a decimal amount: ${JSON.stringify(text)}`);
  return make(new Decimal(text), currency);
}

export function zero(currency: string): Money {
  return parseMoney("0", currency);
}

/** Decimal text with at least the currency's minor units; more only where the amount has them. */
export function formatMoney(money: Money): string {
  const { value, currency } = open(money);
  return value.toFixed(Math.max(minorUnits(currency), decimalsOf(value)));
}

function decimalsOf(value: Big): number {
  return Math.max(0, value.c.length - value.e - 1);
}

function same(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new TypeError(`cannot mix ${a.currency} and ${b.currency}`);
  return a.currency;
}

export function add(a: Money, b: Money): Money {
  return make(open(a).value.plus(open(b).value), same(a, b));
}

export function subtract(a: Money, b: Money): Money {
  return make(open(a).value.minus(open(b).value), same(a, b));
}

export function negate(money: Money): Money {
  return make(open(money).value.times("-1"), money.currency);
}

export function absolute(money: Money): Money {
  return make(open(money).value.abs(), money.currency);
}

export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

/** -1, 0 or 1. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  same(a, b);
  return open(a).value.cmp(open(b).value) as -1 | 0 | 1;
}

export function isZero(money: Money): boolean {
  return open(money).value.eq("0");
}

export function isNegative(money: Money): boolean {
  return open(money).value.lt("0");
}

export function smaller(a: Money, b: Money): Money {
  return compare(a, b) <= 0 ? a : b;
}

export function larger(a: Money, b: Money): Money {
  return compare(a, b) >= 0 ? a : b;
}

/** Rounds half-up (away from zero at the half) to the currency's minor unit, R2. */
export function roundToMinorUnit(money: Money): Money {
  return make(open(money).value.round(minorUnits(money.currency), 1), money.currency);
}

/** Rounds half-up to a number of decimals: what a ledger keeps may be fewer than the currency has. */
export function roundTo(money: Money, decimals: number): Money {
  return make(open(money).value.round(decimals, 1), money.currency);
}

/** True when the amount has no fraction of a minor unit. */
function isWholeMinorUnits(money: Money): boolean {
  return decimalsOf(open(money).value) <= minorUnits(money.currency);
}

/** The smallest unit of the currency: 0.01 SEK, 1 JPY, 0.001 KWD. */
export function minorUnit(currency: string): Money {
  return make(new Decimal("10").pow(-minorUnits(currency)), currency);
}

export function parseDecimal(text: string): Decimal {
  if (!isDecimalText(text)) throw new RangeError(`not a decimal: ${JSON.stringify(text)}`);
  return new Decimal(text) as unknown as Decimal;
}

const big = (decimal: Decimal): Big => decimal as unknown as Big;

/** Plain text without trailing zeros: "25", "25.5". */
export function formatDecimal(decimal: Decimal): string {
  const value = big(decimal);
  return value.toFixed(decimalsOf(value));
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  return big(a).plus(big(b)) as unknown as Decimal;
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return big(a).minus(big(b)) as unknown as Decimal;
}

export function isDecimalZero(decimal: Decimal): boolean {
  return big(decimal).eq("0");
}

/** -1, 0 or 1. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return big(a).cmp(big(b)) as -1 | 0 | 1;
}

export function decimalsEqual(a: Decimal, b: Decimal): boolean {
  return big(a).eq(big(b));
}

/** Exact product, not rounded. */
export function times(money: Money, factor: Decimal): Money {
  return make(open(money).value.times(big(factor)), money.currency);
}

/** `money / divisor` when it comes out even in `decimals` decimals, else null: never a hidden rounding. */
export function divideEvenly(money: Money, divisor: Decimal, decimals: number): Money | null {
  if (isDecimalZero(divisor)) return null;
  const quotient = open(money).value.div(big(divisor));
  const rounded = quotient.round(decimals, 1);
  return rounded.times(big(divisor)).eq(open(money).value) ? make(rounded, money.currency) : null;
}

/** `money * numerator / denominator` in the numerator's currency, half-up to its minor unit. Denominator must not be zero. */
export function scale(money: Money, numerator: Money, denominator: Money): Money {
  same(money, denominator);
  const value = open(money).value.times(open(numerator).value).div(open(denominator).value);
  return roundToMinorUnit(make(value, numerator.currency));
}

/**
 * Converts parts that belong together: each `* numerator / denominator`, rounded to the minor unit, and the units that are
 * missing then given to the parts that rounding took most from. The converted parts sum to the converted sum.
 */
export function scaleTogether(parts: readonly Money[], numerator: Money, denominator: Money): Money[] {
  const { currency } = numerator;
  const unit = open(minorUnit(currency)).value;
  const exact = parts.map((part) => {
    same(part, denominator);
    return open(part).value.times(open(numerator).value).div(open(denominator).value);
  });
  const whole = open(scale(sum(parts, denominator.currency), numerator, denominator)).value;
  const rounded = exact.map((value) => value.round(minorUnits(currency), 1));
  const off = whole.minus(rounded.reduce((a, b) => a.plus(b), new Decimal("0"))).div(unit);
  const step = off.lt("0") ? unit.times("-1") : unit;
  const errorOf = (index: number): Big => (exact[index] ?? off).minus(rounded[index] ?? off).times(step);
  // Sorting is stable: of equal ones the earlier comes first.
  const byError = exact.map((_, index) => index).sort((a, b) => errorOf(b).cmp(errorOf(a)));
  const lucky = new Set(byError.slice(0, Number(off.abs().toFixed(0))));
  return rounded.map((value, index) => make(lucky.has(index) ? value.plus(step) : value, currency));
}

/** Price of one piece with 12 decimals: times the quantity it rounds back to the amount. Quantity must not be zero. */
export function pricePerPiece(money: Money, quantity: Decimal): Money {
  return make(open(money).value.div(big(quantity)).round(12, 1), money.currency);
}

/** VAT inside a gross amount: gross * r / (100 + r), half-up to the minor unit (R2). */
export function vatInGross(gross: Money, rate: Decimal): Money {
  const r = big(rate);
  return roundToMinorUnit(make(open(gross).value.times(r).div(r.plus("100")), gross.currency));
}

/** VAT on a net amount: net * r / 100, half-up to the minor unit (R2). */
export function vatOnNet(net: Money, rate: Decimal): Money {
  return roundToMinorUnit(make(open(net).value.times(big(rate)).div("100"), net.currency));
}

/** The base a VAT amount belongs to: vat * 100 / r, half-up to the minor unit. Rate must not be zero. */
export function baseOfVat(vat: Money, rate: Decimal): Money {
  return roundToMinorUnit(make(open(vat).value.times("100").div(big(rate)), vat.currency));
}

/** Ratio of two amounts as a decimal with 10 decimals: an exchange rate. Denominator must not be zero. */
export function ratio(numerator: Money, denominator: Money): Decimal {
  return open(numerator).value.div(open(denominator).value).round(10, 1) as unknown as Decimal;
}

/** Converts with an exchange rate (units of `currency` per unit of the amount), rounded to the minor unit. */
export function convert(money: Money, rate: Decimal, currency: string): Money {
  return roundToMinorUnit(make(open(money).value.times(big(rate)), currency));
}

/**
 * Splits `total` in proportion to `weights` by largest remainder, in whole minor units.
 * The parts always sum to the total; ties go to the earlier part. Throws RangeError for negative weights, weights that
 * are all zero, and a total with a fraction of a minor unit, which no parts could meet.
 */
export function allocate(total: Money, weights: readonly Money[]): Money[] {
  const { currency } = total;
  const values = weights.map((weight) => open(weight).value);
  const whole = values.reduce((a, b) => a.plus(b), new Decimal("0"));
  if (values.some((value) => value.lt("0"))) throw new RangeError("cannot allocate over a negative weight");
  if (whole.eq("0")) throw new RangeError("cannot allocate over weights that sum to nothing");
  if (!isWholeMinorUnits(total))
    throw new RangeError(`cannot allocate a fraction of a minor unit of ${currency}`);
  const unit = open(minorUnit(currency)).value;
  const units = open(total).value.abs().div(unit);
  // Quotient and remainder instead of a rounded share: exact, so equal remainders really tie.
  const rests = values.map((value) => units.times(value).mod(whole));
  const counts = values.map((value, index) =>
    units
      .times(value)
      .minus(rests[index] ?? "0")
      .div(whole),
  );
  const left = units.minus(counts.reduce((a, b) => a.plus(b), new Decimal("0")));
  const byRest = rests
    .map((rest, index) => ({ index, rest }))
    .sort((a, b) => b.rest.cmp(a.rest))
    .map(({ index }) => index);
  const lucky = new Set(byRest.slice(0, Number(left.toFixed(0))));
  const sign = open(total).value.lt("0") ? "-1" : "1";
  return counts.map((count, index) =>
    make((lucky.has(index) ? count.plus("1") : count).times(unit).times(sign), currency),
  );
}
