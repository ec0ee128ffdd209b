import type { PlannedArticle, PlannedDocument } from "../../domain/plan.ts";
import { forgetMapping, type Mapping, readMappings } from "../../store/effects/mappings.ts";
import type { Work } from "../work.ts";
import { resolveArticle, wareOf } from "./articles.ts";
import { resolveCustomer } from "./customers.ts";
import { productsOf } from "./products.ts";
import { mappingKey, type Resolved, storedKey } from "./reserved.ts";

export interface Parties {
  readonly customerNumber: string;
  /** SKU -> article number in the ledger; rows without an entry go as text. */
  readonly articles: Readonly<Record<string, string>>;
}

/** Customer and articles of a document in the ledger: known ones from our mappings without a call, new ones matched or made. */
export async function resolveParties(work: Work, document: PlannedDocument): Promise<Resolved<Parties>> {
  const bearsArticles = await work.ledger.bearsArticles?.(document);
  const articles = bearsArticles === false ? [] : distinctArticles(document);
  const known = await readMappings(work.context.store, work.key, [
    { kind: "customer" as const, platformKey: storedKey(document.customer.key) },
    ...articles.map((article) => ({ kind: "article" as const, platformKey: storedKey(article.sku) })),
  ]);
  const of = (kind: Mapping["kind"], platformKey: string): Mapping | undefined =>
    known.find((mapping) => mapping.kind === kind && mapping.platformKey === storedKey(platformKey));
  const customer = await resolveCustomer(work, document.customer, of("customer", document.customer.key));
  if (!customer.ok) return customer;
  const products = await productsOf(
    work,
    articles.map((article) => article.sku),
  );
  if (!products.ok) return products;
  const numbers: Record<string, string> = {};
  for (const article of articles) {
    const ware = wareOf(article, products.value.get(article.sku));
    const resolved = await resolveArticle(work, ware, of("article", article.sku));
    if (!resolved.ok) return resolved;
    if (resolved.value !== null) numbers[article.sku] = resolved.value;
  }
  return { ok: true, value: { customerNumber: customer.value, articles: numbers } };
}

/** Forgets what the ledger says it does not have, so that the next attempt matches or makes it anew. */
export async function forgetParties(
  work: Work,
  document: PlannedDocument,
  kind: Mapping["kind"],
  parties: Parties,
): Promise<void> {
  const known: (readonly [string, string])[] =
    kind === "customer"
      ? [[document.customer.key, parties.customerNumber]]
      : Object.entries(parties.articles);
  for (const [platformKey, number] of known)
    await forgetMapping(work.context.store, mappingKey(work, kind, platformKey), number);
}

function distinctArticles(document: PlannedDocument): PlannedArticle[] {
  const bySku = new Map<string, PlannedArticle>();
  for (const row of document.rows) {
    if (row.article !== null && !row.article.fixed) bySku.set(row.article.sku, row.article);
  }
  return [...bySku.values()];
}
