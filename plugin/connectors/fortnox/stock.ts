import { z } from "zod";
import type { LedgerResult, StockLevel, StockReader } from "../connector.ts";
import { amount, flag, text } from "./answers.ts";
import type { Client } from "./client.ts";

const stockItem = z.object({ ArticleNumber: text, DisposableQuantity: amount.nullish() }).transform(
  (item): StockLevel => ({
    article: item.ArticleNumber,
    available: item.DisposableQuantity ?? "0",
  }),
);

const stockCard = z
  .object({ Article: z.object({ StockGoods: flag(false) }) })
  .transform((body) => body.Article.StockGoods);

/**
 * Stock as Fortnox has it: what is not reserved. The list of articles does not say of which articles stock is kept, so
 * the card is asked where the difference matters.
 */
export function stockReader(client: Client): StockReader {
  return {
    levels(): Promise<LedgerResult<readonly StockLevel[]>> {
      return client.list("/3/articles", "Articles", stockItem, "the stock of the articles", {
        filter: "active",
      });
    },
    isTracked(article) {
      const path = `/3/articles/${encodeURIComponent(article)}`;
      return client.read(path, stockCard, `article ${article}`);
    },
  };
}
