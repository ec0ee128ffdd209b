import type { PlannedArticle } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { Product } from "../../domain/product.ts";
import type { LedgerRef, LedgerResult, MatchedArticle, Operation, Performed } from "../connector.ts";
import { lengths, writable } from "./assumptions.ts";
import type { Books } from "./books.ts";
import { onlyOne } from "./catalogue.ts";
import { failed } from "./client.ts";
import type { About } from "./errors.ts";
import { aboutOf, named } from "./names.ts";
import { BASE_CURRENCY } from "./options.ts";
import { cell } from "./rows.ts";
import type { Fields } from "./signature.ts";
import { productNumber, text } from "./text.ts";
import { noProductGroup } from "./unsendable.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
type Outcome = Promise<LedgerResult<Performed>>;

/** SKUs are product numbers, letter by letter. Null when nothing is left of one. */
export function articleNumber(sku: string, suffix = ""): string | null {
  return productNumber(sku, suffix, lengths.number);
}

/** A new product (D4). One that another worker has just made is taken as it is. */
export async function createProduct(books: Books, operation: Of<"article">): Outcome {
  const about = aboutOf(operation);
  const { article, product } = operation;
  const number = articleNumber(article.sku);
  if (number === null) {
    const message = `Dynaccount does not take the SKU of ${article.title} as a product number.`;
    return failed(fix("LEDGER_REJECTED", message, { place: "shop" }));
  }
  const registers = await books.registers();
  if (!registers.ok) return registers;
  const problem = noProductGroup(registers.value);
  if (problem !== null) return failed(problem);
  const { catalogue, settings } = registers.value;
  const fields = {
    product_id_: number,
    product_group_name: settings.product_group ?? onlyOne(catalogue.productGroups) ?? "",
    ...productFields(article, product),
  };
  const made = await books.client.insert("product", fields, about);
  if (made.ok) return { ok: true, value: { ref: named(number) } };
  if (made.refusal === null || !made.refusal.columns.includes("product_id_")) return made;
  const there = await findProduct(books, number, about);
  return there.ok && there.value !== null ? { ok: true, value: { ref: there.value } } : made;
}

/** Name and price follow the shop; whatever else is on the product stays (D18). */
export async function updateProduct({ client }: Books, operation: Of<"update-article">): Outcome {
  const about = aboutOf(operation);
  const { number, article, product } = operation;
  const found = await client.rows("product", { where: { product_id_: number }, first: 1 }, about);
  if (!found.ok) return found;
  const [row] = found.value;
  if (row === undefined) {
    const message = `Product ${number} is not in Dynaccount any more.`;
    return failed(fix("PRODUCT_NOT_FOUND", message, { place: "ledger" }));
  }
  const kept = Object.fromEntries(writable.product.map((column) => [column, cell(row, column)]));
  const fields = { ...kept, ...productFields(article, product) };
  const updated = await client.update("product", cell(row, "id"), fields, about);
  return updated.ok ? { ok: true, value: { ref: named(number) } } : updated;
}

/** No column for barcodes is known (D4), so only the SKU finds a product. Products are never inactive. */
export async function matchProduct(
  books: Books,
  wanted: PlannedArticle,
  by: "sku" | "barcode",
): Promise<LedgerResult<MatchedArticle | null>> {
  const number = by === "sku" ? articleNumber(wanted.sku) : null;
  if (number === null) return { ok: true, value: null };
  const found = await findProduct(books, number, { subject: `product ${wanted.sku}` });
  if (!found.ok || found.value === null) return found.ok ? { ok: true, value: null } : found;
  return { ok: true, value: { ...found.value, isActive: true } };
}

/** A product by its number; null when it certainly is not there. */
export async function findProduct(
  { client }: Books,
  number: string,
  about: About,
): Promise<LedgerResult<LedgerRef | null>> {
  const query = { select: ["product_id_"], where: { product_id_: number }, first: 1 };
  const found = await client.rows("product", query, about);
  if (!found.ok) return found;
  const [row] = found.value;
  return { ok: true, value: row === undefined ? null : named(cell(row, "product_id_")) };
}

function productFields(article: PlannedArticle, product: Product | null): Fields {
  const price = product?.currency === BASE_CURRENCY ? product.price : null;
  return {
    name: text(article.title, lengths.text) || article.sku,
    ...(price === null ? {} : { price }),
  };
}
