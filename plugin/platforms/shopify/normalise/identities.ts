import { compare, isZero, type Money, subtract } from "../../../domain/money.ts";
import type { Agreement, Sale } from "../schema/agreement.ts";
import type { Bag } from "../schema/members.ts";
import type { ShopifyOrder } from "../schema/order.ts";
import { type Column, inWords, own, seen, total } from "./amounts.ts";
import { cashReceived, succeeded } from "./transactions.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * Holds the order's sales against its own totals before anything is made of them, to the cent and in both currencies
 * (shopify.md 3.5, I1-I4 and I6). What does not add up is held.
 */
export function checkIdentities(order: ShopifyOrder, agreements: readonly Agreement[]): void {
  const sold = agreements.filter((one) => one.__typename === "OrderAgreement");
  if (sold.length === 0) throw new Unreadable(order.name, "it has no sales agreement.");
  for (const column of [seen, own]) {
    const first = salesOf(sold);
    const all = salesOf(agreements);
    const same = (what: string, sales: readonly Sale[], pick: (sale: Sale) => Bag, stated: Bag): void =>
      expectEqual(order, what, sumOf(sales, pick, column, stated), column(stated));
    for (const sale of all) checkTaxes(order, sale, column);
    same("what was sold and the original total", first, amountOf, order.originalTotalPriceSet);
    same("all sales and the current total", all, amountOf, order.currentTotalPriceSet);
    checkTaxTotal(order, all, column);
  }
  checkMoney(order);
}

const amountOf = (sale: Sale): Bag => sale.totalAmount;
const taxOf = (sale: Sale): Bag => sale.totalTaxAmount;
const salesOf = (agreements: readonly Agreement[]): Sale[] => agreements.flatMap((one) => one.sales.nodes);

function sumOf(sales: readonly Sale[], pick: (sale: Sale) => Bag, column: Column, like: Bag): Money {
  return total(sales.map(pick), column, column(like).currency);
}

/** I3: the taxes of a sale are its tax. */
function checkTaxes(order: ShopifyOrder, sale: Sale, column: Column): void {
  const stated = column(sale.totalTaxAmount);
  const taxes = total(
    sale.taxes.map((tax) => tax.amount),
    column,
    stated.currency,
  );
  expectEqual(order, `the tax lines of sale ${sale.id} and its tax`, taxes, stated);
}

/** I4: the tax of all sales is the current tax, which leaves the tax on duties out. */
function checkTaxTotal(order: ShopifyOrder, sales: readonly Sale[], column: Column): void {
  const stated = order.currentTotalTaxSet;
  const withoutDuties = sumOf(
    sales.filter((sale) => sale.lineType !== "DUTY"),
    taxOf,
    column,
    stated,
  );
  if (isEqual(withoutDuties, column(stated))) return;
  expectEqual(
    order,
    "the tax of all sales and the current tax",
    sumOf(sales, taxOf, column, stated),
    column(stated),
  );
}

/** I6: the movements are what was received and what was paid back. */
function checkMoney(order: ShopifyOrder): void {
  const received = seen(order.totalReceivedSet);
  const refunded = seen(order.totalRefundedSet);
  const ways = cashReceived(order, received.currency);
  if (!ways.some((way) => isEqual(way, received))) {
    expectEqual(order, "the payments and the total received", ways[0] ?? received, received);
  }
  const back = total(
    succeeded(order, ["REFUND"]).map((one) => one.amountSet),
    seen,
    refunded.currency,
  );
  expectEqual(order, "the refunded money and the total refunded", back, refunded);
}

const isEqual = (a: Money, b: Money): boolean => a.currency === b.currency && compare(a, b) === 0;

function expectEqual(order: ShopifyOrder, what: string, found: Money, stated: Money): void {
  if (found.currency === stated.currency && isZero(subtract(found, stated))) return;
  throw new Unreadable(
    order.name,
    `${what} differ, ${inWords(found)} and ${inWords(stated)}. We never guess.`,
  );
}
