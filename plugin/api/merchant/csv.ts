import { stringify } from "csv-stringify/sync";

type Cell = string | number | null;

/**
 * A table for spreadsheets, with a byte-order mark so that they read it as UTF-8. What a person wrote and a spreadsheet
 * would take for a formula is escaped; our own amounts stay numbers also when they are negative.
 */
export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([[...columns], ...rows.map((row) => row.map(safe))], { bom: true });
}

function safe(cell: Cell): Cell {
  if (typeof cell !== "string" || /^-?\d+(\.\d+)?$/.test(cell)) return cell;
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
