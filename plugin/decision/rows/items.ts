import {
  absolute,
  add,
  addDecimals,
  baseOfVat,
  compare,
  compareDecimals,
  type Decimal,
  formatDecimal,
  isDecimalZero,
  isZero,
  type Money,
  minorUnit,
  parseDecimal,
  roundToMinorUnit,
  subtract,
  sum,
  times,
  vatInGross,
  vatOnNet,
  zero,
} from "../../domain/money.ts";
import type { Line, Order, ShippingLine, TaxLine } from "../../domain/order.ts";
import type { RowKind } from "../../domain/plan.ts";

/** One thing sold, with its money apart: what is ours, what is VAT, what a marketplace remits. */
export interface Item {
  readonly kind: RowKind;
  readonly id: string;
  readonly text: string;
  readonly sku: string | null;
  readonly productId: string | null;
  readonly nature: "goods" | "service";
  readonly quantity: Decimal;
  readonly discount: Money;
  /** One part per VAT rate; nearly always one. */
  readonly parts: readonly TaxPart[];
  /** Tax a marketplace collected and remits: neither our revenue nor our VAT. */
  readonly channelTax: Money;
  readonly isChannelLiable: boolean;
  /** A line outside VAT by its nature: sold gift card, credit of the customer's (R8), tip (R14). */
  readonly isOutside: boolean;
}

export interface TaxPart {
  readonly rate: Decimal;
  readonly net: Money;
  readonly vat: Money;
  readonly gross: Money;
}

export function itemsOfOrder(order: Order): Item[] {
  return [
    ...order.lines.map((line) => itemOfLine(line, order)),
    ...order.shipping.map((line) => itemOfShipping(line, order)),
  ];
}

export function itemOfLine(line: Line, order: Order): Item {
  const amount = roundToMinorUnit(subtract(times(line.unitPrice, line.quantity), line.discount));
  // A card or tip sold with VAT is what the shop made of it: a taxed sale, not a debt (R2 before R8 and R14).
  const isTaxed = line.taxLines.some((tax) => !isZero(tax.amount));
  const isGiftCard = line.giftCard && line.voucher !== "single_purpose" && !isTaxed;
  const isTip = line.tip && !isTaxed;
  const isBalance = line.balance === true && !isTaxed;
  return {
    kind: isBalance
      ? "balance"
      : isGiftCard
        ? "gift_card"
        : isTip
          ? "tip"
          : line.fee || line.tip
            ? "fee"
            : "line",
    id: line.id,
    text: line.title,
    sku: line.sku,
    productId: line.variantId ?? line.productId,
    nature: line.nature,
    quantity: line.quantity,
    discount: line.discount,
    ...money(amount, line.taxLines, order),
    isOutside: isGiftCard || isTip || isBalance,
  };
}

function itemOfShipping(line: ShippingLine, order: Order): Item {
  const amount = roundToMinorUnit(subtract(line.price, line.discount));
  return {
    kind: "shipping",
    id: line.id,
    text: line.title,
    sku: null,
    productId: null,
    // Freight follows the goods; a charge of that name on an order of services follows the services.
    nature: sellsGoods(order) ? "goods" : "service",
    quantity: parseDecimal("1"),
    discount: line.discount,
    ...money(amount, line.taxLines, order),
    isOutside: false,
  };
}

/** True when something is delivered; an order without any lines counts as goods. */
export function sellsGoods(order: Order): boolean {
  const sold = [...order.lines, ...order.exchangeLines].filter(
    (line) => !line.giftCard && !line.tip && !line.fee,
  );
  return sold.length === 0 || sold.some((line) => line.nature === "goods");
}

type ItemMoney = Pick<Item, "parts" | "channelTax" | "isChannelLiable">;

/** Takes a line's amount apart along the tax lines the shop charged. Nothing is recomputed (R2). */
function money(amount: Money, taxLines: readonly TaxLine[], order: Order): ItemMoney {
  const currency = order.currency;
  const channelTax = sum(
    taxLines.filter((tax) => tax.channelLiable).map((tax) => tax.amount),
    currency,
  );
  const own = taxLines.filter((tax) => !tax.channelLiable);
  const vat = sum(
    own.map((tax) => tax.amount),
    currency,
  );
  const net = order.pricesIncludeTax ? subtract(subtract(amount, channelTax), vat) : amount;
  return {
    channelTax,
    isChannelLiable: taxLines.length > 0 && own.length === 0,
    parts: partsByRate(net, own, order),
  };
}

function partsByRate(net: Money, taxLines: readonly TaxLine[], order: Order): TaxPart[] {
  const { currency } = order;
  const byRate = new Map<string, TaxPart>();
  for (const tax of taxLines) {
    // A rate with nothing charged is no VAT at all: whether that is right is the ground's question (R10).
    // Only an amount so small that its VAT rounds to nothing keeps its rate.
    const due = order.pricesIncludeTax ? vatInGross(net, tax.rate) : vatOnNet(net, tax.rate);
    const rate = isZero(tax.amount) && !isZero(due) ? parseDecimal("0") : tax.rate;
    const key = formatDecimal(rate);
    const known = byRate.get(key)?.vat ?? zero(currency);
    byRate.set(key, part(rate, zero(currency), add(known, tax.amount)));
  }
  const all = [...byRate.values()];
  const charged = all.filter((one) => !isZero(one.vat));
  const [first] = charged.length > 0 ? charged : all;
  if (first === undefined) return [part(parseDecimal("0"), net, zero(currency))];
  const vat = sum(
    charged.map((one) => one.vat),
    currency,
  );
  // Several taxes on the same base (state and city) are one rate; taxes on bases of their own are several rows (R7).
  const combined = charged.reduce((rate, one) => addDecimals(rate, one.rate), parseDecimal("0"));
  const slack = times(minorUnit(currency), parseDecimal(String(charged.length)));
  const isOneBase = compare(absolute(subtract(vatOnNet(net, combined), vat)), slack) <= 0;
  const untaxed = all.filter((one) => isDecimalZero(one.rate) && isZero(one.vat));
  if (charged.length < 2 && (untaxed.length === 0 || isOneBase)) return [part(first.rate, net, first.vat)];
  return isOneBase ? [part(combined, net, vat)] : splitBases(net, [...charged, ...untaxed], currency);
}

/**
 * Bases such that each base * rate meets its VAT and the parts sum to the whole (R7).
 * The lowest rate takes the cents left: they move its VAT least.
 */
function splitBases(net: Money, parts: readonly TaxPart[], currency: string): TaxPart[] {
  const [lowest, ...others] = [...parts].sort((a, b) => compareDecimals(a.rate, b.rate));
  if (lowest === undefined) throw new RangeError("a line has at least one part");
  const bases = new Map(others.map((one) => [one, baseOfVat(one.vat, one.rate)]));
  bases.set(lowest, subtract(net, sum(bases.values(), currency)));
  return parts.map((one) => part(one.rate, bases.get(one) ?? zero(currency), one.vat));
}

export function part(rate: Decimal, net: Money, vat: Money): TaxPart {
  return { rate, net, vat, gross: add(net, vat) };
}

/** True when nothing was charged for it: such a row needs no ground for its missing VAT. */
export function isFree(one: TaxPart): boolean {
  return isZero(one.gross) && isZero(one.vat);
}

/** True when no VAT was charged and none would have rounded away. */
export function isUntaxed(one: TaxPart): boolean {
  return isDecimalZero(one.rate);
}
