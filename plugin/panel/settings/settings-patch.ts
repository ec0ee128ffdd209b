import type { FieldShape, GroupShape, MemberShape, RowsShape } from "../../settings/form.ts";
import { readDecimal } from "./decimal-text.ts";
import { columnName, memberOf, ROW_NAME, ROW_VALUE, rowIndices, rowsIn, valueAt } from "./settings-form.ts";

export interface FieldError {
  /** Name of the form's field. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

type Json = { [name: string]: unknown };

/** Reads a posted form as a JSON merge patch of the stored settings: what is gone from a map is set to null. */
export function patchOf(shape: readonly GroupShape[], form: URLSearchParams, stored: unknown): Json {
  return Object.fromEntries(shape.map((group) => [group.path, groupPatch(group, form, stored)]));
}

/** Rows of a map that bear the name of an earlier row: the later would silently win. */
export function repeatedNames(shape: readonly GroupShape[], form: URLSearchParams): FieldError[] {
  return rowsIn(shape)
    .filter((rows) => rows.isKeyed)
    .flatMap((rows) => {
      const names = filledRows(rows, form).map((index) => ({ index, name: rowName(rows, form, index) }));
      return names
        .filter(({ name }, place) => names.findIndex((other) => other.name === name) < place)
        .map(({ index }) => ({
          field: `${rows.path}.${index}.${ROW_NAME}`,
          code: "repeated_name",
          message: "",
        }));
    });
}

/** The form's field an error of the settings belongs to: paths of the settings name rows by content, forms by number. */
export function fieldOfError(
  shape: readonly GroupShape[],
  form: URLSearchParams,
  error: { readonly path: string; readonly code: string },
): string {
  for (const rows of rowsIn(shape)) {
    if (!error.path.startsWith(`${rows.path}.`)) continue;
    const rest = error.path.slice(rows.path.length + 1);
    for (const [place, index] of filledRows(rows, form).entries()) {
      const name = rows.isKeyed ? rowName(rows, form, index) : String(place);
      const start = `${rows.path}.${index}.`;
      if (rest === name) return start + (error.code === "invalid_key" ? ROW_NAME : ROW_VALUE);
      if (rest.startsWith(`${name}.`)) return start + rest.slice(name.length + 1);
    }
  }
  return error.path;
}

function groupPatch(group: GroupShape, form: URLSearchParams, stored: unknown): Json {
  return Object.fromEntries(
    group.members.map((member) => [
      member.path.slice(group.path.length + 1),
      memberPatch(member, form, stored),
    ]),
  );
}

function memberPatch(member: MemberShape, form: URLSearchParams, stored: unknown): unknown {
  if (member.kind === "group") return groupPatch(member, form, stored);
  if (member.kind === "rows") {
    return member.isKeyed
      ? mapPatch(member, form, stored)
      : filledRows(member, form).map(rowReader(member, form));
  }
  return readValue(member, form, member.path) ?? null;
}

function mapPatch(rows: RowsShape, form: URLSearchParams, stored: unknown): Json {
  const before = valueAt(stored, rows.path);
  const read = rowReader(rows, form);
  const patch: Json = {};
  for (const key of Object.keys(before ?? {})) patch[key] = null;
  for (const index of filledRows(rows, form)) {
    const key = rowName(rows, form, index);
    const columnsBefore = Object.keys(memberOf(before, key) ?? {}).map((name) => [name, null] as const);
    const row = read(index);
    // A cell emptied in a row that stays has to be taken away by name.
    patch[key] = typeof row === "object" ? { ...Object.fromEntries(columnsBefore), ...row } : row;
  }
  return patch;
}

function rowReader(rows: RowsShape, form: URLSearchParams): (index: number) => unknown {
  return (index) => {
    const cells = rows.columns.flatMap((column) => {
      const value = readValue(column, form, columnName(rows, index, column));
      return value === undefined || (column.kind === "choices" && isEmptyList(value))
        ? []
        : [[column.path, value]];
    });
    const [first] = cells;
    if (rows.columns.length === 1 && rows.columns[0]?.path === "") return first?.[1] ?? "";
    return Object.fromEntries(cells);
  };
}

/** Switches and ticks alone do not make a row: an empty row that was offered is left out. */
function filledRows(rows: RowsShape, form: URLSearchParams): number[] {
  return rowIndices(form, rows.path).filter(
    (index) =>
      rowName(rows, form, index) !== "" ||
      rows.columns.some(
        (column) =>
          column.kind !== "switch" &&
          column.kind !== "choices" &&
          (form.get(columnName(rows, index, column)) ?? "").trim() !== "",
      ),
  );
}

function rowName(rows: RowsShape, form: URLSearchParams, index: number): string {
  if (!rows.isKeyed) return "";
  const name = (form.get(`${rows.path}.${index}.${ROW_NAME}`) ?? "").trim();
  return rows.path.endsWith("_by_rate") ? readDecimal(name) : name;
}

/** Undefined = left empty, so the default counts. */
function readValue(field: FieldShape, form: URLSearchParams, name: string): unknown {
  const text = (form.get(name) ?? "").trim();
  switch (field.kind) {
    case "switch":
      return form.has(name);
    case "choices":
      return form.getAll(name);
    case "ranking":
      return [...new Set(form.getAll(name).filter((one) => one !== ""))];
    case "words":
      return text === "" ? [] : text.split(/[\s,;]+/).filter((word) => word !== "");
    case "decimal":
      return emptied(field, readDecimal(text));
    case "number":
      return text === "" ? undefined : /^\d{1,9}$/.test(text) ? Number(text) : text;
    case "text":
    case "long_text":
    case "day":
    case "choice":
      return emptied(field, text);
  }
}

/** Where a default exists, an emptied field means empty, not the default. */
function emptied(field: FieldShape, text: string): string | undefined {
  return text === "" && typeof field.initial !== "string" && !field.isRequired ? undefined : text;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
