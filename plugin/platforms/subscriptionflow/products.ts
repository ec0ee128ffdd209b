import type { Log } from "../../ports.ts";
import type { ProductPage, ShopResult } from "../platform.ts";
import type { Api } from "./client.ts";
import { type Condition, isFullPage, parsed, readPage } from "./read.ts";
import { product } from "./schema.ts";

/**
 * Products with a SKU changed since an instant (null = all). Prices belong to plans, several to a product and one per
 * currency, so no single price is said. The cursor is how many were read.
 */
export async function changedProducts(
  { api, log }: { readonly api: Api; readonly log: Pick<Log, "warn"> },
  currency: string,
  updatedAfter: string | null,
  cursor: string | null,
): Promise<ShopResult<ProductPage>> {
  // A filter without a condition gives nothing: every product has been changed since the site's software exists.
  const since: Condition = ["updated_at", "gte", updatedAfter ?? "2000-01-01T00:00:00Z"];
  const offset = Number(cursor ?? "0");
  const page = await readPage(api, "products", [since], offset);
  if (!page.ok) return page;
  const products = page.value.flatMap((row) => {
    const read = parsed(row, product, "a product");
    if (!read.ok) {
      log.warn("a product cannot be read", { message: read.problem.message });
      return [];
    }
    const { sku, name, updated_at: updatedAt } = read.value;
    if (sku === null) return [];
    return { sku, title: name ?? sku, barcode: null, price: null, cost: null, currency, updatedAt };
  });
  const nextCursor = isFullPage(page.value) ? String(offset + page.value.length) : null;
  return { ok: true, value: { products, nextCursor } };
}
