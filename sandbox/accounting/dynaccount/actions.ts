import { decimal, moneyText } from "./amounts.ts";
import { type Company, cell, type Row, rowsOf, rowWith } from "./company.ts";
import { dayOf, guardDay } from "./documents.ts";
import { DynaccountError, refused, words } from "./errors.ts";
import { readRow } from "./form.ts";
import { linesOf } from "./sums.ts";

type Action = (company: Company, fields: Row) => Row;

/** D1: the names of the actions that book are assumed. */
const BOOKING: Readonly<Record<string, Action>> = {
  book_debtor_invoice: bookInvoice,
  book_debtor_creditnote: bookCreditNote,
};

const DOCUMENTED: Readonly<Record<string, Action>> = { send_debtor_invoice: sendInvoice };

/** `action/{name}/` with form fields. */
export function runAction(company: Company, name: string, body: string): Row {
  const actions = company.switches.bookingActions ? { ...DOCUMENTED, ...BOOKING } : DOCUMENTED;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) throw new DynaccountError({ action: words.unknownCall });
  return action(company, readRow(body));
}

/** Gives the number, sets the due day and, under a term that pays at once, settles it. */
function bookInvoice(company: Company, fields: Row): Row {
  const invoice = unbooked(company, "debtor_invoice", fields);
  const debtor = rowWith(company, "debtor", "module_id_", cell(invoice, "module_id_"));
  if (cell(debtor, "is_blocked") === "YES") throw refused("module_id_", "blocked");
  const term = termOf(company, invoice);
  const total = cell(invoice, "total_amount");
  const isPaid = cell(term, "paid_on") !== "";
  number(company, invoice);
  Object.assign(invoice, {
    time_due: String(Number(cell(invoice, "time")) + Number(cell(term, "days")) * 86_400),
    public_url: `https://public.example/invoice/${cell(invoice, "invoice_id_")}`,
    is_matched: isPaid ? "YES" : "NO",
    open: isPaid ? "0.00" : total,
  });
  if (debtor !== undefined && !isPaid) owe(debtor, total);
  return { id: cell(invoice, "id") };
}

/** Takes the lines off the invoice; under a term that paid at once the money goes back the same way. */
function bookCreditNote(company: Company, fields: Row): Row {
  const note = unbooked(company, "debtor_creditnote", fields);
  const invoice = rowWith(company, "debtor_invoice", "id", cell(note, "credit_invoice_id"));
  if (invoice === undefined) throw refused("credit_invoice_id", "unknownName");
  const lines = linesOf(company, "debtor_creditnote", cell(note, "id"));
  const sold = linesOf(company, "debtor_invoice", cell(invoice, "id"));
  const credited = decimal(cell(invoice, "credited")).plus(decimal(cell(note, "total_amount")));
  if (credited.gt(decimal(cell(invoice, "total_amount")))) throw refused("qty", "tooMuchCredited");
  number(company, note);
  for (const line of lines) takeOff(sold, line);
  const isPaid = cell(termOf(company, invoice), "paid_on") !== "";
  const total = `-${cell(note, "total_amount")}`;
  invoice["credited"] = moneyText(credited);
  invoice["is_credited"] = "YES";
  invoice["is_credited_complete"] = credited.eq(decimal(cell(invoice, "total_amount"))) ? "YES" : "NO";
  note["open"] = isPaid ? "0.00" : total;
  const debtor = rowWith(company, "debtor", "module_id_", cell(note, "module_id_"));
  if (debtor !== undefined && !isPaid) owe(debtor, total);
  return { id: cell(note, "id") };
}

function sendInvoice(company: Company, fields: Row): Row {
  const invoice = rowWith(company, "debtor_invoice", "id", cell(fields, "invoice_id"));
  const unknown = Object.keys(fields).find(
    (name) => !["invoice_id", "email", "msg", "is_attached"].includes(name),
  );
  if (unknown !== undefined) throw refused(unknown, "unknownColumn");
  if (cell(invoice, "is_booked") !== "YES") throw refused("invoice_id", "unknownName");
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(cell(fields, "email"))) throw refused("email", "badForm");
  if (!["YES", "NO"].includes(cell(fields, "is_attached"))) throw refused("is_attached", "badForm");
  company.sent.push({
    invoice: cell(invoice, "id"),
    to: cell(fields, "email"),
    message: cell(fields, "msg"),
    isAttached: cell(fields, "is_attached") === "YES",
  });
  return { id: cell(invoice, "id") };
}

/** What the ledger leaves to a person: books the even vouchers of a draft, and settles what their rows pay. */
export function bookDraft(company: Company, draftName: string): void {
  const draft = rowWith(company, "draft", "name", draftName);
  for (const voucher of rowsOf(company, "enclosure")) {
    if (voucher["draft_id"] !== draft?.["id"] || voucher["is_booked"] === "YES") continue;
    if (voucher["balance_amount"] !== "0.00") throw refused("balance_amount", "unbalanced");
    guardDay(company, cell(voucher, "time"));
    voucher["is_booked"] = "YES";
    for (const row of linesOf(company, "enclosure", cell(voucher, "id"))) settle(company, row);
  }
}

/** A row on a debtor credits him by its amount, and with a number it settles that document. */
function settle(company: Company, row: Row): void {
  if (cell(row, "type") === "LEDGER") return;
  const debtor = rowWith(company, "debtor", "module_id_", cell(row, "accountoff_id_"));
  const amount = decimal(cell(row, "amount"));
  if (debtor !== undefined) owe(debtor, moneyText(amount.times("-1")));
  if (cell(row, "type") !== "DEBTOR_PAYMENT") return;
  const number = cell(row, "invoice_id_");
  const paid =
    rowWith(company, "debtor_invoice", "invoice_id_", number) ??
    rowWith(company, "debtor_creditnote", "invoice_id_", number);
  if (paid === undefined || number === "") return;
  paid["open"] = moneyText(decimal(cell(paid, "open")).minus(amount));
  paid["is_matched"] = paid["open"] === "0.00" ? "YES" : "NO";
}

function unbooked(company: Company, table: string, fields: Row): Row {
  const document = rowWith(company, table, "id", cell(fields, "invoice_id"));
  const unknown = Object.keys(fields).find((name) => name !== "invoice_id");
  if (unknown !== undefined) throw refused(unknown, "unknownColumn");
  if (document === undefined) throw refused("invoice_id", "unknownName");
  if (cell(document, "is_booked") === "YES") throw refused("invoice_id", "booked");
  if (linesOf(company, table, cell(document, "id")).length === 0) throw refused("invoice_id", "noLines");
  guardDay(company, cell(document, "time"));
  return document;
}

/** Invoices and credit notes share one series, which is given only to what is booked. */
function number(company: Company, document: Row): void {
  company.lastInvoiceNumber += 1;
  document["invoice_id_"] = String(company.lastInvoiceNumber);
  document["is_booked"] = "YES";
  document["booked_on"] = dayOf(cell(document, "time"));
}

function termOf(company: Company, invoice: Row): Row | undefined {
  const debtor = rowWith(company, "debtor", "module_id_", cell(invoice, "module_id_"));
  return rowWith(company, "payment", "name", cell(invoice, "payment_name") || cell(debtor, "payment_name"));
}

/** Notes on the invoice's lines how many pieces were taken back of each product. */
function takeOff(sold: readonly Row[], line: Row): void {
  let left = decimal(cell(line, "qty"));
  for (const one of sold.filter(({ product_id_ }) => product_id_ === line["product_id_"])) {
    const credited = decimal(cell(one, "qty_credited"));
    const room = decimal(cell(one, "qty")).minus(credited);
    const taken = left.gt(room) ? room : left;
    one["qty_credited"] = credited.plus(taken).toFixed();
    left = left.minus(taken);
  }
}

function owe(debtor: Row, amount: string): void {
  debtor["balance"] = moneyText(decimal(cell(debtor, "balance")).plus(decimal(amount)));
}
