import { faultsOf, missingIn } from "./columns.ts";
import { type Company, cell, type Row, rowsOf, rowWith } from "./company.ts";
import { guardDocument, guardLine, headOf } from "./documents.ts";
import { DynaccountError, type Refused, refused, words } from "./errors.ts";
import { readLines, readRow } from "./form.ts";
import { recount } from "./sums.ts";
import { type Table, tableOf } from "./tables.ts";

/** `put/{table}/`: one new row. */
export function insertRow(company: Company, name: string, body: string): Row {
  const row = insert(company, name, writableTable(name), readRow(body));
  recountFor(company, name, row);
  return row;
}

/** `put/{table}/{id}/`: what the update does not send is blanked, unless the switch says it is kept (D18). */
export function updateRow(company: Company, name: string, id: string, body: string): Row {
  const table = writableTable(name);
  const row = rowWith(company, name, "id", id);
  if (row === undefined) throw refused("id", "unknownName");
  const fields = readRow(body);
  refuse(faultsOf(company, table, fields));
  const blank = company.switches.blanksMissing
    ? Object.fromEntries(Object.keys(table.writable).map((column) => [column, ""]))
    : {};
  const next = { ...row, ...blank, ...fields };
  refuse(missingIn(table, next));
  guardUnique(company, name, table, next);
  guard(company, name, table, row);
  guard(company, name, table, next);
  Object.assign(row, next);
  recountFor(company, name, row);
  return row;
}

/** `insert_bulk/{table}/`: lines are looked at one by one; whether good ones stay when others fail is a switch (D14). */
export function insertLines(company: Company, name: string, body: string): Row[] {
  const table = writableTable(name);
  const made: Row[] = [];
  const errors: Record<string, Record<string, string>> = {};
  for (const [index, line] of readLines(body).entries()) {
    try {
      made.push(insert(company, name, table, line));
    } catch (error) {
      if (!(error instanceof DynaccountError)) throw error;
      errors[String(index)] = error.body.error as Record<string, string>;
    }
  }
  const failed = Object.keys(errors).length > 0;
  if (failed && !company.switches.keepsGoodLines) {
    const rows = rowsOf(company, name);
    rows.splice(0, rows.length, ...rows.filter((row) => !made.includes(row)));
  }
  for (const row of made) recountFor(company, name, row);
  if (failed) throw new DynaccountError(errors);
  return made;
}

/** `delete/{table}/{id}/`: a document goes with its lines. */
export function deleteRow(company: Company, name: string, id: string): Row[] {
  const table = writableTable(name);
  const row = rowWith(company, name, "id", id);
  if (row === undefined) throw refused("id", "unknownName");
  guard(company, name, table, row);
  const rows = rowsOf(company, name);
  rows.splice(rows.indexOf(row), 1);
  const lines = table.lines === undefined ? undefined : tableOf(table.lines);
  if (table.lines !== undefined && lines?.parent !== undefined) {
    const { column } = lines.parent;
    company.tables[table.lines] = rowsOf(company, table.lines).filter((line) => line[column] !== id);
  }
  recountFor(company, name, row);
  return [];
}

/** The row of a new record, with the server's own columns; throws the vendor's refusal. */
function insert(company: Company, name: string, table: Table, fields: Row): Row {
  refuse({ ...missingIn(table, fields), ...faultsOf(company, table, fields) });
  guardUnique(company, name, table, fields);
  guard(company, name, table, fields);
  company.lastId += 1;
  const row = { ...headOf(company, name, fields), ...fields, id: String(company.lastId) };
  rowsOf(company, name).push(row);
  return row;
}

function writableTable(name: string): Table {
  const table = tableOf(name);
  if (table === undefined) throw new DynaccountError({ [name]: "Tabellen findes ikke" });
  return table;
}

function guard(company: Company, name: string, table: Table, row: Row): void {
  if (table.parent !== undefined) guardLine(company, table.parent, row);
  else guardDocument(company, name, row);
}

function guardUnique(company: Company, name: string, { unique }: Table, row: Row): void {
  if (unique === undefined) return;
  const same = rowsOf(company, name).find((one) => one[unique] === row[unique] && one["id"] !== row["id"]);
  if (same !== undefined) refuse({ [unique]: words.taken });
}

function recountFor(company: Company, name: string, row: Row): void {
  const { parent } = tables(name);
  if (parent === undefined) recount(company, name, cell(row, "id"));
  else recount(company, parent.table, cell(row, parent.column));
}

const tables = (name: string): Table => writableTable(name);

function refuse(faults: Refused): void {
  if (Object.keys(faults).length > 0) throw new DynaccountError(faults);
}
