import Big from "big.js";

const Decimal = Big();
Decimal.strict = true;
Decimal.RM = 1; // half-up, away from zero for negative amounts

/** One amount in the shop's currency and in the buyer's ("presentment"), as decimal text. Both columns add up alone. */
export interface Bag {
  shop: string;
  buyer: string;
}

/** The two currencies of an order. */
export interface Currencies {
  /** ISO 4217, the shop's at the time of the order. */
  shop: string;
  /** ISO 4217, in which the customer sees and pays. */
  buyer: string;
  /** Units of the shop's currency for one of the buyer's. */
  rate: string;
}

export const NOTHING: Readonly<Bag> = { shop: "0", buyer: "0" };

/** How many decimals a currency is charged in (ISO 4217): 2 for SEK, 0 for JPY, 3 for KWD. */
function minorUnits(currency: string): number {
  const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** An amount of the buyer's currency, rounded, with what it is in the shop's. */
export function bagOf(amount: string, currencies: Currencies): Bag {
  const buyer = roundedIn(currencies.buyer, amount);
  return { buyer, shop: roundedIn(currencies.shop, times(buyer, currencies.rate)) };
}

export function sumOf(bags: readonly Readonly<Bag>[]): Bag {
  return { shop: sum(bags.map((bag) => bag.shop)), buyer: sum(bags.map((bag) => bag.buyer)) };
}

export function less(left: Readonly<Bag>, right: Readonly<Bag>): Bag {
  return { shop: minus(left.shop, right.shop), buyer: minus(left.buyer, right.buyer) };
}

export function negated(bag: Readonly<Bag>): Bag {
  return less(NOTHING, bag);
}

/** `whole * part / parts` in each column, rounded; the whole itself when everything is taken. */
export function shareOf(whole: Readonly<Bag>, part: string, parts: string, { shop, buyer }: Currencies): Bag {
  if (isZero(parts) || compare(part, parts) === 0) return { ...whole };
  return {
    shop: roundedIn(shop, fraction(whole.shop, part, parts)),
    buyer: roundedIn(buyer, fraction(whole.buyer, part, parts)),
  };
}

/** The tax at `rate` percent among `rates` that is contained in an amount, or comes on top of it. */
export function taxOf(
  amount: Readonly<Bag>,
  tax: { rate: string; rates: readonly string[]; included: boolean },
  { shop, buyer }: Currencies,
): Bag {
  const base = tax.included ? sum(["100", ...tax.rates]) : "100";
  return {
    shop: roundedIn(shop, fraction(amount.shop, tax.rate, base)),
    buyer: roundedIn(buyer, fraction(amount.buyer, tax.rate, base)),
  };
}

/**
 * Splits an amount by weights. Cents that cannot be divided go one by one to the first parts, as Shopify does.
 * Weights are not negative; when all are zero the first part takes everything.
 */
function split(amount: string, weights: readonly string[], currency: string): string[] {
  const whole = sum(weights);
  if (isZero(whole)) return weights.map((_weight, at) => (at === 0 ? amount : "0"));
  const decimals = minorUnits(currency);
  const parts = weights.map((weight) => new Decimal(fraction(amount, weight, whole)).round(decimals, 0));
  let left = parts.reduce((rest, part) => rest.minus(part), new Decimal(amount));
  const cent = new Decimal("10").pow(-decimals);
  return parts.map((part, at) => {
    if (left.lt(cent) || isZero(weights[at] ?? "0")) return part.toFixed();
    left = left.minus(cent);
    return part.plus(cent).toFixed();
  });
}

/** Splits an amount of the buyer's currency; the shop's column is converted once and split the same way. */
export function splitBag(amount: string, weights: readonly string[], currencies: Currencies): Bag[] {
  const whole = bagOf(amount, currencies);
  const shop = split(whole.shop, weights, currencies.shop);
  return split(whole.buyer, weights, currencies.buyer).map((buyer, at) => ({ buyer, shop: shop[at] ?? "0" }));
}

export function sum(amounts: readonly string[]): string {
  return amounts.reduce((left, right) => left.plus(right), new Decimal("0")).toFixed();
}

export function minus(left: string, right: string): string {
  return new Decimal(left).minus(right).toFixed();
}

export function times(left: string, right: string): string {
  return new Decimal(left).times(right).toFixed();
}

/** `whole * part / parts`, not rounded to any currency. */
export function fraction(whole: string, part: string, parts: string): string {
  return new Decimal(whole).times(part).div(parts).toFixed();
}

export function roundedIn(currency: string, amount: string): string {
  const value = new Decimal(amount).round(minorUnits(currency));
  return value.eq("0") ? "0" : value.toFixed();
}

export function compare(left: string, right: string): -1 | 0 | 1 {
  return new Decimal(left).cmp(right);
}

export function isZero(amount: string): boolean {
  return compare(amount, "0") === 0;
}

export function isNegative(amount: string): boolean {
  return compare(amount, "0") < 0;
}

/** A Decimal as the API writes it: no trailing zeros, but always one place, as in `249.0` and `25.98`. */
export function decimalText(amount: string): string {
  const text = new Decimal(amount).toFixed();
  if (isZero(amount)) return "0.0";
  return text.includes(".") ? text : `${text}.0`;
}

/** An amount as webhooks write it: with all decimals of its currency. */
export function fixedText(amount: string, currency: string): string {
  return new Decimal(amount).toFixed(minorUnits(currency));
}

/** An amount for people: thousands separated by a comma, all decimals shown. */
export function shown(amount: string, currency: string): string {
  const [whole = "0", cents] = fixedText(amount, currency).split(".");
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${cents === undefined ? separated : `${separated}.${cents}`} ${currency}`;
}
