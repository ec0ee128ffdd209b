import Big from "big.js";

// Strict: a JavaScript number cannot slip into a calculation, it has to be read from its digits first.
const Decimal = Big();
Decimal.strict = true;

/** The decimal of a text such as "12.50"; the empty text of a column that was never filled is nothing. */
export function decimal(text: string): Big {
  return new Decimal(text === "" ? "0" : text);
}

/** Two decimals, half up, never "-0.00": how sums are kept. */
export function moneyText(value: Big): string {
  const rounded = value.round(2, Big.roundHalfUp);
  return rounded.eq("0") ? "0.00" : rounded.toFixed(2);
}

/** The sum of decimal texts. */
export function sumOf(texts: Iterable<string>): Big {
  let sum = decimal("0");
  for (const text of texts) sum = sum.plus(decimal(text));
  return sum;
}
