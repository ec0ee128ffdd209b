import { decimalsEqual, formatDecimal, isDecimalText, parseDecimal } from "../../domain/money.ts";

/**
 * The JSON number of a decimal text, for ledgers that take amounts as numbers.
 * Throws when the number would not read back as exactly the same decimal, so no cent is lost on the way out.
 */
export function toJsonNumber(text: string, maxDecimals: number): number {
  const exact = parseDecimal(text);
  const plain = formatDecimal(exact);
  if ((plain.split(".")[1] ?? "").length > maxDecimals) {
    throw new RangeError(`${text} has more than ${maxDecimals} decimals`);
  }
  const number = Number(plain);
  const back = String(number);
  if (!isDecimalText(back) || !decimalsEqual(parseDecimal(back), exact)) {
    throw new RangeError(`${text} cannot be written exactly as a JSON number`);
  }
  // -0 would be written as 0 anyway; this keeps comparisons in tests and logs plain.
  return number === 0 ? 0 : number;
}

/** The decimal text of a number that a ledger answered; its shortest form is what the ledger wrote. */
export function fromJsonNumber(number: number): string {
  const text = String(number);
  // Exponents appear only far outside what an amount or a rate can be (below a millionth, above 10^21).
  return isDecimalText(text) ? text : formatDecimal(parseDecimal(number.toFixed(10)));
}
