import { XMLParser, XMLValidator } from "fast-xml-parser";
import { type ColumnName, columnNamed, columns } from "./columns.ts";
import { type FileRow, MOST_ROWS, refused, type TableReading } from "./table.ts";

const PARTS = ["line", "shipping", "payment"] as const;
type Part = (typeof PARTS)[number];

/** Deeper than `orders/order/line/title` nothing of ours stands. */
const DEEPEST = 8;

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  maxNestedTags: DEEPEST,
  isArray: (name) => name === "order" || PARTS.some((part) => part === name),
});

/**
 * Reads `<orders><order>…<line>…</line></order></orders>`. A document type is refused before anything is parsed: it is
 * where entities are declared that grow without end or name files of ours.
 */
export function readXml(text: string): TableReading {
  if (/<!doctype|<!entity/i.test(text)) return refused("DOCTYPE");
  const orders = parsed(text);
  if (orders === null) return refused("NOT_XML");
  const rows: FileRow[] = [];
  const found = new Set<ColumnName>();
  const unused = new Set<string>();
  for (const [index, order] of orders.entries()) {
    for (const row of rowsOf(order, index + 1, unused)) {
      if (rows.length >= MOST_ROWS) return refused("TOO_MANY_ROWS");
      for (const name of row.cells.keys()) found.add(name);
      rows.push(row);
    }
  }
  if (rows.length === 0) return refused("NO_ORDERS");
  // An element that no order has is missing in each of them, which says more than that it is missing in the file.
  const required = Object.keys(columns) as ColumnName[];
  const known = required.filter((name) => found.has(name) || "isRequired" in columns[name]);
  return { ok: true, table: { rows, columns: known, unused: [...unused], delimiter: null } };
}

type Element = Readonly<Record<string, unknown>>;

function parsed(text: string): Element[] | null {
  try {
    if (XMLValidator.validate(text) !== true) return null;
    const root: unknown = parser.parse(text);
    const orders = isElement(root) ? root["orders"] : undefined;
    if (orders === "") return [];
    if (!isElement(orders)) return null;
    const list = orders["order"] ?? [];
    return Array.isArray(list) ? list.filter(isElement) : null;
  } catch {
    return null;
  }
}

const isElement = (value: unknown): value is Element =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The n-th row has the n-th line, freight and payment; the first has what belongs to the order. */
function rowsOf(order: Element, number: number, unused: Set<string>): FileRow[] {
  const parts = Object.fromEntries(PARTS.map((part) => [part, listOf(order[part])])) as Record<
    Part,
    readonly Element[]
  >;
  const count = Math.max(1, ...PARTS.map((part) => parts[part].length));
  return Array.from({ length: count }, (_, index) => {
    const cells = new Map<ColumnName, string>();
    if (index === 0) takeCells(cells, order, null, unused);
    for (const part of PARTS) {
      const element = parts[part][index];
      if (element === undefined) continue;
      takeCells(cells, element, part, unused);
      // Two elements are two, also when they say the same; in a table a repeated cell is one.
      const id = part === "line" ? null : (`${part}_id` as const);
      if (id !== null && !cells.has(id)) cells.set(id, String(index + 1));
    }
    const line = index < parts.line.length ? index + 1 : null;
    return { place: { order: number, line }, cells };
  });
}

const listOf = (value: unknown): readonly Element[] =>
  Array.isArray(value) ? value.filter(isElement) : isElement(value) ? [value] : [];

function takeCells(
  cells: Map<ColumnName, string>,
  element: Element,
  part: Part | null,
  unused: Set<string>,
): void {
  for (const [name, value] of Object.entries(element)) {
    if (part === null && PARTS.some((one) => one === name)) continue;
    const column = columnOf(name, part);
    if (column === null || typeof value !== "string") unused.add(part === null ? name : `${part}/${name}`);
    else if (value.trim() !== "") cells.set(column, value.trim());
  }
}

/** `<payment><gateway>` is the column `payment_gateway`; a line's elements are named as their columns are. */
function columnOf(name: string, part: Part | null): ColumnName | null {
  const column = columnNamed(part === null || part === "line" ? name : `${part}_${name}`);
  const isLineId = part === "line" && name === "id";
  if (isLineId) return "line_id";
  return column !== null && columns[column].part === (part ?? "order") ? column : null;
}
