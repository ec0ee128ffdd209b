import type { FieldShape, GroupShape, MemberShape, RowsShape } from "../../settings/form.ts";

/**
 * Settings as the fields of an HTML form. Stored settings and a posted form take the same shape here, so that the page
 * is drawn by one function whether it shows what is stored or what somebody typed.
 * Rows are numbered: `vat.treatments.0.rate`; a map's row has its name under `@name` and a plain value under `@value`.
 */
export const ROW_NAME = "@name";
export const ROW_VALUE = "@value";

/** The form field of a row's column. */
export function columnName(rows: RowsShape, index: number, column: FieldShape): string {
  return `${rows.path}.${index}.${column.path === "" ? ROW_VALUE : column.path}`;
}

/** The numbers of the rows a form has under this path, in order. */
export function rowIndices(form: URLSearchParams, path: string): number[] {
  const indices = new Set<number>();
  for (const name of form.keys()) {
    if (!name.startsWith(`${path}.`)) continue;
    const index = /^\d{1,4}(?=\.)/.exec(name.slice(path.length + 1))?.[0];
    if (index !== undefined) indices.add(Number(index));
  }
  return [...indices].sort((a, b) => a - b);
}

/** Writes stored settings as form fields. */
export function formOf(shape: readonly GroupShape[], settings: unknown): URLSearchParams {
  const form = new URLSearchParams();
  writeMembers(form, shape, settings);
  return form;
}

/** Adds an empty row. Its fields exist, so that it is shown; a row left empty is not saved. */
export function addRow(form: URLSearchParams, rows: RowsShape): number {
  const index = (rowIndices(form, rows.path).at(-1) ?? -1) + 1;
  if (rows.isKeyed) form.append(`${rows.path}.${index}.${ROW_NAME}`, "");
  for (const column of rows.columns)
    writeField(form, columnName(rows, index, column), column, column.initial);
  return index;
}

export function removeRow(form: URLSearchParams, rows: RowsShape, index: number): void {
  const start = `${rows.path}.${index}.`;
  const names = Array.from(form.keys()).filter((name) => name.startsWith(start));
  for (const name of names) form.delete(name);
}

/** All lists and maps of the form. */
export function rowsIn(members: readonly MemberShape[]): RowsShape[] {
  return members.flatMap((member) => {
    if (member.kind === "group") return rowsIn(member.members);
    return member.kind === "rows" ? [member] : [];
  });
}

function writeMembers(form: URLSearchParams, members: readonly MemberShape[], settings: unknown): void {
  for (const member of members) {
    const value = valueAt(settings, member.path);
    if (member.kind === "group") writeMembers(form, member.members, settings);
    else if (member.kind === "rows") writeRows(form, member, value);
    else writeField(form, member.path, member, value);
  }
}

function writeRows(form: URLSearchParams, rows: RowsShape, value: unknown): void {
  const entries: [string, unknown][] =
    typeof value === "object" && value !== null ? Object.entries(value) : [];
  for (const [index, [key, row]] of entries.entries()) {
    if (rows.isKeyed) form.append(`${rows.path}.${index}.${ROW_NAME}`, key);
    for (const column of rows.columns) {
      const cell = column.path === "" ? row : valueAt(row, column.path);
      writeField(form, columnName(rows, index, column), column, cell);
    }
  }
}

function writeField(form: URLSearchParams, name: string, field: FieldShape, value: unknown): void {
  switch (field.kind) {
    case "switch":
      if (value === true) form.append(name, "on");
      return;
    case "choices":
    case "ranking":
      for (const one of Array.isArray(value) ? value : []) form.append(name, String(one));
      return;
    case "words":
      form.append(name, Array.isArray(value) ? value.join(", ") : "");
      return;
    case "text":
    case "long_text":
    case "number":
    case "decimal":
    case "day":
    case "choice":
      form.append(name, typeof value === "string" || typeof value === "number" ? String(value) : "");
  }
}

/** The value at a dotted path of plain JSON. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce(memberOf, value);
}

/** A member of plain JSON by its whole name, which may have dots. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
