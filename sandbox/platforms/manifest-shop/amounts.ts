import Big from "big.js";

const Decimal = Big();
Decimal.strict = true;
Decimal.RM = 1; // half-up, away from zero for negative amounts

/** How many decimals a currency is charged in (ISO 4217): 2 for SEK, 0 for JPY. */
export function minorUnits(currency: string): number {
  const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** The amount rounded half-up and written with exactly `decimals` decimals. */
export function rounded(amount: string, decimals: number): string {
  const value = new Decimal(amount).round(decimals);
  return value.eq("0") ? new Decimal("0").toFixed(decimals) : value.toFixed(decimals);
}

/** The sum of all amounts, with `decimals` decimals. */
export function sum(amounts: readonly string[], decimals: number): string {
  const total = amounts.reduce((left, right) => left.plus(right), new Decimal("0"));
  return rounded(total.toFixed(), decimals);
}

export function minus(left: string, right: string, decimals: number): string {
  return rounded(new Decimal(left).minus(right).toFixed(), decimals);
}

export function times(left: string, right: string, decimals: number): string {
  return rounded(new Decimal(left).times(right).toFixed(), decimals);
}

export function negated(amount: string, decimals: number): string {
  return rounded(new Decimal(amount).neg().toFixed(), decimals);
}

/** `whole * part / parts`, rounded half-up; the whole itself when everything is taken. */
export function share(whole: string, part: string, parts: string, decimals: number): string {
  if (isZero(parts) || compare(part, parts) === 0) return rounded(whole, decimals);
  return rounded(new Decimal(whole).times(part).div(parts).toFixed(), decimals);
}

/** The tax at `rate` percent contained in, or added on top of, an amount. */
export function taxOf(amount: string, rate: string, how: "included" | "on top", decimals: number): string {
  const base = how === "included" ? new Decimal("100").plus(rate) : new Decimal("100");
  return rounded(new Decimal(amount).times(rate).div(base).toFixed(), decimals);
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

/** The amount for people: thousands separated by a comma. */
export function grouped(amount: string): string {
  const [whole = "0", fraction] = amount.split(".");
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** A quantity for people: `2.500000` is 2.5. */
export function withoutTrailingZeros(quantity: string): string {
  return new Decimal(quantity).toFixed();
}
