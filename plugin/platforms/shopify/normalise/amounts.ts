import { formatMoney, type Money, parseMoney, sum } from "../../../domain/money.ts";
import type { Bag } from "../schema/members.ts";

/** An amount as the customer saw it: documents are in that currency (R11). */
export function seen(bag: Bag): Money {
  return parseMoney(bag.presentmentMoney.amount, bag.presentmentMoney.currencyCode);
}

/** The same amount in the shop's own currency. */
export function own(bag: Bag): Money {
  return parseMoney(bag.shopMoney.amount, bag.shopMoney.currencyCode);
}

/** One of the two columns that have to add up, each by itself. */
export type Column = typeof seen;

export function total(bags: readonly Bag[], column: Column, currency: string): Money {
  return sum(bags.map(column), currency);
}

export function inWords(money: Money): string {
  return `${formatMoney(money)} ${money.currency}`;
}
