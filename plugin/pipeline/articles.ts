import type { PlannedArticle } from "../domain/plan.ts";
import { fix } from "../domain/problem.ts";
import { dropMapping, type Mapping, type MappingKey, reserveMapping } from "../store/mappings.ts";
import { fingerprint } from "./fingerprint.ts";
import { documentReference } from "./reference.ts";
import { busy, field, keep, LEASE_MS, mappingKey, type Resolved, released } from "./reserved.ts";
import type { Work } from "./work.ts";

/** The article's number in the ledger; null = the row goes as text. */
export async function resolveArticle(
  work: Work,
  article: PlannedArticle,
  mapping: Mapping | undefined,
): Promise<Resolved<string | null>> {
  const print = articlePrint(article);
  if (mapping?.state === "done" && mapping.ledgerNumber !== null) {
    return await updateArticle(work, article, mapping.ledgerNumber, mapping.fingerprint === print);
  }
  const key = mappingKey(work, "article", article.sku);
  const { clock } = work.context.ports;
  const now = clock.now();
  const reserved = await reserveMapping(work.context.store, key, print, work.owner, now, now + LEASE_MS);
  if (reserved === "busy") return busy(article.title);
  // An article is found by its own number, so looking first also settles a doubt.
  const matched = await work.ledger.matchArticle(article, work.settings.products.match_by);
  if (!matched.ok) return await released(work, key, matched.problem);
  if (matched.value !== null) {
    const { number } = matched.value;
    await keep(work, key, number, "");
    return await updateArticle(work, article, number, false);
  }
  return await createArticle(work, article, key, print);
}

async function createArticle(
  work: Work,
  article: PlannedArticle,
  key: MappingKey,
  print: string,
): Promise<Resolved<string | null>> {
  const { products } = work.settings;
  const { faultPoint } = work.context.ports;
  if (products.mode === "existing_only") {
    await dropMapping(work.context.store, key);
    if (products.fallback_article !== undefined) return { ok: true, value: products.fallback_article };
    const message = `${article.title} (${article.sku}) is not in the ledger, and the settings do not allow making new articles.`;
    return { ok: false, problem: fix("PRODUCT_NOT_FOUND", message, field("products.mode")) };
  }
  work.checkLease();
  faultPoint("article:reserved");
  const reference = documentReference(work, "article", article.sku);
  const made = await work.ledger.perform({ step: "article", article, reference });
  faultPoint("article:performed");
  if (made.ok) {
    work.note("article", `Made article ${made.value.ref.number} for ${article.title}.`);
    return await keep(work, key, made.value.ref.number, print);
  }
  if (made.problem.act === "retry") return await released(work, key, made.problem);
  // Products never stop an invoice: the row goes with the fallback article or as text.
  await dropMapping(work.context.store, key);
  work.note("article", `The ledger refused article ${article.sku}: ${made.problem.message}`);
  return { ok: true, value: products.fallback_article ?? null };
}

/** Brings a known article's text up to date when the settings ask for it; a ledger that refuses does not stop anything. */
async function updateArticle(
  work: Work,
  article: PlannedArticle,
  number: string,
  isCurrent: boolean,
): Promise<Resolved<string>> {
  if (isCurrent || work.settings.products.mode !== "create_and_update") return { ok: true, value: number };
  const updated = await work.ledger.perform({ step: "update-article", article, number });
  const problem = updated.ok ? null : updated.problem;
  if (problem?.act === "retry") return { ok: false, problem };
  work.note(
    "article",
    problem === null
      ? `Brought article ${number} up to date.`
      : `The ledger refused to update article ${number}: ${problem.message}`,
  );
  return await keep(work, mappingKey(work, "article", article.sku), number, articlePrint(article));
}

function articlePrint(article: PlannedArticle): string {
  const { title, barcode } = article;
  return fingerprint(JSON.stringify([title, barcode]));
}
