import type { PlannedArticle, PlannedCustomer } from "../../domain/plan.ts";
import type {
  CustomerKey,
  LedgerRef,
  LedgerResult,
  MatchedArticle,
  MatchedCustomer,
  Operation,
  Performed,
} from "../connector.ts";
import {
  normaliseEmail,
  normaliseOrganisationNumber,
  normalisePhone,
  normaliseVatNumber,
} from "../shared/identifiers.ts";
import type { Books } from "./books.ts";
import { refused } from "./live-paper.ts";
import type { Article, Card, Kept } from "./records.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
type Outcome = Promise<LedgerResult<Performed>>;

const MAX_ARTICLE = 50;

export async function createCustomer({ cards }: Books, { customer, reference }: Of<"customer">): Outcome {
  return done((await cards.add({ reference, value: cardOf(customer) })).number);
}

export async function updateCustomer({ cards }: Books, { customer, number }: Of<"update-customer">): Outcome {
  const kept = await cards.get(number);
  if (kept === null) return refused(`Customer ${number} is not in the practice books.`);
  // Two orders of one buyer at once write the same card: whoever is later finds it written.
  await cards.change(kept, cardOf(customer));
  return done(number);
}

export async function createArticle({ articles }: Books, operation: Of<"article">): Outcome {
  const { article, product } = operation;
  const number = articleNumber(article.sku);
  if (number === null) return refused(`"${article.sku}" can be no article's number.`);
  const title = product?.title ?? article.title;
  const value: Article = { title, barcode: article.barcode ?? "", isActive: true };
  return done((await articles.add({ number, reference: null, value })).number);
}

export async function updateArticle({ articles }: Books, operation: Of<"update-article">): Outcome {
  const { article, product, number } = operation;
  const kept = await articles.get(number);
  if (kept === null) return refused(`Article ${number} is not in the practice books.`);
  const title = product?.title ?? article.title;
  const isActive = kept.value.isActive || operation.reactivate;
  await articles.change(kept, { title, barcode: article.barcode ?? "", isActive });
  return done(number);
}

/** As it is printed, without blanks around it; a blank at the end of a key is none to some databases. */
export function articleNumber(sku: string, suffix = ""): string | null {
  const clean = sku
    .replace(/[^\p{L}\p{N}\-+._/ ]/gu, "")
    .slice(0, MAX_ARTICLE - suffix.length)
    .trim();
  return clean === "" ? null : `${clean}${suffix}`;
}

/** By the first key that finds any, the oldest card first. */
export async function matchCustomers(
  { cards }: Books,
  wanted: PlannedCustomer,
  by: readonly CustomerKey[],
): Promise<LedgerResult<readonly MatchedCustomer[]>> {
  const all = await cards.list();
  for (const key of by) {
    const sought = keyOf(cardOf(wanted), key);
    const found = sought === "" ? [] : all.filter((kept) => isMeant(kept, key, sought));
    if (found.length > 0) return { ok: true, value: found.map(({ number }, age) => ({ number, age })) };
  }
  return { ok: true, value: [] };
}

export async function matchArticle(
  { articles }: Books,
  { sku, barcode }: PlannedArticle,
  by: "sku" | "barcode",
): Promise<LedgerResult<MatchedArticle | null>> {
  const number = articleNumber(sku);
  const found =
    by === "sku"
      ? number === null
        ? null
        : await articles.get(number)
      : barcode === null || barcode === ""
        ? null
        : ((await articles.list()).find(({ value }) => value.barcode === barcode) ?? null);
  return {
    ok: true,
    value: found === null ? null : { ...named(found.number), isActive: found.value.isActive },
  };
}

/** A customer's own number is ours: it is her card's where the shop's id is one. */
function isMeant({ number, value }: Kept<Card>, key: CustomerKey, sought: string): boolean {
  return key === "customer_number" ? number === sought : keyOf(value, key) === sought;
}

function keyOf(card: Card, key: CustomerKey): string {
  switch (key) {
    case "organisation_number":
      return normaliseOrganisationNumber(card.organisationNumber);
    case "vat_number":
      return normaliseVatNumber(card.vatNumber);
    case "email":
      return normaliseEmail(card.email);
    case "phone":
      return normalisePhone(card.phone);
    case "customer_number":
      return card.shopId;
  }
}

function cardOf(customer: PlannedCustomer): Card {
  return {
    name: customer.company ?? customer.name,
    email: customer.email ?? "",
    phone: customer.phone ?? "",
    organisationNumber: customer.organisationNumber ?? "",
    vatNumber: customer.vatNumber ?? "",
    shopId: customer.id ?? "",
  };
}

export const named = (number: string): LedgerRef => ({ id: number, number, url: null });

const done = (number: string): LedgerResult<Performed> => ({ ok: true, value: { ref: named(number) } });
