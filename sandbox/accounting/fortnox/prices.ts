import type { Company } from "./company.ts";
import { cents, decimal, jsonNumber, moneyText } from "./decimal.ts";
import { notFound, refused, unlisted } from "./errors.ts";
import { amount, text } from "./fields.ts";
import { listed } from "./listing.ts";
import { checkEntry } from "./lookups.ts";
import type { PriceRecord } from "./records.ts";
import { type Call, created, fieldsOf, found, type Reply, type Route, removed, urlOf } from "./routes.ts";
import { swedishDateTime } from "./swedish-time.ts";

const fields = {
  ArticleNumber: text(),
  PriceList: text(),
  FromQuantity: amount(),
  Price: amount(),
  Percent: amount(),
} as const;

const one = "/prices/:list/:article";
const step = `${one}/:from`;

export const priceRoutes: readonly Route[] = [
  { method: "GET", path: "/prices", scope: "price", handle: (call) => listPrices(call, call.company.prices) },
  { method: "POST", path: "/prices", scope: "price", handle: createPrice },
  {
    method: "GET",
    path: "/prices/sublist/:list/:article",
    scope: "price",
    handle: (call) => listPrices(call, pricesOf(call)),
  },
  { method: "GET", path: one, scope: "price", handle: (call) => found("Price", shown(call, priceOf(call))) },
  { method: "PUT", path: one, scope: "price", handle: updatePrice },
  { method: "GET", path: step, scope: "price", handle: (call) => found("Price", shown(call, priceOf(call))) },
  { method: "PUT", path: step, scope: "price", handle: updatePrice },
  { method: "DELETE", path: step, scope: "price", handle: deletePrice },
];

/** The price of an article in a list for a quantity: the highest step that is reached. */
export function listPrice(
  company: Company,
  of: { article: string; list: string; quantity: string },
): string | null {
  const steps = company.prices
    .filter((price) => price.ArticleNumber === of.article && price.PriceList === of.list)
    .filter((price) => decimal(price.FromQuantity).lte(decimal(of.quantity).abs()))
    .sort((a, b) => decimal(a.FromQuantity).cmp(b.FromQuantity));
  return steps.at(-1)?.Price ?? null;
}

function priceOf(call: Call): PriceRecord {
  const from = stepOf(call);
  const price = call.company.prices.find(
    (it) =>
      it.PriceList === call.param("list") &&
      it.ArticleNumber === call.param("article") &&
      decimal(it.FromQuantity).eq(from),
  );
  if (price === undefined) throw notFound("price");
  return price;
}

/** The quantity a step starts at; the shorter address means the first step. */
function stepOf(call: Call) {
  const from = call.param("from") || "0";
  if (!/^\d+(\.\d+)?$/.test(from)) throw refused("identifier", from);
  return decimal(from);
}

function pricesOf(call: Call): PriceRecord[] {
  return call.company.prices.filter(
    (it) => it.PriceList === call.param("list") && it.ArticleNumber === call.param("article"),
  );
}

function listPrices(call: Call, prices: readonly PriceRecord[]): Reply {
  return listed(call, prices, {
    key: "Prices",
    item: (price) => {
      const { Percent: _percent, Date: _date, ...slim } = shown(call, price);
      return slim;
    },
  });
}

function createPrice(call: Call): Reply {
  const patch = fieldsOf(call, "Price", fields);
  if (!patch.ArticleNumber || !patch.PriceList) throw refused("identifier");
  if (!call.company.articles.has(patch.ArticleNumber)) throw refused("documentArticle", patch.ArticleNumber);
  checkEntry(call.company, "pricelists", patch.PriceList);
  const price: PriceRecord = {
    ArticleNumber: patch.ArticleNumber,
    PriceList: patch.PriceList,
    FromQuantity: patch.FromQuantity ?? "0",
    Price: moneyText(decimal(patch.Price ?? "0")),
    Percent: patch.Percent ?? "0",
    Date: swedishDateTime(call.clock()),
  };
  const isTaken = call.company.prices.some(
    (it) =>
      it.PriceList === price.PriceList &&
      it.ArticleNumber === price.ArticleNumber &&
      decimal(it.FromQuantity).eq(price.FromQuantity),
  );
  if (isTaken) throw unlisted("Priset finns redan");
  call.company.prices.push(price);
  return created("Price", shown(call, price));
}

function updatePrice(call: Call): Reply {
  const price = priceOf(call);
  const patch = fieldsOf(call, "Price", fields);
  if (patch.Price) price.Price = cents(decimal(patch.Price)).toFixed(2);
  if (patch.Percent) price.Percent = patch.Percent;
  price.Date = swedishDateTime(call.clock());
  return found("Price", shown(call, price));
}

function deletePrice(call: Call): Reply {
  call.company.prices.splice(call.company.prices.indexOf(priceOf(call)), 1);
  return removed();
}

function shown(call: Call, price: PriceRecord) {
  return {
    "@url": urlOf(call, "prices", price.PriceList, price.ArticleNumber, price.FromQuantity),
    ...price,
    FromQuantity: jsonNumber(price.FromQuantity),
    Price: jsonNumber(price.Price),
    Percent: jsonNumber(price.Percent),
  };
}
