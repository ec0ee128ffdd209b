import { type Company, cell, type Row, rowsOf, rowWith } from "./company.ts";
import { refused } from "./errors.ts";

/** The server's own columns of a new row. */
export function headOf(company: Company, table: string, fields: Row): Row {
  switch (table) {
    case "debtor":
      return { balance: "0.00", due: "0.00", is_blocked: "NO" };
    case "product":
      return { in_stock: "0", in_order: "0", is_stocked: "NO", time_stock_change: "" };
    case "debtor_order":
      return { is_approved: "NO", is_invoiced: "NO", module_id: customerOf(company, fields), order_id_: "" };
    case "debtor_invoice":
      return {
        is_booked: "NO",
        is_matched: "NO",
        is_credited: "NO",
        is_credited_complete: "NO",
        module_id: customerOf(company, fields),
        invoice_id_: "",
        public_url: "",
      };
    case "debtor_creditnote":
      return creditHead(company, fields);
    case "enclosure":
      return { is_booked: "NO", balance_amount: "0.00", vat_amount: "0.00" };
    default:
      return {};
  }
}

/** Refuses what a booked document, a closed year or a missing debtor makes impossible. */
export function guardDocument(company: Company, table: string, row: Row): void {
  if (cell(row, "is_booked") === "YES" || cell(row, "is_invoiced") === "YES") throw refused("id", "booked");
  if (table === "debtor" || table === "product") return;
  guardDay(company, cell(row, "time"));
  if (table === "debtor_invoice") {
    const debtor = rowWith(company, "debtor", "module_id_", cell(row, "module_id_"));
    const term = cell(row, "payment_name") || cell(debtor, "payment_name");
    if (term === "") throw refused("payment_name", "missing");
  }
  if (table === "debtor_creditnote") {
    const invoice = rowWith(company, "debtor_invoice", "id", cell(row, "credit_invoice_id"));
    if (cell(invoice, "is_booked") !== "YES") throw refused("credit_invoice_id", "unknownName");
  }
}

/** A line follows its document: while that is unbooked it comes, changes and goes. */
export function guardLine(company: Company, parent: { table: string; column: string }, line: Row): void {
  const document = rowWith(company, parent.table, "id", cell(line, parent.column));
  if (document === undefined) throw refused(parent.column, "unknownName");
  if (cell(document, "is_booked") === "YES" || cell(document, "is_invoiced") === "YES")
    throw refused(parent.column, "booked");
  if (parent.table === "enclosure") guardEntry(company, line);
  else if (!/^(?!-)(?!0*(\.0*)?$)/.test(cell(line, "qty"))) throw refused("qty", "badForm");
}

/** A day of an open year, after the last locked day. */
export function guardDay(company: Company, time: string): void {
  const day = dayOf(time);
  const { lockedUntil } = company.switches;
  const year = rowsOf(company, "year").find(
    (one) => dayOf(cell(one, "time_start")) <= day && day <= dayOf(cell(one, "time_end")),
  );
  if (cell(year, "is_closed") !== "NO") throw refused("time", "closed");
  if (lockedUntil !== null && day <= lockedUntil) throw refused("time", "closed");
}

/** The day of UNIX seconds, YYYY-MM-DD. */
export function dayOf(time: string): string {
  return new Date(Number(time) * 1000).toISOString().slice(0, 10);
}

/** Each row of a voucher has one side that says whose it is: a ledger account, or a debtor on the contra side. */
function guardEntry(company: Company, line: Row): void {
  const isLedger = cell(line, "type") === "LEDGER";
  if (isLedger !== (cell(line, "account_id_") !== "")) throw refused("account_id_", "badForm");
  if (/^-?0*(\.0*)?$/.test(cell(line, "amount"))) throw refused("amount", "badForm");
  if (isLedger) {
    if (cell(line, "accountoff_id_") !== "") throw refused("accountoff_id_", "badForm");
    const account = rowWith(company, "account", "account_id_", cell(line, "account_id_"));
    if (cell(account, "is_dimension") === "YES" && cell(line, "dimension_name") === "")
      throw refused("dimension_name", "missing");
  } else if (rowWith(company, "debtor", "module_id_", cell(line, "accountoff_id_")) === undefined) {
    throw refused("accountoff_id_", "unknownName");
  }
}

/** Customer, address and language of a credit note are those of its invoice. */
function creditHead(company: Company, fields: Row): Row {
  const invoice = rowWith(company, "debtor_invoice", "id", cell(fields, "credit_invoice_id"));
  const taken = ["module_id", "module_id_", "currency_name", "lang", "attention", "address", "zip", "city"];
  return {
    ...Object.fromEntries(taken.map((column) => [column, cell(invoice, column)])),
    credit_invoice_id_: cell(invoice, "invoice_id_"),
    invoice_id_: "",
    is_booked: "NO",
    txt: "",
  };
}

function customerOf(company: Company, fields: Row): string {
  return cell(rowWith(company, "debtor", "module_id_", cell(fields, "module_id_")), "id");
}
