import type { ColumnName } from "./columns.ts";
import type { FileRefusal, Place } from "./complaint.ts";

/** One row of a file: a line of an order, with what of the order itself stands beside it. Empty cells are left out. */
export interface FileRow {
  readonly place: Place;
  readonly cells: ReadonlyMap<ColumnName, string>;
}

/** A file as rows and columns, before anything of it is understood. */
export interface Table {
  readonly rows: readonly FileRow[];
  readonly columns: readonly ColumnName[];
  /** Headings or elements that mean nothing to us, as they are written. */
  readonly unused: readonly string[];
  /** The sign between cells; null for XML. */
  readonly delimiter: string | null;
}

export type TableReading =
  | { readonly ok: true; readonly table: Table }
  | { readonly ok: false; readonly refusal: FileRefusal; readonly row: number | null };

export const MOST_ROWS = 50_000;
/** Longer cells are cut by nobody: they are refused with their row. */
export const LONGEST_CELL = 2000;

export function refused(refusal: FileRefusal, row: number | null = null): TableReading {
  return { ok: false, refusal, row };
}
