import { createHash } from "node:crypto";
import type { Operation } from "../connectors/connector.ts";
import type { PlannedArticle, PlannedCustomer, PlannedDocument } from "../domain/plan.ts";
import { fix, type Problem } from "../domain/problem.ts";
import { groupOf } from "../settings/customer-group.ts";
import {
  dropMapping,
  type Mapping,
  type MappingKey,
  readMappings,
  reserveMapping,
  storeMapping,
} from "../store/mappings.ts";
import { reference } from "./reference.ts";
import type { Work } from "./work.ts";

const LEASE_MS = 45_000;
const BUSY_MS = 1_000;

export interface Parties {
  readonly customerNumber: string;
  /** SKU -> article number in the ledger; rows without an entry go as text. */
  readonly articles: Readonly<Record<string, string>>;
}

type Resolved<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** Customer and articles of a document in the ledger: known ones from our mappings without a call, new ones matched or made. */
export async function resolveParties(work: Work, document: PlannedDocument): Promise<Resolved<Parties>> {
  const articles = distinctArticles(document);
  const known = await readMappings(work.context.store, work.key, [
    { kind: "customer" as const, platformKey: document.customer.key },
    ...articles.map((article) => ({ kind: "article" as const, platformKey: article.sku })),
  ]);
  const of = (kind: Mapping["kind"], platformKey: string): Mapping | undefined =>
    known.find((mapping) => mapping.kind === kind && mapping.platformKey === platformKey);
  const customer = await resolveCustomer(work, document.customer, of("customer", document.customer.key));
  if (!customer.ok) return customer;
  const numbers: Record<string, string> = {};
  for (const article of articles) {
    const resolved = await resolveArticle(work, article, of("article", article.sku));
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
): Promise<void> {
  const keys =
    kind === "customer" ? [document.customer.key] : distinctArticles(document).map((article) => article.sku);
  for (const platformKey of keys) await dropMapping(work.context.store, mappingKey(work, kind, platformKey));
}

async function resolveCustomer(
  work: Work,
  customer: PlannedCustomer,
  mapping: Mapping | undefined,
): Promise<Resolved<string>> {
  if (customer.fixedNumber !== null) return { ok: true, value: customer.fixedNumber };
  const print = fingerprint(customer);
  if (mapping?.state === "done" && mapping.ledgerNumber !== null) {
    if (mapping.fingerprint === print) return { ok: true, value: mapping.ledgerNumber };
    return await updateCustomer(work, customer, mapping.ledgerNumber, print);
  }
  const key = mappingKey(work, "customer", customer.key);
  const { clock } = work.context.ports;
  const reserved = await reserveMapping(
    work.context.store,
    key,
    print,
    work.owner,
    clock.now(),
    clock.now() + LEASE_MS,
  );
  if (reserved === "busy") return busy(customer.name);
  const operation: Operation = {
    step: "customer",
    customer,
    reference: reference(work, `customer/${customer.key}`),
  };
  if (reserved === "in-doubt") {
    const found = await work.ledger.find(operation);
    if (!found.ok) return found;
    if (found.value !== null && found.value !== "unfindable") {
      return await keep(work, key, found.value.ref.number, print);
    }
  }
  return await matchOrCreate(work, customer, operation, key, print);
}

async function matchOrCreate(
  work: Work,
  customer: PlannedCustomer,
  operation: Operation,
  key: MappingKey,
  print: string,
): Promise<Resolved<string>> {
  const { settings, ledger, context } = work;
  const matched = await ledger.matchCustomers(customer, settings.customers.match_by);
  if (!matched.ok) return await released(work, key, matched.problem);
  const byAge = [...matched.value].sort((a, b) => a.age - b.age);
  const match = settings.customers.ambiguous === "newest" ? byAge.at(-1) : byAge[0];
  if (match !== undefined) {
    if (byAge.length > 1 && settings.customers.ambiguous === "hold") {
      const numbers = byAge.map((one) => one.number).join(", ");
      const message = `Several customers in the ledger match ${customer.name}: ${numbers}.`;
      return await released(work, key, fix("CUSTOMER_AMBIGUOUS", message, field("customers.ambiguous")));
    }
    work.note("customer", `${customer.name} is customer ${match.number} in the ledger.`);
    await keep(work, key, match.number, print);
    const isUpdated = settings.customers[groupOf(customer.type)].update;
    return isUpdated
      ? await updateCustomer(work, customer, match.number, print)
      : { ok: true, value: match.number };
  }
  if (!settings.customers[groupOf(customer.type)].create) {
    const message = `${customer.name} is not in the ledger, and the settings do not allow making new customers.`;
    return await released(
      work,
      key,
      fix("CUSTOMER_NOT_FOUND", message, field(`customers.${groupOf(customer.type)}.create`)),
    );
  }
  work.checkLease();
  context.ports.faultPoint("customer:reserved");
  const made = await ledger.perform(operation);
  context.ports.faultPoint("customer:performed");
  if (!made.ok) return await released(work, key, made.problem);
  work.note("customer", `Made customer ${made.value.ref.number} for ${customer.name}.`);
  return await keep(work, key, made.value.ref.number, print);
}

/** Brings the card up to date; a ledger that refuses does not stop the invoice, which bears the right data itself. */
async function updateCustomer(
  work: Work,
  customer: PlannedCustomer,
  number: string,
  print: string,
): Promise<Resolved<string>> {
  const key = mappingKey(work, "customer", customer.key);
  if (work.settings.customers[groupOf(customer.type)].update) {
    const updated = await work.ledger.perform({ step: "update-customer", customer, number });
    const problem = updated.ok ? null : updated.problem;
    if (problem?.act === "retry") return { ok: false, problem };
    if (problem?.code === "CUSTOMER_NOT_FOUND") {
      await dropMapping(work.context.store, key);
      return await resolveCustomer(work, customer, undefined);
    }
    const refused = problem !== null || (updated.ok && updated.value.warning === "CUSTOMER_NOT_UPDATED");
    if (refused) work.warnings.add("CUSTOMER_NOT_UPDATED");
    work.note(
      "customer",
      refused ? `The ledger refused to update customer ${number}.` : `Brought customer ${number} up to date.`,
    );
  }
  return await keep(work, key, number, print);
}

async function resolveArticle(
  work: Work,
  article: PlannedArticle,
  mapping: Mapping | undefined,
): Promise<Resolved<string | null>> {
  if (mapping?.state === "done" && mapping.ledgerNumber !== null)
    return { ok: true, value: mapping.ledgerNumber };
  const { products } = work.settings;
  const key = mappingKey(work, "article", article.sku);
  const { clock, faultPoint } = work.context.ports;
  const reserved = await reserveMapping(
    work.context.store,
    key,
    "",
    work.owner,
    clock.now(),
    clock.now() + LEASE_MS,
  );
  if (reserved === "busy") return busy(article.title);
  const matched = await work.ledger.matchArticle(article, products.match_by);
  if (!matched.ok) return await released(work, key, matched.problem);
  if (matched.value !== null) return await keep(work, key, matched.value.number, "");
  if (products.mode === "existing_only") {
    await dropMapping(work.context.store, key);
    if (products.fallback_article !== undefined) return { ok: true, value: products.fallback_article };
    const message = `${article.title} (${article.sku}) is not in the ledger, and the settings do not allow making new articles.`;
    return { ok: false, problem: fix("PRODUCT_NOT_FOUND", message, field("products.mode")) };
  }
  work.checkLease();
  faultPoint("article:reserved");
  const operation = {
    step: "article",
    article,
    reference: reference(work, `article/${article.sku}`),
  } as const;
  const made = await work.ledger.perform(operation);
  faultPoint("article:performed");
  if (made.ok) {
    work.note("article", `Made article ${made.value.ref.number} for ${article.title}.`);
    return await keep(work, key, made.value.ref.number, "");
  }
  if (made.problem.act === "retry") return await released(work, key, made.problem);
  // Products never stop an invoice: the row goes with the fallback article or as text.
  await dropMapping(work.context.store, key);
  work.note("article", `The ledger refused article ${article.sku}: ${made.problem.message}`);
  return { ok: true, value: products.fallback_article ?? null };
}

function distinctArticles(document: PlannedDocument): PlannedArticle[] {
  const bySku = new Map<string, PlannedArticle>();
  for (const row of document.rows) {
    if (row.article !== null && !row.article.fixed) bySku.set(row.article.sku, row.article);
  }
  return [...bySku.values()];
}

async function keep(work: Work, key: MappingKey, number: string, print: string): Promise<Resolved<string>> {
  await storeMapping(work.context.store, key, number, print, work.context.ports.clock.now());
  work.context.ports.faultPoint(`${key.kind}:stored`);
  return { ok: true, value: number };
}

/** Gives the reservation back unless the write may have landed: then it stays, to be looked up. */
async function released(work: Work, key: MappingKey, problem: Problem): Promise<Resolved<never>> {
  const mayHaveLanded = problem.act === "retry" && problem.inDoubt;
  if (!mayHaveLanded) await dropMapping(work.context.store, key);
  return { ok: false, problem };
}

function busy(name: string): Resolved<never> {
  const message = `Another order is just making ${name} in the ledger.`;
  return { ok: false, problem: { act: "retry", message, afterMs: BUSY_MS, inDoubt: false } };
}

function mappingKey(work: Work, kind: Mapping["kind"], platformKey: string): MappingKey {
  const { installationId, connectionId } = work.key;
  return { installationId, connectionId, kind, platformKey };
}

const field = (path: string) => ({ place: "settings", field: path }) as const;

/** Hash of what the card shows, so that an unchanged customer costs no call. */
function fingerprint(customer: PlannedCustomer): string {
  const { reference: _reference, fixedNumber: _fixed, ...shown } = customer;
  return createHash("sha256").update(JSON.stringify(shown)).digest("base64url").slice(0, 24);
}
