import {
  type Decimal,
  isNegative,
  isZero,
  type Money,
  parseDecimal,
  pricePerPiece,
  subtract,
  times,
  zero,
} from "../../../domain/money.ts";
import type { Line, ShippingLine, TaxLine } from "../../../domain/order.ts";
import type { Agreement, Sale } from "../schema/agreement.ts";
import type { ShopifyLine, ShopifyOrder } from "../schema/order.ts";
import { seen } from "./amounts.ts";
import { Unreadable } from "./unreadable.ts";

/** What the sales of an order point at: texts, articles, unit prices. The amounts are those of the sales alone. */
export interface Things {
  readonly order: ShopifyOrder;
  readonly lines: ReadonlyMap<string, ShopifyLine>;
  readonly shipping: ReadonlyMap<string, string>;
  /** Freight the order was placed with. */
  readonly sold: ReadonlySet<string>;
  /** Lines that were sold for nothing whenever they were sold. */
  readonly gifts: ReadonlySet<string>;
}

export function thingsOf(
  order: ShopifyOrder,
  lines: readonly ShopifyLine[],
  agreements: readonly Agreement[],
): Things {
  const placed = agreements.filter((one) => one.__typename === "OrderAgreement");
  const freight = placed.flatMap((one) => one.sales.nodes).flatMap((sale) => sale.shippingLine ?? []);
  return {
    order,
    sold: new Set(freight.map((id) => `shipping-${id}`)),
    gifts: giftsOf(agreements.flatMap((one) => one.sales.nodes)),
    lines: new Map(lines.map((line) => [line.id, line])),
    shipping: new Map(order.shippingLines.nodes.map((line) => [line.id, line.title])),
  };
}

function giftsOf(sales: readonly Sale[]): ReadonlySet<string> {
  const products = sales.filter((sale) => sale.actionType === "ORDER" && sale.lineType === "PRODUCT");
  const isFree = ({ totalAmount }: Sale): boolean => isZero(seen(totalAmount));
  const byLine = Map.groupBy(products, (sale) => sale.lineItem);
  return new Set([...byLine].flatMap(([line, own]) => (line !== null && own.every(isFree) ? [line] : [])));
}

/** The id under which a sale's thing is known, sold or taken back; freight, duties and fees have numbers of their own. */
export function thingId(sale: Sale, { order }: Things): string {
  switch (sale.lineType) {
    case "PRODUCT":
    case "GIFT_CARD":
    case "TIP":
      return sale.lineItem ?? missing(sale, order);
    case "SHIPPING":
      return `shipping-${sale.shippingLine ?? missing(sale, order)}`;
    case "DUTY":
      return `duty-${sale.duty ?? missing(sale, order)}`;
    case "FEE":
      return `fee-${sale.fee ?? sale.id}`;
    case "ADDITIONAL_FEE":
      return `fee-${sale.additionalFee?.id ?? sale.id}`;
    default:
      throw new Unreadable(order.name, `it has a sale of a kind we do not know (${sale.lineType}).`);
  }
}

function missing(sale: Sale, order: ShopifyOrder): never {
  throw new Unreadable(order.name, `sale ${sale.id} does not say of what it is.`);
}

/** A line as it was sold. */
export function toLine(sale: Sale, things: Things): Line {
  const { order } = things;
  const id = thingId(sale, things);
  const item = sale.lineItem === null ? undefined : things.lines.get(sale.lineItem);
  if (sale.lineType === "PRODUCT" && item === undefined) {
    throw new Unreadable(order.name, `it sold line ${id}, which is not among its lines.`);
  }
  const quantity = parseDecimal(String(sale.quantity || 1));
  const amount = netOrGross(sale, order);
  return {
    id,
    productId: item?.product?.id ?? null,
    variantId: item?.variant?.id ?? null,
    sku: item?.sku ?? null,
    title: item?.name ?? titleOf(sale, things),
    quantity,
    ...priced(amount, quantity, item),
    // Nothing is sent of a download or a service; freight, duties and fees follow the goods.
    nature: item !== undefined && !item.requiresShipping && !item.isGiftCard ? "service" : "goods",
    giftCard: sale.lineType === "GIFT_CARD" || item?.isGiftCard === true,
    voucher: null,
    tip: sale.lineType === "TIP",
    fee: ["SHIPPING", "DUTY", "FEE", "ADDITIONAL_FEE"].includes(sale.lineType),
    period: null,
    taxLines: taxLinesOf(sale, order),
  };
}

export function toShipping(sale: Sale, things: Things): ShippingLine {
  const price = netOrGross(sale, things.order);
  return {
    id: thingId(sale, things),
    title: titleOf(sale, things),
    price,
    discount: zero(price.currency),
    taxLines: taxLinesOf(sale, things.order),
  };
}

/** The amount in the sense of the order's prices, discounts taken off. */
function netOrGross(sale: Sale, order: ShopifyOrder): Money {
  const gross = seen(sale.totalAmount);
  return order.taxesIncluded ? gross : subtract(gross, seen(sale.totalTaxAmount));
}

/** The price the customer saw and the discount that leads to the amount charged; without one the price per piece. */
function priced(
  amount: Money,
  quantity: Decimal,
  item: ShopifyLine | undefined,
): Pick<Line, "unitPrice" | "discount"> {
  if (item !== undefined) {
    const unitPrice = seen(item.originalUnitPriceSet);
    const discount = subtract(times(unitPrice, quantity), amount);
    if (!isNegative(discount)) return { unitPrice, discount };
  }
  return { unitPrice: pricePerPiece(amount, quantity), discount: zero(amount.currency) };
}

function titleOf(sale: Sale, { shipping }: Things): string {
  switch (sale.lineType) {
    case "SHIPPING":
      return shipping.get(sale.shippingLine ?? "") ?? "Shipping";
    case "TIP":
      return "Tip";
    case "DUTY":
      return "Duties";
    case "GIFT_CARD":
      return "Gift card";
    default:
      return sale.additionalFee?.name ?? "Fee";
  }
}

function taxLinesOf(sale: Sale, order: ShopifyOrder): TaxLine[] {
  return sale.taxes.map(({ amount, taxLine }) => {
    const tax = seen(amount);
    const { ratePercentage, channelLiable, title } = taxLine;
    if (ratePercentage == null && !isZero(tax)) {
      throw new Unreadable(order.name, `the tax "${title}" has no rate.`);
    }
    return { rate: percent(ratePercentage ?? 0), amount: tax, channelLiable: channelLiable === true };
  });
}

/** A rate is a float in Shopify's answers: four decimals are more than any rate has. */
function percent(rate: number): Decimal {
  return parseDecimal(rate.toFixed(4));
}
