import type Big from "big.js";
import { decimal, moneyText, sumOf } from "./amounts.ts";
import { type Company, cell, type Row, rowsOf, rowWith } from "./company.ts";
import { tableOf } from "./tables.ts";

/** Writes the server's sums on a document and its lines; nothing for rows that have none. */
export function recount(company: Company, table: string, id: string): void {
  const document = rowWith(company, table, "id", id);
  const lineTable = tableOf(table)?.lines;
  if (document === undefined || lineTable === undefined) return;
  const lines = linesOf(company, table, id);
  if (table === "enclosure") {
    recountVoucher(company, document, lines);
    return;
  }
  for (const line of lines) recountLine(company, line);
  const net = sumOf(lines.map((line) => cell(line, "net")));
  const vat = company.switches.vatPerLine
    ? sumOf(lines.map((line) => cell(line, "vat_amount")))
    : vatPerRate(company, lines);
  document["vat_amount"] = moneyText(vat);
  document["total_amount"] = moneyText(net.plus(vat));
}

/** The lines of a document. */
export function linesOf(company: Company, table: string, id: string): Row[] {
  const name = tableOf(table)?.lines;
  const column = name === undefined ? undefined : tableOf(name)?.parent?.column;
  if (name === undefined || column === undefined) return [];
  return rowsOf(company, name).filter((line) => line[column] === id);
}

/** Prices are without VAT (D9); `net` is no column of the interface. */
function recountLine(company: Company, line: Row): void {
  const price = decimal(cell(line, "qty")).times(decimal(cell(line, "price")));
  const less = price.times(decimal(cell(line, "discount_value"))).div("100");
  const net = decimal(moneyText(price.minus(less)));
  const vat = net.times(percentOf(company, cell(line, "vatcode_name"))).div("100");
  line["net"] = moneyText(net);
  line["vat_amount"] = moneyText(vat);
  line["total_amount"] = moneyText(net);
  line["vatcode_type"] = cell(rowWith(company, "vatcode", "name", cell(line, "vatcode_name")), "type");
}

function vatPerRate(company: Company, lines: readonly Row[]): Big {
  const bases = new Map<string, Big>();
  for (const line of lines) {
    const code = cell(line, "vatcode_name");
    bases.set(code, decimal(cell(line, "net")).plus(bases.get(code) ?? decimal("0")));
  }
  return sumOf([...bases].map(([code, net]) => moneyText(net.times(percentOf(company, code)).div("100"))));
}

/**
 * A row debits its account by its amount and credits the contra side by the same, so a voucher with one side on each row
 * is even when both sides sum to the same (8.6). A VAT code takes its VAT out of the amount (D19).
 */
function recountVoucher(company: Company, voucher: Row, rows: readonly Row[]): void {
  const accounts = rows.filter((row) => cell(row, "account_id_") !== "");
  const contra = rows.filter((row) => cell(row, "account_id_") === "");
  const amounts = (some: readonly Row[]) => sumOf(some.map((row) => cell(row, "amount")));
  const vat = accounts.map((row) => {
    const percent = percentOf(company, cell(row, "vatcode_name"));
    return moneyText(decimal(cell(row, "amount")).times(percent).div(percent.plus("100")));
  });
  voucher["balance_amount"] = moneyText(amounts(accounts).minus(amounts(contra)));
  voucher["vat_amount"] = moneyText(sumOf(vat));
}

function percentOf(company: Company, code: string): Big {
  return decimal(cell(rowWith(company, "vatcode", "name", code), "percent"));
}
