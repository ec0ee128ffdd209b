import { createHash } from "node:crypto";
import type { Performed } from "../../connectors/connector.ts";
import type { PlannedArticle } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { Product } from "../../domain/product.ts";
import {
  type Mapping,
  type MappingKey,
  mappingsToNumber,
  reserveMapping,
} from "../../store/effects/mappings.ts";
import { documentReference } from "../effects/reference.ts";
import type { Work } from "../work.ts";
import { fingerprint } from "./fingerprint.ts";
import { busy, field, giveBack, keep, LEASE_MS, mappingKey, type Resolved, released } from "./reserved.ts";

/** A row's article with what the shop's catalogue says of it, where the settings ask for that. */
export interface Ware extends PlannedArticle {
  readonly product: Product | null;
}

/** The catalogue's title and barcode go before those of one order. */
export function wareOf(article: PlannedArticle, product: Product | undefined): Ware {
  if (product === undefined) return { ...article, product: null };
  const { title, barcode } = product;
  return { ...article, title, barcode: barcode ?? article.barcode, product };
}

/** The article's number in the ledger; null = the row goes as text. */
export async function resolveArticle(
  work: Work,
  article: Ware,
  mapping: Mapping | undefined,
): Promise<Resolved<string | null>> {
  const print = articlePrint(article);
  if (mapping?.state === "done" && mapping.ledgerNumber !== null) {
    if (mapping.fingerprint === print || !followsShop(work)) return { ok: true, value: mapping.ledgerNumber };
    return await updateArticle(work, article, mapping.ledgerNumber, false);
  }
  const { products } = work.settings;
  const wanted = work.ledger.articleNumber(article.sku);
  if (wanted === null && products.match_by === "sku") {
    return withoutArticle(work, article, "no character of it fits an article number");
  }
  const key = mappingKey(work, "article", article.sku);
  const now = work.context.ports.clock.now();
  const until = now + LEASE_MS;
  const reserved = await reserveMapping(work.context.store, key, print, work.owner, now, until, wanted);
  if (reserved === "busy") return busy(article.title);
  const named = { ...article, sku: wanted === null ? article.sku : await ownNumber(work, article, wanted) };
  // An article is found by its own number, so looking first also settles a doubt.
  const matched = await work.ledger.matchArticle(named, products.match_by);
  if (!matched.ok) return await released(work, key, matched.problem);
  if (matched.value === null) return await missingArticle(work, article, named, key, print);
  const { number, isActive } = matched.value;
  if (!isActive && !followsShop(work)) {
    await giveBack(work, key);
    return withoutArticle(work, article, `article ${number} is inactive in the ledger`);
  }
  await keep(work, key, number, "");
  return followsShop(work)
    ? await updateArticle(work, article, number, !isActive)
    : { ok: true, value: number };
}

const followsShop = (work: Work): boolean => work.settings.products.mode === "create_and_update";

/**
 * SKUs that differ only in signs the ledger does not take would become one article ("MUG 1" and "MUG1"): the second
 * gets a suffix. The reservation bears the wanted number, so two workers at the same moment see each other.
 */
async function ownNumber(work: Work, article: Ware, wanted: string): Promise<string> {
  if (work.settings.products.mode === "existing_only") return wanted;
  const key = mappingKey(work, "article", article.sku);
  const others = await mappingsToNumber(work.context.store, key, wanted);
  const isBefore = (other: Mapping): boolean =>
    other.state === "done" ||
    other.platformKey === wanted ||
    (key.platformKey !== wanted && other.platformKey < key.platformKey);
  if (!others.some(isBefore)) return wanted;
  const suffix = `-${createHash("sha256").update(article.sku).digest("hex").slice(0, 6)}`;
  return work.ledger.articleNumber(article.sku, suffix) ?? wanted;
}

async function missingArticle(
  work: Work,
  article: Ware,
  named: Ware,
  key: MappingKey,
  print: string,
): Promise<Resolved<string | null>> {
  const { products } = work.settings;
  if (products.mode !== "existing_only") return await createArticle(work, article, named, key, print);
  await giveBack(work, key);
  if (products.fallback_article === undefined && products.missing === "hold") {
    const message = `${article.title} (${article.sku}) is not in the ledger, and the settings do not allow making new articles.`;
    return { ok: false, problem: fix("PRODUCT_NOT_FOUND", message, field("products.missing")) };
  }
  return withoutArticle(work, article, "the ledger does not have it");
}

async function createArticle(
  work: Work,
  article: Ware,
  named: Ware,
  key: MappingKey,
  print: string,
): Promise<Resolved<string | null>> {
  const { faultPoint } = work.context.ports;
  work.checkLease();
  faultPoint("article:reserved");
  const reference = documentReference(work, "article", article.sku);
  const { product, ...planned } = named;
  const made = await work.ledger.perform({ step: "article", article: planned, product, reference });
  faultPoint("article:performed");
  if (made.ok) {
    work.note("article", `Made article ${made.value.ref.number} for ${article.title}.`);
    noteLeftOut(work, made.value);
    return await keep(work, key, made.value.ref.number, print);
  }
  if (made.problem.act === "retry") return await released(work, key, made.problem);
  await giveBack(work, key);
  return withoutArticle(work, article, made.problem.message);
}

/** Products never stop an invoice: the row goes with the fallback article or as text, and the order says so. */
function withoutArticle(work: Work, article: Ware, reason: string): Resolved<string | null> {
  const fallback = work.settings.products.fallback_article ?? null;
  work.warnings.add("ARTICLE_NOT_USED");
  const instead = fallback === null ? "as text" : `with article ${fallback}`;
  work.note("article", `The row of ${article.title} goes ${instead}. SKU ${article.sku}: ${reason}.`);
  return { ok: true, value: fallback };
}

/** Brings a known article's text up to date when the settings ask for it; a ledger that refuses does not stop anything. */
async function updateArticle(
  work: Work,
  article: Ware,
  number: string,
  reactivate: boolean,
): Promise<Resolved<string>> {
  const { product, ...planned } = article;
  const update = { step: "update-article", article: planned, product, number, reactivate } as const;
  const updated = await work.ledger.perform(update);
  const problem = updated.ok ? null : updated.problem;
  if (problem?.act === "retry") return { ok: false, problem };
  const done = reactivate ? `Made article ${number} active again.` : `Brought article ${number} up to date.`;
  work.note(
    "article",
    problem === null ? done : `The ledger refused to update article ${number}: ${problem.message}`,
  );
  if (updated.ok) noteLeftOut(work, updated.value);
  return await keep(work, mappingKey(work, "article", article.sku), number, articlePrint(article));
}

function noteLeftOut(work: Work, { leftOut = [] }: Performed): void {
  if (leftOut.length > 0)
    work.note("article", `Left out, because the ledger refused it: ${leftOut.join(", ")}.`);
}

function articlePrint(article: Ware): string {
  const { title, barcode, product } = article;
  const price = product === null ? [] : [product.price, product.currency];
  return fingerprint(JSON.stringify([title, barcode, ...price]));
}
