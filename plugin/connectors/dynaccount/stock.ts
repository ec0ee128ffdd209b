import { formatDecimal, isDecimalText, parseDecimal, subtractDecimals } from "../../domain/money.ts";
import type { LedgerResult, StockLevel, StockReader } from "../connector.ts";
import type { Client } from "./client.ts";
import { cell, isYes, type Row } from "./rows.ts";

/** Stock as Dynaccount has it: what is there less what is ordered. Read whole, page by page: no filter knows changes. */
export function stockReader(client: Client): StockReader {
  return {
    async levels(): Promise<LedgerResult<readonly StockLevel[]>> {
      const select = ["id", "product_id_", "in_stock", "in_order"];
      const read = await client.rows("product", { select }, { subject: "the stock of the products" });
      return read.ok ? { ok: true, value: read.value.map(levelOf) } : read;
    },
    async isTracked(article) {
      const query = { select: ["is_stocked"], where: { product_id_: article }, first: 1 };
      const read = await client.rows("product", query, { subject: `product ${article}` });
      if (!read.ok) return read;
      const [row] = read.value;
      return { ok: true, value: row !== undefined && isYes(row, "is_stocked") };
    },
  };
}

function levelOf(row: Row): StockLevel {
  const amount = (column: string) => {
    const text = cell(row, column);
    return parseDecimal(isDecimalText(text) ? text : "0");
  };
  const available = subtractDecimals(amount("in_stock"), amount("in_order"));
  return { article: cell(row, "product_id_"), available: formatDecimal(available) };
}
