import {
  absolute,
  add,
  compare,
  compareDecimals,
  type Decimal,
  formatDecimal,
  formatMoney,
  isZero,
  type Money,
  minorUnit,
  parseDecimal,
  parseMoney,
  subtract,
  sum,
  times,
  vatInGross,
  vatOnNet,
  zero,
} from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import type { Settings } from "../../settings/schema.ts";
import { onOrder, Refusal, settingsField } from "../refusal.ts";
import type { Item } from "./items.ts";

/** Largest VAT difference that separate rounding of rows explains: 0.005 per row plus 0.01, in the currency's units (R3). */
export function vatTolerance(rows: number, currency: string): Money {
  return times(minorUnit(currency), parseDecimal(String(rows * 0.5 + 1)));
}

export function tolerance(settings: Settings, currency: string): Money {
  return parseMoney(settings.orders.rounding_tolerance, currency);
}

/** Why an order with a rate that cannot be one is held: nothing can be worked out from it. */
export function impossibleRate(order: Order): Refusal | null {
  const lines = [
    ...order.lines,
    ...order.shipping,
    ...order.exchangeLines,
    ...order.edits.flatMap((edit) => edit.added),
  ];
  const rates = lines.flatMap((line) => line.taxLines.map((tax) => tax.rate));
  const wrong = rates.find((rate) => compareDecimals(rate, NOTHING) < 0 || compareDecimals(rate, ALL) > 0);
  if (wrong === undefined) return null;
  return new Refusal("TOTAL_MISMATCH", `The shop states a VAT rate of ${formatDecimal(wrong)} %.`, onOrder);
}

const NOTHING = parseDecimal("0");
const ALL = parseDecimal("100");

/** What the items come to, with the tax a marketplace remits. */
export function grossOf(items: readonly Item[], currency: string): Money {
  return sum(
    items.flatMap((item) => [...item.parts.map((one) => one.gross), item.channelTax]),
    currency,
  );
}

/**
 * Checks the shop's own numbers against each other before anything is planned (vat-and-bookkeeping.md section 8)
 * and gives the difference that goes on the rounding row (R3). Throws TOTAL_MISMATCH beyond the tolerance.
 */
export function checkedRounding(order: Order, items: readonly Item[], settings: Settings): Money {
  checkVatTotal(order, items);
  checkVatPerRate(order, items);
  const lines = grossOf(items, order.currency);
  const difference = subtract(order.total, lines);
  if (compare(absolute(difference), tolerance(settings, order.currency)) > 0) {
    const off = formatMoney(absolute(difference));
    throw new Refusal(
      "TOTAL_MISMATCH",
      `The shop says ${formatMoney(order.total)} ${order.currency} but the order's lines add up to ${formatMoney(lines)}. We never guess ${off}.`,
      compare(absolute(difference), parseMoney("1", order.currency)) <= 0
        ? settingsField("orders.rounding_tolerance")
        : onOrder,
    );
  }
  return difference;
}

function checkVatTotal(order: Order, items: readonly Item[]): void {
  const { currency } = order;
  const parts = items.flatMap((item) => item.parts);
  const vat = parts.map((one) => one.vat);
  const own = sum(vat, currency);
  const lines = sum([...vat, ...items.map((item) => item.channelTax)], currency);
  // Platforms differ in whether the total shows tax that a marketplace remits.
  const isMet = [own, lines].some((expected) => {
    const difference = absolute(subtract(order.totalTax, expected));
    return compare(difference, vatTolerance(parts.length, currency)) <= 0;
  });
  if (isMet) return;
  throw new Refusal(
    "TOTAL_MISMATCH",
    `The shop says the order contains ${formatMoney(order.totalTax)} ${order.currency} of VAT, but its lines add up to ${formatMoney(lines)}.`,
    onOrder,
  );
}

/** Each rate's VAT must be that rate of its base, within what rounding explains (identity T4). */
export function checkVatPerRate(order: Order, items: readonly Item[]): void {
  const byRate = new Map<string, { rate: Decimal; net: Money; vat: Money; rows: number }>();
  for (const one of items.flatMap((item) => item.parts)) {
    const key = formatDecimal(one.rate);
    const known = byRate.get(key);
    byRate.set(key, {
      rate: one.rate,
      net: add(known?.net ?? zero(order.currency), one.net),
      vat: add(known?.vat ?? zero(order.currency), one.vat),
      rows: (known?.rows ?? 0) + 1,
    });
  }
  for (const { rate, net, vat, rows } of byRate.values()) {
    const expected = order.pricesIncludeTax ? vatInGross(add(net, vat), rate) : vatOnNet(net, rate);
    const difference = absolute(subtract(vat, expected));
    if (isZero(difference) || compare(difference, vatTolerance(rows, order.currency)) <= 0) continue;
    throw new Refusal(
      "TOTAL_MISMATCH",
      `The shop charged ${formatMoney(vat)} ${order.currency} of VAT at ${formatDecimal(rate)} %, but ${formatMoney(expected)} would be right for those lines.`,
      onOrder,
    );
  }
}
