import type { Row } from "./company.ts";
import { DynaccountError } from "./errors.ts";

/**
 * A form body as the vendor's client writes it: keys plain, also their brackets, values percent-encoded with `+` for a
 * blank. A body in another form is read as it stands and so names columns nobody has.
 */
export function readForm(body: string): [key: string, value: string][] {
  if (body === "") return [];
  return body.split("&").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 0) throw new DynaccountError({ [pair]: "Ugyldig formular" });
    return [pair.slice(0, at), decode(pair.slice(at + 1))];
  });
}

/** The fields of one row. */
export function readRow(body: string): Row {
  return Object.fromEntries(readForm(body));
}

/** The lines of a bulk, whose columns come as lists: `name[0]=…&name[1]=…`. Every list has every line. */
export function readLines(body: string): Row[] {
  const lines: Row[] = [];
  const columns = new Map<string, number>();
  for (const [key, value] of readForm(body)) {
    const [, column, index] = /^([a-z_]+)\[(\d{1,4})\]$/.exec(key) ?? [];
    if (column === undefined || index === undefined) throw new DynaccountError({ [key]: "Ugyldig formular" });
    lines[Number(index)] = { ...lines[Number(index)], [column]: value };
    columns.set(column, (columns.get(column) ?? 0) + 1);
  }
  for (const [column, count] of columns) {
    if (count !== lines.length) throw new DynaccountError({ [column]: "Listerne er ikke lige lange" });
  }
  return lines;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    throw new DynaccountError({ body: "Ugyldig formular" });
  }
}
