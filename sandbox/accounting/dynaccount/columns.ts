import { type Company, cell, type Row, rowWith } from "./company.ts";
import { type Refused, words } from "./errors.ts";
import type { Column, Table } from "./tables.ts";

/** What is wrong with the fields of a row, by column; nothing when it can be kept. */
export function faultsOf(company: Company, table: Table, fields: Row): Refused {
  const faults: Refused = {};
  for (const [name, value] of Object.entries(fields)) {
    const column = Object.hasOwn(table.writable, name) ? table.writable[name] : undefined;
    if (column === undefined)
      faults[name] = table.readOnly.includes(name) ? words.readOnly : words.unknownColumn;
    else if (value !== "") {
      const fault = faultOf(company, column, value);
      if (fault !== null) faults[name] = fault;
    }
  }
  return faults;
}

/** Columns that have to be filled and are not. */
export function missingIn(table: Table, row: Row): Refused {
  const empty = table.required.filter((name) => cell(row, name) === "");
  return Object.fromEntries(empty.map((name) => [name, words.missing]));
}

function faultOf(company: Company, column: Column, value: string): string | null {
  switch (column.kind) {
    case "text":
      return value.length > column.max ? words.tooLong : null;
    case "digits":
      return /^[1-9]\d*$/.test(value) && value.length <= column.max ? null : words.badForm;
    case "decimal":
      return isDecimal(value, column.decimals) ? null : words.badForm;
    case "time":
      return /^\d{10}$/.test(value) ? null : words.badForm;
    case "word":
      return column.of.includes(value) ? null : words.badForm;
    case "of":
      return rowWith(company, column.table, column.column, value) === undefined ? words.unknownName : null;
  }
}

function isDecimal(value: string, decimals: number): boolean {
  const [, fraction = ""] = /^-?\d{1,12}(?:\.(\d+))?$/.exec(value) ?? [undefined, "x".repeat(99)];
  return fraction.length <= decimals;
}
