import { createHash } from "node:crypto";
import type { Product } from "../../domain/product.ts";
import type { Store } from "../database.ts";
import { insertIgnoring, upsert } from "../dialect.ts";
import { instant } from "../time.ts";

/** The shop's catalogue as it was last read, for what an order does not say of its products. */

export async function saveProducts(
  store: Store,
  installationId: number,
  products: readonly Product[],
): Promise<void> {
  for (const product of products) {
    const values = {
      product: JSON.stringify(product),
      updated_at: instant(Date.parse(product.updatedAt)),
    };
    const row = { installation_id: installationId, sku: keyOf(product.sku), ...values };
    await upsert(
      store.engine,
      store.db.insertInto("products").values(row),
      ["installation_id", "sku"],
      values,
    ).execute();
  }
}

export async function readProducts(
  store: Store,
  installationId: number,
  skus: readonly string[],
): Promise<ReadonlyMap<string, Product>> {
  if (skus.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("products")
    .select("product")
    .where("installation_id", "=", installationId)
    .where("sku", "in", skus.map(keyOf))
    .execute();
  return new Map(rows.map((row) => asProduct(row.product)).map((product) => [product.sku, product]));
}

/** Our own shape, as `saveProducts` wrote it. */
function asProduct(json: string): Product {
  return JSON.parse(json) as Product;
}

const MAX_KEY = 191;

/** MySQL cuts what is longer than the column, and takes texts for equal that differ in spaces at their end. */
function keyOf(sku: string): string {
  if (sku.length <= MAX_KEY && !sku.endsWith(" ")) return sku;
  return `sha256:${createHash("sha256").update(sku).digest("hex")}`;
}

export interface ProductRead {
  /** Newest change that was read. */
  readonly readTo: string | null;
  /** When the catalogue had been read to its end for the first time. */
  readonly completedAt: string | null;
}

export async function productRead(store: Store, installationId: number): Promise<ProductRead> {
  const row = await store.db
    .selectFrom("product_reads")
    .select(["read_to", "completed_at"])
    .where("installation_id", "=", installationId)
    .executeTakeFirst();
  return { readTo: row?.read_to ?? null, completedAt: row?.completed_at ?? null };
}

/** Takes the reading when it is due, so that of many processes one does it. */
export async function claimProductRead(
  store: Store,
  installationId: number,
  nowMs: number,
  nextMs: number,
): Promise<boolean> {
  const next = instant(nextMs);
  const inserted = await insertIgnoring(
    store.engine,
    store.db
      .insertInto("product_reads")
      .values({ installation_id: installationId, due_at: next, read_to: null, completed_at: null }),
  ).executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return true;
  const taken = await store.db
    .updateTable("product_reads")
    .set({ due_at: next })
    .where("installation_id", "=", installationId)
    .where("due_at", "<=", instant(nowMs))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

export async function setProductRead(
  store: Store,
  installationId: number,
  read: { readonly readTo?: string; readonly completedMs?: number },
): Promise<void> {
  const { readTo, completedMs } = read;
  await store.db
    .updateTable("product_reads")
    .set({
      ...(readTo === undefined ? {} : { read_to: readTo }),
      ...(completedMs === undefined ? {} : { completed_at: instant(completedMs) }),
    })
    .where("installation_id", "=", installationId)
    .execute();
}
