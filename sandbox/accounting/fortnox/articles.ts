import { articleAccounts, articleFields } from "./article-fields.ts";
import { chartOn, nextNumber } from "./company.ts";
import { jsonNumber } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import { blank, type Patch } from "./fields.ts";
import { listed } from "./listing.ts";
import { checkEntry } from "./lookups.ts";
import { listPrice } from "./prices.ts";
import type { ArticleRecord } from "./records.ts";
import {
  type Call,
  created,
  existing,
  fieldsOf,
  found,
  type Reply,
  type Route,
  removed,
  urlOf,
} from "./routes.ts";
import { swedishDate } from "./swedish-time.ts";

export const articleRoutes: readonly Route[] = [
  { method: "GET", path: "/articles", scope: "article", handle: listArticles },
  { method: "POST", path: "/articles", scope: "article", handle: createArticle },
  {
    method: "GET",
    path: "/articles/:number",
    scope: "article",
    handle: (call) => found("Article", shown(call, articleOf(call))),
  },
  { method: "PUT", path: "/articles/:number", scope: "article", handle: updateArticle },
  { method: "DELETE", path: "/articles/:number", scope: "article", handle: deleteArticle },
];

function articleOf(call: Call): ArticleRecord {
  return existing(call.company.articles.get(call.param("number")), "article");
}

function listArticles(call: Call): Reply {
  return listed(call, call.company.articles.values(), {
    key: "Articles",
    contains: {
      articlenumber: (article) => [article.ArticleNumber],
      description: (article) => [article.Description],
      ean: (article) => [article.EAN],
      suppliernumber: (article) => [article.SupplierNumber],
      manufacturer: (article) => [article.Manufacturer],
      manufacturerarticlenumber: (article) => [article.ManufacturerArticleNumber],
    },
    matches: { webshop: (article, value) => String(article.WebshopArticle) === value },
    filters: { active: (article) => article.Active, inactive: (article) => !article.Active },
    sorts: {
      articlenumber: (article) => article.ArticleNumber,
      quantityinstock: (article) => article.QuantityInStock ?? "0",
    },
    modifiedAt: (article) => article.modifiedAt,
    item: (article) => ({
      "@url": urlOf(call, "articles", article.ArticleNumber),
      ArticleNumber: article.ArticleNumber,
      Description: article.Description,
      DisposableQuantity: article.QuantityInStock ?? "0",
      EAN: article.EAN,
      Housework: false,
      PurchasePrice: article.PurchasePrice ?? "0",
      QuantityInStock: jsonNumber(article.QuantityInStock ?? "0"),
      ReservedQuantity: "0",
      SalesPrice: salesPrice(call, article) ?? "0",
      StockPlace: article.StockPlace,
      StockValue: "0",
      Unit: article.Unit,
      VAT: vatOf(call, article),
      WebshopArticle: article.WebshopArticle,
    }),
  });
}

function createArticle(call: Call): Reply {
  const { articles } = call.company;
  const patch = fieldsOf(call, "Article", articleFields);
  if (!patch.Description) throw unlisted("Benämning måste anges (Description)");
  const asked = patch.ArticleNumber ?? undefined;
  if (asked !== undefined && articles.has(asked)) throw refused("articleNumberTaken", asked);
  // Letters, digits and _ - / \ + $ . only, according to third-party documentation of the vendor's check.
  if (asked !== undefined && !/^[\p{L}0-9_\-/\\+$.]+$/u.test(asked))
    throw unlisted(`Ogiltigt artikelnummer (${asked})`);
  const card = withPatch(call, { ...blankArticle, ArticleNumber: "", Description: patch.Description }, patch);
  let ArticleNumber = asked ?? String(nextNumber(call.company, "article"));
  while (articles.has(ArticleNumber)) ArticleNumber = String(nextNumber(call.company, "article"));
  const article = { ...card, ArticleNumber };
  articles.set(ArticleNumber, article);
  return created("Article", shown(call, article));
}

function updateArticle(call: Call): Reply {
  const current = articleOf(call);
  const patch = fieldsOf(call, "Article", articleFields);
  if (patch.Description === null) throw unlisted("Benämning måste anges (Description)");
  if (patch.ArticleNumber !== undefined && patch.ArticleNumber !== current.ArticleNumber)
    throw unlisted("Artikelnumret kan inte ändras");
  const article = withPatch(call, current, patch);
  call.company.articles.set(article.ArticleNumber, article);
  return found("Article", shown(call, article));
}

function deleteArticle(call: Call): Reply {
  const article = articleOf(call);
  const isUsed = [...call.company.invoices.values()].some((invoice) =>
    invoice.InvoiceRows.some((row) => row.ArticleNumber === article.ArticleNumber),
  );
  if (isUsed) throw unlisted("Artikeln används och kan inte tas bort");
  call.company.articles.delete(article.ArticleNumber);
  return removed();
}

function withPatch(call: Call, current: ArticleRecord, patch: Patch<typeof articleFields>): ArticleRecord {
  const article: ArticleRecord = {
    ...current,
    ...patch,
    ArticleNumber: current.ArticleNumber,
    Description: patch.Description ?? current.Description,
    Type: patch.Type ?? current.Type,
    Active: patch.Active ?? current.Active,
    modifiedAt: call.clock().toISOString(),
  };
  checkEntry(call.company, "units", article.Unit);
  if (patch.QuantityInStock !== undefined && !article.StockGoods)
    throw unlisted("Artikeln är inte en lagervara (QuantityInStock)");
  // A dead account refuses every update of the card, also one that does not mention the account.
  const chart = chartOn(call.company, swedishDate(call.clock()));
  for (const field of articleAccounts) {
    const account = article[field];
    if (account !== null && chart.get(account)?.Active !== true)
      throw unlisted(`Kontot "${account}" existerar inte. (${field})`);
  }
  return article;
}

// The accounts a new article was seen to receive from the vendor.
const blankArticle = {
  ...blank(articleFields),
  Type: "STOCK",
  SalesAccount: 3001,
  EUAccount: 3108,
  EUVATAccount: 3106,
  ExportAccount: 3105,
  PurchaseAccount: 4000,
  StockGoods: false,
  WebshopArticle: false,
  Bulky: false,
  Expired: false,
  Active: true,
  modifiedAt: "",
} as const;

function shown(call: Call, article: ArticleRecord) {
  const { modifiedAt: _, ...rest } = article;
  const number = (digits: string | null) => (digits === null ? null : jsonNumber(digits));
  return {
    "@url": urlOf(call, "articles", article.ArticleNumber),
    ...rest,
    PurchasePrice: number(article.PurchasePrice),
    DirectCost: number(article.DirectCost),
    FreightCost: number(article.FreightCost),
    OtherCost: number(article.OtherCost),
    QuantityInStock: number(article.QuantityInStock ?? "0"),
    StockWarning: number(article.StockWarning),
    DisposableQuantity: number(article.QuantityInStock ?? "0"),
    ReservedQuantity: 0,
    StockValue: 0,
    Housework: false,
    SalesPrice: number(salesPrice(call, article)),
    VAT: number(vatOf(call, article)),
  };
}

function salesPrice(call: Call, article: ArticleRecord): string | null {
  return listPrice(call.company, { article: article.ArticleNumber, list: "A", quantity: "1" });
}

/** An article's VAT is that of its sales account. */
function vatOf({ company, clock }: Call, article: ArticleRecord): string {
  const account = chartOn(company, swedishDate(clock())).get(article.SalesAccount ?? 0);
  return company.vatRates.get(account?.VATCode ?? "")?.rate ?? "0";
}
