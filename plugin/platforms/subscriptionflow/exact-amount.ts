import { minorUnits } from "../../domain/currency.ts";
import { compare, type Money, parseMoney, roundTo } from "../../domain/money.ts";
import { Unbookable } from "./unbookable.ts";

/** An amount in major units; one with more decimals than its currency has is refused, never rounded (assumption A8). */
export function exactAmount(text: string, currency: string): Money {
  const money = parseMoney(text, currency);
  const decimals = minorUnits(currency);
  if (compare(roundTo(money, decimals), money) === 0) return money;
  throw new Unbookable("TOTAL_MISMATCH", `${text} ${currency} has more than ${decimals} decimals`);
}
