import {
  formatDecimal,
  isZero,
  type Money,
  parseDecimal,
  parseMoney,
  roundToMinorUnit,
  scale,
  sum,
  times,
} from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { DecisionInput } from "../input.ts";
import type { Item } from "../rows/items.ts";
import { missing } from "./terms.ts";

/** What one row was bought for where its cost is known, and the words that say from where. */
export interface KnownCost {
  readonly net: Money;
  readonly why: string;
}

/**
 * The cost of a row by its SKU: the settings' own table, then the shop's catalogue where it was asked (R19). Null where
 * neither knows it. `currency` is the document's; costs are in the shop's and converted as the shop converted the order.
 * Throws PURCHASE_UNMAPPED where the shop does not say how.
 */
export function knownCost(
  row: PlannedRow,
  item: Item | null,
  currency: string,
  input: DecisionInput,
): KnownCost | null {
  const known = item?.sku == null ? null : costOf(item.sku, input);
  if (item === null || known === null) return null;
  const each = inCurrency(parseMoney(known.amount, known.currency), currency, input);
  const sold = sum(
    item.parts.map((part) => part.net),
    currency,
  );
  // A row may be a part of its line: one of two tax rates, or what a refund left of it before it was booked. Its
  // quantity is no measure, for the row of an amount that does not divide is one piece.
  const net = isZero(sold)
    ? roundToMinorUnit(times(each, parseDecimal(row.quantity)))
    : scale(parseMoney(row.net, currency), times(each, item.quantity), sold);
  return {
    net,
    why: `${formatDecimal(item.quantity)} x ${item.sku} at ${known.amount} ${known.currency} (R19) · ${known.from}`,
  };
}

interface Cost {
  readonly amount: string;
  readonly currency: string;
  readonly from: string;
}

function costOf(sku: string, { settings, order, costs = {} }: DecisionInput): Cost | null {
  const named = settings.purchases.cost_by_sku[sku];
  if (named !== undefined) {
    return { amount: named, currency: order.shopCurrency, from: "setting purchases.cost_by_sku" };
  }
  const told = costs[sku];
  return told === undefined ? null : { ...told, from: "the shop's catalogue" };
}

function inCurrency(each: Money, currency: string, { order }: DecisionInput): Money {
  if (each.currency === currency) return each;
  const { shopTotal, total } = order;
  const isKnown = each.currency === shopTotal?.currency && total.currency === currency;
  if (shopTotal !== null && isKnown && !isZero(shopTotal)) return scale(each, total, shopTotal);
  const message = `What is bought costs ${each.currency}, and the shop does not say how much of it one ${currency} is.`;
  throw missing("cost_by_sku", message);
}
