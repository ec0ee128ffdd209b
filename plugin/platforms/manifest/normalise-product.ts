import { z } from "zod";
import { formatMoney, parseDecimal, parseMoney, subtract, vatInGross } from "../../domain/money.ts";
import type { Product } from "../../domain/product.ts";
import { currency, decimal, flag, instant, optionalAmount, optionalId, optionalText } from "./members.ts";
import { wrongMember } from "./normalise.ts";

/** A page of `GET /products`; its products are read one by one, so that one that cannot be read stops no other. */
export const contractProductPage = z.object({ data: z.array(z.unknown()), next_cursor: optionalText });

const contractProduct = z.object({
  sku: optionalId,
  title: optionalText,
  barcode: optionalId,
  price: optionalAmount,
  cost: optionalAmount,
  currency: currency.nullish(),
  price_includes_tax: flag,
  tax_rate: decimal.nullish(),
  updated_at: instant,
});

/** A product with a SKU; null for one without, which can be no article. */
export function normaliseProduct(json: unknown, shopCurrency: string): z.ZodSafeParseResult<Product | null> {
  return contractProduct.transform((read) => toProduct(read, shopCurrency)).safeParse(json, wrongMember);
}

function toProduct(read: z.output<typeof contractProduct>, shopCurrency: string): Product | null {
  const { sku, title, barcode, price, cost } = read;
  if (sku === null) return null;
  const code = read.currency ?? shopCurrency;
  const rate = read.price_includes_tax ? (read.tax_rate ?? null) : "0";
  return {
    sku,
    title: title ?? sku,
    barcode,
    // A price with VAT in it and no rate beside it says nothing about the price without.
    price: price === null || rate === null ? null : withoutVat(price, rate, code),
    cost: cost === null ? null : formatMoney(parseMoney(cost, code)),
    currency: code,
    updatedAt: read.updated_at,
  };
}

function withoutVat(price: string, rate: string, code: string): string {
  const gross = parseMoney(price, code);
  return formatMoney(subtract(gross, vatInGross(gross, parseDecimal(rate))));
}
