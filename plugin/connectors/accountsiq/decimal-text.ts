import { formatDecimal, parseDecimal } from "../../domain/money.ts";

/** A decimal text with its point moved by `places` to the right (negative: to the left): exact, whatever its length. */
export function shifted(text: string, places: number): string {
  const plain = formatDecimal(parseDecimal(text));
  const sign = plain.startsWith("-") ? "-" : "";
  const [whole = "0", decimals = ""] = plain.replace("-", "").split(".");
  const digits = `${"0".repeat(Math.max(0, -places))}${whole}${decimals}${"0".repeat(Math.max(0, places))}`;
  const point = whole.length + Math.max(0, -places) + places;
  return formatDecimal(parseDecimal(`${sign}${digits.slice(0, point) || "0"}.${digits.slice(point) || "0"}`));
}

/** Per cent as the fraction AccountsIQ wants: "13.5" is "0.135". */
export const fractionOf = (percent: string): string => shifted(percent, -2);
