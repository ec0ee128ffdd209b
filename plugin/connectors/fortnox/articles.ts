import { fix } from "../../domain/problem.ts";
import type { Product } from "../../domain/product.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { anything, article } from "./answers.ts";
import type { Client } from "./client.ts";
import { subjectOf } from "./invoices.ts";
import { listPrice, toArticleBody, toArticleUpdate } from "./map-master-data.ts";
import type { About } from "./refusal.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
type Outcome = Promise<LedgerResult<Performed>>;

const ARTICLE_TAKEN = 2000013;
/** Fortnox's first price list, which a customer has unless somebody chose another. */
const PRICE_LIST = "A";

export async function createArticle(client: Client, operation: Of<"article">): Outcome {
  const about = { subject: subjectOf(operation) };
  const body = toArticleBody(operation.article, operation.product);
  if (body === null) {
    const message = `The SKU "${operation.article.sku}" has no character that Fortnox takes in an article number.`;
    return { ok: false, problem: fix("PRODUCT_NOT_FOUND", message, { place: "shop" }) };
  }
  const number = body.Article.ArticleNumber;
  const reply = await client.write("POST", "/3/articles", body, article, about);
  // Another worker was faster, or the article was there all along: the number is what counts.
  if (!reply.ok && reply.refusal?.code !== ARTICLE_TAKEN) return reply;
  return await priced(client, number, operation.product, about);
}

/** Text, barcode and price follow the shop; accounts, type and cost are the bookkeeper's. */
export async function updateArticle(client: Client, operation: Of<"update-article">): Outcome {
  const about = { subject: subjectOf(operation) };
  const path = `/3/articles/${encodeURIComponent(operation.number)}`;
  const body = toArticleUpdate(operation.article, operation.number, operation.reactivate);
  const reply = await client.write("PUT", path, body, article, about);
  return reply.ok ? await priced(client, operation.number, operation.product, about) : reply;
}

/** Writing a price again changes nothing; one that is refused is no reason to go without the article. */
async function priced(client: Client, number: string, product: Product | null, about: About): Outcome {
  const done = { ref: { id: number, number, url: null } };
  const price = listPrice(product);
  if (price === undefined) return { ok: true, value: done };
  const path = `/3/prices/${PRICE_LIST}/${encodeURIComponent(number)}/0`;
  const changed = await client.write("PUT", path, { Price: { Price: price } }, anything, about);
  if (changed.ok) return { ok: true, value: done };
  const isNew = changed.refusal?.status === 404;
  const body = { Price: { ArticleNumber: number, PriceList: PRICE_LIST, FromQuantity: 0, Price: price } };
  const made = isNew ? await client.write("POST", "/3/prices", body, anything, about) : changed;
  if (made.ok) return { ok: true, value: done };
  if (made.problem.act === "retry") return made;
  return { ok: true, value: { ...done, leftOut: [`price ${price} of article ${number}`] } };
}
