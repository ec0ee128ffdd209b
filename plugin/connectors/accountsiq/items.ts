import { formatDecimal, parseDecimal, subtractDecimals } from "../../domain/money.ts";
import type { PlannedArticle } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { LedgerResult, MatchedArticle, StockLevel, StockReader } from "../connector.ts";
import { isFalse, listOf, locationStatus, stockInformation, type WireRecord, wireRecord } from "./answers.ts";
import { type Books, done, type Of, type Outcome } from "./books.ts";
import { type Client, nothing, type Reply } from "./client.ts";
import { inOrder, STOCK_ITEM } from "./field-order.ts";
import { named } from "./refs.ts";
import { subjectOf } from "./subjects.ts";
import { fitted, itemCode } from "./text.ts";

const MISSING = /^STOCKITEM_(ID_)?DOES_NOT_EXIST$/;

/** Fills in the entity's defaults for new items; one that another worker has just made is the same item. */
export async function createItem({ client }: Books, operation: Of<"article">): Outcome {
  const { article } = operation;
  const subject = subjectOf(operation);
  const code = itemCode(article.sku);
  if (code === null) return { ok: false, problem: unusable(article) };
  const shell = await client.call("GetNewStockItemFromDefaults", { stockItemID: code }, wireRecord, {
    subject,
  });
  if (!shell.ok) return shell;
  const item = { ...shell.value, StockItemID: code, Active: "true", ...fieldsOf(operation) };
  const saved = await save(client, item, true, subject);
  return saved.ok || saved.refusal?.code === "STOCKITEM_ITEM_EXISTS" ? done(named(code)) : saved;
}

export async function updateItem({ client }: Books, operation: Of<"update-article">): Outcome {
  const subject = subjectOf(operation);
  const item = await client.call("GetStockItem", { stockItemID: operation.number }, wireRecord, { subject });
  if (!item.ok) return item;
  const active = operation.reactivate ? { Active: "true" } : {};
  const saved = await save(client, { ...item.value, ...active, ...fieldsOf(operation) }, false, subject);
  return saved.ok ? done(named(operation.number)) : saved;
}

function save(client: Client, item: WireRecord, create: boolean, subject: string): Promise<Reply<null>> {
  const inside = { stockItem: inOrder(STOCK_ITEM, item), create };
  return client.call("SaveStockItem", inside, nothing, { subject, write: true });
}

function fieldsOf({ article, product }: Of<"article"> | Of<"update-article">): WireRecord {
  const barcode = article.barcode?.trim() ?? "";
  return {
    Description: fitted(article.title, "itemDescription") || article.sku,
    ItemTypeID: article.nature === "goods" ? "P" : "S",
    ...(barcode === "" ? {} : { UniversalResourceNumber: barcode.slice(0, 50) }),
    ...(product?.price == null ? {} : { ItemPrice: product.price }),
  };
}

export async function matchItem(
  { client }: Books,
  article: PlannedArticle,
  by: "sku" | "barcode",
): Promise<LedgerResult<MatchedArticle | null>> {
  const subject = `item ${article.title}`;
  if (by === "sku") {
    const code = itemCode(article.sku);
    if (code === null) return { ok: true, value: null };
    const item = await client.call("GetStockItem", { stockItemID: code }, wireRecord, { subject });
    if (item.ok) return { ok: true, value: { ...named(code), isActive: !isFalse(item.value["Active"]) } };
    return item.refusal !== null && MISSING.test(item.refusal.code) ? { ok: true, value: null } : item;
  }
  const barcode = article.barcode?.trim() ?? "";
  if (barcode === "") return { ok: true, value: null };
  const list = await client.call("GetActiveStockItemList", {}, listOf("StockItem", wireRecord), { subject });
  if (!list.ok) return list;
  const found = list.value.find((one) => one["UniversalResourceNumber"] === barcode);
  const code = found?.["StockItemID"];
  return { ok: true, value: code === undefined ? null : { ...named(code), isActive: true } };
}

/** What is on hand less what is reserved for sales; the books are the master of stock. */
export function stockReader(client: Client): StockReader {
  const subject = "the stock";
  return {
    async levels() {
      const schema = listOf("ItemLocationSublocationInformation", stockInformation);
      const reply = await client.call("GetAllActiveStockInformation", {}, schema, { subject });
      if (!reply.ok) return reply;
      const levels = new Map<string, StockLevel>();
      for (const { StockItemID: article, OnHandQuantity, ReservedForSalesQuantity } of reply.value) {
        const here = subtractDecimals(parseDecimal(OnHandQuantity), parseDecimal(ReservedForSalesQuantity));
        const before = levels.get(article)?.available ?? "0";
        // An item may lie in several places.
        const available = formatDecimal(subtractDecimals(parseDecimal(before), negative(here)));
        levels.set(article, { article, available });
      }
      return { ok: true, value: [...levels.values()] };
    },
    async isTracked(article) {
      const schema = listOf("StockItemLocationStatus", locationStatus);
      const inside = { stockItemIDs: { string: [article] } };
      const reply = await client.call("GetStockItemLocationStatus", inside, schema, { subject });
      return reply.ok ? { ok: true, value: reply.value.some((one) => one.TrackQuantity) } : reply;
    },
  };
}

const negative = (value: ReturnType<typeof parseDecimal>) => subtractDecimals(parseDecimal("0"), value);

const unusable = (article: PlannedArticle) =>
  fix("PRODUCT_NOT_FOUND", `No character of the SKU "${article.sku}" fits a stock item's code.`, {
    place: "shop",
  });
