import { z } from "zod";
import { formatMoney, parseMoney } from "../../domain/money.ts";
import type { Product } from "../../domain/product.ts";
import type { Installation, ProductPage, ShopResult } from "../platform.ts";
import type { Ask } from "./client.ts";
import { productsDocument, variantsDocument } from "./documents/lists.ts";
import { unreadable } from "./read-order.ts";
import { instant, money, pageOf, text } from "./schema/members.ts";
import { atSecond, term } from "./search.ts";

const PAGE_SIZE = 50;
const MOST_PAGES = 50;
/** The name of the one variant of a product that has no others. */
const ONLY_ONE = "Default Title";

const variant = z.object({
  sku: text,
  barcode: text,
  title: text,
  price: money.shape.amount,
  taxable: z.boolean(),
  updatedAt: instant,
  inventoryItem: z.object({ unitCost: money.nullish() }).nullish(),
});

const product = z.object({
  id: z.string(),
  title: z.string(),
  updatedAt: instant,
  variants: pageOf(variant),
});

const productsAnswer = z.object({
  shop: z.object({ taxesIncluded: z.boolean() }),
  products: pageOf(product),
});
const variantsAnswer = z.object({ product: z.object({ variants: pageOf(variant) }).nullish() });

type Variants = readonly z.output<typeof variant>[];

/** Variants with a SKU of the products changed since then, each as a product of its own; oldest change first. */
export async function changedProducts(
  ask: Ask,
  installation: Installation,
  updatedAfter: string | null,
  cursor: string | null,
): Promise<ShopResult<ProductPage>> {
  const query = updatedAfter === null ? null : term("updated_at", ">=", atSecond(updatedAfter));
  const asked = await ask(productsDocument, { first: PAGE_SIZE, after: cursor, query });
  if (!asked.ok) return asked;
  const read = productsAnswer.safeParse(asked.data);
  if (!read.success) return unreadable("the list of products", read.error);
  const { nodes, pageInfo } = read.data.products;
  const { taxesIncluded } = read.data.shop;
  const products: Product[] = [];
  for (const one of nodes) {
    const variants = await allVariants(one, ask);
    if (!variants.ok) return variants;
    products.push(
      ...variants.value.flatMap((each) => toProduct(each, one, taxesIncluded, installation) ?? []),
    );
  }
  return {
    ok: true,
    value: { products, nextCursor: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null },
  };
}

async function allVariants(one: z.output<typeof product>, ask: Ask): Promise<ShopResult<Variants>> {
  const variants = [...one.variants.nodes];
  let { pageInfo } = one.variants;
  for (let page = 0; pageInfo.hasNextPage && page < MOST_PAGES; page += 1) {
    const asked = await ask(variantsDocument, { id: one.id, after: pageInfo.endCursor });
    if (!asked.ok) return asked;
    const read = variantsAnswer.safeParse(asked.data);
    if (!read.success) return unreadable("the variants of a product", read.error);
    variants.push(...(read.data.product?.variants.nodes ?? []));
    pageInfo = read.data.product?.variants.pageInfo ?? { hasNextPage: false };
  }
  return { ok: true, value: variants };
}

/** Null for a variant without a SKU, which can be no article. */
function toProduct(
  one: Variants[number],
  { title, updatedAt }: z.output<typeof product>,
  taxesIncluded: boolean,
  installation: Installation,
): Product | null {
  if (one.sku === null) return null;
  const { currency } = installation;
  const cost = one.inventoryItem?.unitCost ?? null;
  return {
    sku: one.sku,
    title: one.title === null || one.title === ONLY_ONE ? title : `${title} - ${one.title}`,
    barcode: one.barcode,
    // A price with VAT in it says nothing about the price without: Shopify tells no rate before somebody buys. What is
    // sold without tax has none in its price either.
    price: taxesIncluded && one.taxable ? null : formatMoney(parseMoney(one.price, currency)),
    cost:
      cost === null || cost.currencyCode !== currency ? null : formatMoney(parseMoney(cost.amount, currency)),
    currency,
    updatedAt,
  };
}
