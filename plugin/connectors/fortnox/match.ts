import type { PlannedArticle, PlannedCustomer } from "../../domain/plan.ts";
import type { CustomerKey, LedgerResult, MatchedArticle, MatchedCustomer } from "../connector.ts";
import {
  normaliseEmail,
  normaliseName,
  normaliseOrganisationNumber,
  normalisePhone,
  normaliseVatNumber,
} from "../shared/identifiers.ts";
import { article, articleItem, type Customer, type CustomerItem, customer, customerItem } from "./answers.ts";
import type { Client } from "./client.ts";
import { isAbsent } from "./refusal.ts";
import { articleNumber, cleanText } from "./text.ts";

const NO_CUSTOMER = [2000433];
const NO_ARTICLE = [2000428];

/**
 * Active customers that match by the first key that finds any. Fortnox's searches are loose (parts of texts, any
 * case), so every hit is compared here; an empty value is never searched, for it finds everybody.
 */
export async function matchCustomers(
  client: Client,
  wanted: PlannedCustomer,
  by: readonly CustomerKey[],
): Promise<LedgerResult<readonly MatchedCustomer[]>> {
  for (const key of by) {
    const found = await matchBy(client, wanted, key);
    if (!found.ok) return found;
    const active = found.value.filter((card) => card.Active);
    if (active.length > 0) return { ok: true, value: byAge(active) };
  }
  return { ok: true, value: [] };
}

function matchBy(
  client: Client,
  wanted: PlannedCustomer,
  key: CustomerKey,
): Promise<LedgerResult<Customer[]>> {
  switch (key) {
    case "organisation_number":
      return byOrganisationNumber(client, wanted.organisationNumber ?? "");
    case "vat_number":
      return byVatNumber(client, wanted);
    case "email": {
      const email = normaliseEmail(wanted.email ?? "");
      return search(client, "email", email, (card) => normaliseEmail(card.Email) === email);
    }
    case "phone": {
      const digits = normalisePhone(wanted.phone ?? "");
      const same = (card: CustomerItem) => digits !== "" && normalisePhone(card.Phone) === digits;
      return search(client, "phone", wanted.phone?.trim() ?? "", same);
    }
    case "customer_number":
      return byNumber(client, wanted.id ?? "");
  }
}

/** Fortnox shows 556123-4567, others write it without the dash: both contain what stands before the dash. */
function byOrganisationNumber(client: Client, raw: string): Promise<LedgerResult<Customer[]>> {
  const number = normaliseOrganisationNumber(raw);
  const part = /^\d{10}$/.test(number) ? number.slice(0, 6) : raw.trim().replace(/^(\d{5,})-.*$/, "$1");
  const same = (card: CustomerItem) => normaliseOrganisationNumber(card.OrganisationNumber) === number;
  return search(client, "organisationnumber", number === "" ? "" : part, same);
}

/**
 * VAT numbers cannot be searched in Fortnox. A Swedish one contains the organisation number; for others the cards of
 * the same name are opened and compared.
 */
async function byVatNumber(client: Client, wanted: PlannedCustomer): Promise<LedgerResult<Customer[]>> {
  const number = normaliseVatNumber(wanted.vatNumber ?? "");
  if (number === "") return { ok: true, value: [] };
  const swedish = /^SE(\d{10})01$/.exec(number)?.[1];
  const name = cleanText(wanted.company ?? wanted.name, "name");
  const candidates =
    swedish === undefined
      ? await search(client, "name", name, (card) => normaliseName(card.Name) === normaliseName(name))
      : await byOrganisationNumber(client, swedish);
  if (!candidates.ok) return candidates;
  return {
    ok: true,
    value: candidates.value.filter((card) => normaliseVatNumber(card.VATNumber) === number),
  };
}

async function byNumber(client: Client, number: string): Promise<LedgerResult<Customer[]>> {
  if (!/^[A-Za-z0-9-]{1,50}$/.test(number)) return { ok: true, value: [] };
  const card = await readCustomer(client, number);
  if (!card.ok) return card;
  return { ok: true, value: card.value === null ? [] : [card.value] };
}

/** The full cards of the exact hits: whether a customer is active does not stand in the list. */
async function search(
  client: Client,
  filter: string,
  value: string,
  same: (card: CustomerItem) => boolean,
): Promise<LedgerResult<Customer[]>> {
  const hits = await searchCustomers(client, filter, value, same);
  if (!hits.ok) return hits;
  const cards: Customer[] = [];
  for (const hit of hits.value) {
    const card = await readCustomer(client, hit.CustomerNumber);
    if (!card.ok) return card;
    if (card.value !== null) cards.push(card.value);
  }
  return { ok: true, value: cards };
}

/** Exact hits of one search. */
export async function searchCustomers(
  client: Client,
  filter: string,
  value: string,
  same: (card: CustomerItem) => boolean,
): Promise<LedgerResult<CustomerItem[]>> {
  if (value === "") return { ok: true, value: [] };
  const listed = await client.list("/3/customers", "Customers", customerItem, "the list of customers", {
    [filter]: value,
  });
  return listed.ok ? { ok: true, value: listed.value.filter(same) } : listed;
}

/** One card; null when it certainly is not there. */
export async function readCustomer(client: Client, number: string): Promise<LedgerResult<Customer | null>> {
  const path = `/3/customers/${encodeURIComponent(number)}`;
  const reply = await client.read(path, customer, `customer ${number}`);
  if (!reply.ok && reply.refusal !== null && isAbsent(reply.refusal, NO_CUSTOMER)) {
    return { ok: true, value: null };
  }
  return reply;
}

/** Fortnox numbers customers in the order they are made, unless a merchant chose other numbers. */
function byAge(cards: readonly Customer[]): MatchedCustomer[] {
  const order = (card: Customer) =>
    /^\d{1,15}$/.test(card.CustomerNumber) ? Number(card.CustomerNumber) : Infinity;
  return [...cards]
    .sort((a, b) => order(a) - order(b) || a.CustomerNumber.localeCompare(b.CustomerNumber))
    .map((card, age) => ({ number: card.CustomerNumber, age }));
}

/** The article of a product, by the number its SKU becomes or by its barcode; an active one before an inactive. */
export async function matchArticle(
  client: Client,
  wanted: PlannedArticle,
  by: "sku" | "barcode",
): Promise<LedgerResult<MatchedArticle | null>> {
  if (by === "sku") return findArticle(client, articleNumber(wanted.sku) ?? "");
  const barcode = cleanText(wanted.barcode ?? "", "barcode");
  if (barcode === "") return { ok: true, value: null };
  const subject = "the list of articles";
  const listed = await client.list("/3/articles", "Articles", articleItem, subject, { ean: barcode });
  if (!listed.ok) return listed;
  let inactive: MatchedArticle | null = null;
  for (const item of listed.value.filter((one) => one.EAN.trim() === barcode)) {
    const found = await findArticle(client, item.ArticleNumber);
    if (!found.ok || found.value?.isActive === true) return found;
    inactive ??= found.value;
  }
  return { ok: true, value: inactive };
}

/** An article by its number; null when it certainly is not there. */
export async function findArticle(
  client: Client,
  number: string,
): Promise<LedgerResult<MatchedArticle | null>> {
  if (number === "") return { ok: true, value: null };
  const reply = await client.read(`/3/articles/${encodeURIComponent(number)}`, article, `article ${number}`);
  if (reply.ok) {
    const { ArticleNumber: id, Active: isActive } = reply.value;
    return { ok: true, value: { id, number: id, url: null, isActive } };
  }
  if (reply.refusal !== null && isAbsent(reply.refusal, NO_ARTICLE)) return { ok: true, value: null };
  return reply;
}
