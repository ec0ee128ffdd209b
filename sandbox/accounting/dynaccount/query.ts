import { type Company, cell, type Row, rowsOf } from "./company.ts";
import { DynaccountError, refused } from "./errors.ts";
import { readForm } from "./form.ts";
import { columnsOf } from "./tables.ts";

/** D13: most rows of one page, and what comes when no `limit` is sent. */
const MOST_ROWS = 500;
const USUAL_ROWS = 100;

/** Words that are never columns (section 4). */
const RESERVED = new Set(["select", "order", "limit"]);

/** `get/{table}/{id}/?select=…&column=value&order=…&limit=…`: equality filters, one order, one page. */
export function readRows(company: Company, table: string, id: string | undefined, query: string): Row[] {
  const columns = columnsOf(table);
  if (columns === undefined) throw new DynaccountError({ [table]: "Tabellen findes ikke" });
  const words = new Map(readForm(query));
  const known = (column: string): string => {
    if (!columns.includes(column)) throw refused(column, "unknownColumn");
    return column;
  };
  const select = words.get("select")?.split(",").map(known) ?? columns;
  const filters = [...words].filter(([word]) => !RESERVED.has(word));
  for (const [column] of filters) known(column);
  const found = rowsOf(company, table)
    .filter((row) => id === undefined || row["id"] === id)
    .filter((row) => filters.every(([column, value]) => cell(row, column) === value));
  return page(ordered(found, words.get("order"), known), words.get("limit")).map((row) =>
    Object.fromEntries(select.map((column) => [column, cell(row, column)])),
  );
}

function ordered(rows: Row[], order: string | undefined, known: (column: string) => string): Row[] {
  if (order === undefined) return rows;
  const [column = "", direction = "asc"] = order.split(" ");
  known(column);
  if (direction !== "asc" && direction !== "desc") throw refused("order", "badForm");
  const sorted = rows.toSorted((a, b) => compare(cell(a, column), cell(b, column)));
  return direction === "desc" ? sorted.reverse() : sorted;
}

/** Numbers by their value, everything else by its letters. */
function compare(a: string, b: string): number {
  const areNumbers = /^\d+$/.test(a) && /^\d+$/.test(b);
  return areNumbers ? a.length - b.length || (a < b ? -1 : a > b ? 1 : 0) : a < b ? -1 : a > b ? 1 : 0;
}

function page(rows: Row[], limit: string | undefined): Row[] {
  if (limit === undefined) return rows.slice(0, USUAL_ROWS);
  const [, offset, count] = /^(\d{1,9}),(\d{1,9})$/.exec(limit) ?? [];
  if (offset === undefined || count === undefined || Number(count) > MOST_ROWS)
    throw refused("limit", "badForm");
  return rows.slice(Number(offset), Number(offset) + Number(count));
}
