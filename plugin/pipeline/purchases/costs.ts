import type { DecisionInput } from "../../decision/input.ts";
import type { Order } from "../../domain/order.ts";
import type { Installation } from "../../platforms/platform.ts";
import type { Settings } from "../../settings/schema.ts";
import { readProducts } from "../../store/catalogue/products.ts";
import type { Context } from "../context.ts";
import { isUnread, needsCosts } from "../parties/products.ts";

/**
 * What the shop's catalogue says the goods of an order cost (R19). Empty where the settings do not ask it, so that it costs
 * nobody else a statement. Null while the catalogue has not been read to its end and lacks one of them: a purchase made
 * by the markup meanwhile would stay.
 */
export async function costsOf(
  context: Context,
  installation: Installation,
  order: Order,
  settings: Settings,
): Promise<Pick<DecisionInput, "costs"> | null> {
  if (!needsCosts(settings)) return {};
  const lines = [...order.lines, ...order.exchangeLines, ...order.edits.flatMap((edit) => edit.added)];
  const skus = [...new Set(lines.flatMap((line) => line.sku ?? []))];
  const products = await readProducts(context.store, installation.id, skus);
  if (skus.some((sku) => !products.has(sku)) && (await isUnread(context, installation))) return null;
  return {
    costs: Object.fromEntries(
      [...products.values()].flatMap(({ sku, cost, currency }) =>
        cost === null ? [] : [[sku, { amount: cost, currency }]],
      ),
    ),
  };
}
