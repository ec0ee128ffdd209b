import Big from "big.js";

// Strict: a JavaScript number cannot slip into a calculation, it has to be read from its digits first.
const Decimal = Big();
Decimal.strict = true;

/** The decimal of a text such as "12.50". */
export function decimal(text: string): Big {
  return new Decimal(text);
}

/** Two decimals, half up and away from zero. */
export function cents(value: Big): Big {
  return value.round(2, Big.roundHalfUp);
}

/** Money as it is kept: always two decimals, never "-0.00". */
export function moneyText(value: Big): string {
  const rounded = cents(value);
  return rounded.eq("0") ? "0.00" : rounded.toFixed(2);
}

/** The sum of decimal texts. */
export function sumOf(texts: Iterable<string>): Big {
  let sum = decimal("0");
  for (const text of texts) sum = sum.plus(text);
  return sum;
}

/** Whether an amount has no more than two decimals. */
export function isInCents(value: Big): boolean {
  return cents(value).eq(value);
}
