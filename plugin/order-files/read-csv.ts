import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { type ColumnName, columnNamed } from "./columns.ts";
import { type FileRow, MOST_ROWS, refused, type TableReading } from "./table.ts";

const DELIMITERS = [",", ";", "\t"] as const;
const CHUNK = 64 * 1024;

/**
 * Reads a table as spreadsheets save it. Piece by piece, so that a large file does not keep everybody else waiting.
 * Rows are counted as a spreadsheet numbers them.
 */
export async function readCsv(given: string): Promise<TableReading> {
  const { text, delimiter, before } = begin(given.replace(/^\ufeff/, ""));
  let headings: (ColumnName | null)[] | null = null;
  const unused: string[] = [];
  const rows: FileRow[] = [];
  const parser = Readable.from(pieces(text)).pipe(
    parse({ delimiter, relax_column_count: true, info: true, max_record_size: 200_000 }),
  );
  let row = before;
  try {
    for await (const { record } of parser as AsyncIterable<{ readonly record: readonly string[] }>) {
      row += 1;
      if (record.every((cell) => cell.trim() === "")) continue;
      if (headings === null) {
        headings = record.map(columnNamed);
        if (!headings.includes("order_number")) return refused("NO_HEADING");
        unused.push(...record.filter((cell, place) => headings?.[place] === null && cell.trim() !== ""));
        continue;
      }
      if (rows.length >= MOST_ROWS) return refused("TOO_MANY_ROWS");
      rows.push({ place: { row }, cells: cellsOf(headings, record) });
    }
  } catch (error) {
    if (error instanceof CsvError) return refused("QUOTES", before + recordsBefore(error) + 1);
    throw error;
  } finally {
    parser.destroy();
  }
  if (headings === null) return refused("NO_HEADING");
  const columns = [...new Set(headings.filter((name) => name !== null))];
  return { ok: true, table: { rows, columns, unused, delimiter } };
}

/** How many rows were whole before the one that is not. */
function recordsBefore(error: CsvError): number {
  const records: unknown = error["records"];
  return typeof records === "number" ? records : 0;
}

/** Excel may name the delimiter in a line of its own, `sep=;`; else the sign that the headings have most of. */
function begin(text: string): { readonly text: string; readonly delimiter: string; readonly before: number } {
  const named = /^sep=([,;\t])\r?\n/i.exec(text);
  if (named !== null) return { text: text.slice(named[0].length), delimiter: named[1] ?? ",", before: 1 };
  const heading = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? "";
  const counted = DELIMITERS.map((sign) => [sign, heading.split(sign).length] as const);
  const [most] = counted.sort(([, a], [, b]) => b - a);
  return { text, delimiter: most?.[0] ?? ",", before: 0 };
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += CHUNK) yield text.slice(at, at + CHUNK);
}

function cellsOf(
  headings: readonly (ColumnName | null)[],
  record: readonly string[],
): ReadonlyMap<ColumnName, string> {
  const cells = new Map<ColumnName, string>();
  for (const [place, name] of headings.entries()) {
    const cell = record[place]?.trim() ?? "";
    if (name !== null && cell !== "" && !cells.has(name)) cells.set(name, cell);
  }
  return cells;
}
