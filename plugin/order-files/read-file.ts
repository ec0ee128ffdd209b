import { setImmediate } from "node:timers/promises";
import { bareNumber } from "../domain/file-order-id.ts";
import type { Reading } from "./cells.ts";
import { type ColumnName, columnNames, columns, type Kind } from "./columns.ts";
import { type Complaint, MOST_COMPLAINTS, refusals } from "./complaint.ts";
import { decodeFile, LARGEST_FILE } from "./decode.ts";
import type { FileOrder } from "./file-order.ts";
import { type DecimalSign, decimalSignOf } from "./numbers.ts";
import { readCsv } from "./read-csv.ts";
import { MISSING, readOrder } from "./read-order.ts";
import { readXml } from "./read-xml.ts";
import type { FileRow, Table } from "./table.ts";

export type FileFormat = "csv" | "xml";

export interface GivenFile {
  readonly content: Uint8Array | string;
  /** Null: what it looks like. */
  readonly format: FileFormat | null;
  /** Null: what its numbers agree on. XML writes a point. */
  readonly decimalSign: DecimalSign | null;
}

/** What is in a file. Orders are whole and checked; those with a complaint are not among them. */
export interface FileContents {
  readonly format: FileFormat;
  readonly delimiter: string | null;
  readonly decimalSign: DecimalSign | null;
  readonly columns: readonly ColumnName[];
  readonly unused: readonly string[];
  readonly rows: number;
  readonly orders: readonly FileOrder[];
  /** Orders in which something is wrong. */
  readonly wrongOrders: number;
  /** The first ones, and how many there are. */
  readonly complaints: readonly Complaint[];
  readonly complaintCount: number;
}

export type FileReading =
  | { readonly ok: true; readonly value: FileContents }
  | { readonly ok: false; readonly message: string };

/**
 * Reads a file of orders whole: CSV as spreadsheets save it, or XML of the same words. `instantOf` gives the instant of
 * a wall clock's time in the shop. Never throws for what a file may hold.
 */
export async function readFile(file: GivenFile, instantOf: Reading["instantOf"]): Promise<FileReading> {
  const decoded = textOf(file.content);
  if ("refusal" in decoded) return { ok: false, message: refusals[decoded.refusal] };
  const { text } = decoded;
  const format = file.format ?? (/^\s*</.test(text.replace(/^\ufeff/, "")) ? "xml" : "csv");
  const read = format === "xml" ? readXml(text) : await readCsv(text);
  if (!read.ok) {
    const place = read.row === null ? "" : ` See row ${read.row}.`;
    return { ok: false, message: `${refusals[read.refusal]}${place}` };
  }
  const { table } = read;
  if (table.rows.length === 0) return { ok: false, message: refusals.NO_ORDERS };
  const decimalSign = format === "xml" ? "point" : (file.decimalSign ?? signIn(table));
  return { ok: true, value: { format, ...(await understood(table, decimalSign, instantOf)) } };
}

function textOf(content: Uint8Array | string): ReturnType<typeof decodeFile> {
  if (typeof content !== "string") return decodeFile(content);
  if (content.length > LARGEST_FILE) return { refusal: "TOO_LARGE" };
  if (content.includes("\0")) return { refusal: "NOT_TEXT" };
  return content.trim() === "" ? { refusal: "EMPTY" } : { text: content };
}

const NUMBERS: ReadonlySet<Kind> = new Set(["number", "amount", "rate"]);

function signIn({ rows }: Table): DecimalSign | null {
  const numbers = columnNames.filter((name) => NUMBERS.has(columns[name].kind));
  const sign = decimalSignOf(cellsIn(rows, numbers));
  return sign === "conflict" ? null : sign;
}

function* cellsIn(rows: readonly FileRow[], names: readonly ColumnName[]): Generator<string> {
  for (const { cells } of rows) {
    for (const name of names) {
      const text = cells.get(name);
      if (text !== undefined) yield text.replace(/\s*%$/, "");
    }
  }
}

/** Orders at a time before others get their turn. */
const TURN = 200;

async function understood(
  table: Table,
  sign: DecimalSign | null,
  instantOf: Reading["instantOf"],
): Promise<Omit<FileContents, "format">> {
  const complaints: Complaint[] = [];
  let complaintCount = 0;
  const reading: Reading = {
    sign,
    instantOf,
    complain(complaint) {
      complaintCount += 1;
      if (complaints.length < MOST_COMPLAINTS) complaints.push(complaint);
    },
  };
  const about = {
    delimiter: table.delimiter,
    decimalSign: sign,
    columns: table.columns,
    unused: table.unused,
    rows: table.rows.length,
  };
  const missing = columnNames.filter(
    (name) => "isRequired" in columns[name] && !table.columns.includes(name),
  );
  for (const column of missing) {
    reading.complain({ place: { row: 1 }, column, message: "This column is missing." });
  }
  const grouped = ordersIn(table.rows, reading);
  const count = grouped.orders.length + grouped.wrong;
  const orders: FileOrder[] = [];
  for (const [index, rows] of (missing.length > 0 ? [] : grouped.orders).entries()) {
    if (index % TURN === TURN - 1) await setImmediate();
    const order = readOrder(rows, reading);
    if (order !== null) orders.push(order);
  }
  return { ...about, orders, wrongOrders: count - orders.length, complaints, complaintCount };
}

interface Grouped {
  readonly orders: readonly (readonly FileRow[])[];
  /** Orders that cannot be told apart by their number. */
  readonly wrong: number;
}

/** Rows by their order's number, in the order in which the file names them first. */
function ordersIn(rows: readonly FileRow[], { complain }: Reading): Grouped {
  const groups = new Map<string, FileRow[]>();
  let wrong = 0;
  // In XML an order is an element: its first row bears the number, and another element is another order.
  let current: { readonly order: number; readonly rows: FileRow[] } | null = null;
  for (const row of rows) {
    const { place } = row;
    if ("order" in place && current?.order === place.order) {
      current.rows.push(row);
      continue;
    }
    const number = bareNumber(row.cells.get("order_number") ?? "");
    const isTwice = "order" in place && groups.has(number);
    const isGood = number !== "" && !isTwice;
    const group = isGood ? (groups.get(number) ?? []) : [];
    if (isGood) groups.set(number, group);
    else {
      wrong += 1;
      const message = isTwice ? "Another order of the file has this number already." : MISSING;
      complain({ place, column: "order_number", message });
    }
    group.push(row);
    if ("order" in place) current = { order: place.order, rows: group };
  }
  return { orders: [...groups.values()], wrong };
}
