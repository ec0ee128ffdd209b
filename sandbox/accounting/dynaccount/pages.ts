import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { type Company, cell, type Row, rowsOf, rowWith } from "./company.ts";
import { dayOf } from "./documents.ts";
import type { Fault } from "./faults.ts";
import { linesOf } from "./sums.ts";
import { switchWords } from "./switches.ts";

const views = new URL("./views/", import.meta.url);
const engine = Handlebars.create();
const style = readFileSync(new URL("page.css", views), "utf8");
const compiled = new Map<string, HandlebarsTemplateDelegate>();

const NAMES = {
  debtor_invoice: "Invoices",
  debtor_creditnote: "Credit notes",
  debtor_order: "Orders",
} as const;
type DocumentTable = keyof typeof NAMES;

/** Documents of one kind, newest first. */
export function documentsPage(company: Company, table: DocumentTable): string {
  const documents = rowsOf(company, table)
    .toReversed()
    .map((row) => summary(company, table, row));
  return page(company, "documents", NAMES[table], { documents });
}

/** One document as it stands in the books. */
export function documentPage(company: Company, table: DocumentTable, document: Row): string {
  const id = cell(document, "id");
  return page(company, "document", NAMES[table], {
    ...summary(company, table, document),
    table,
    canBook: table !== "debtor_order" && cell(document, "is_booked") !== "YES",
    vat: document["vat_amount"],
    facts: Object.entries(document)
      .filter(([column, value]) => value !== "" && !["id", "vat_amount", "total_amount"].includes(column))
      .map(([column, value]) => ({ column, value: column.startsWith("time") ? dayOf(value) : value })),
    lines: linesOf(company, table, id),
    sent: company.sent.filter((one) => table === "debtor_invoice" && one.invoice === id),
  });
}

export function debtorsPage(company: Company): string {
  return page(company, "debtors", "Debtors", { debtors: rowsOf(company, "debtor") });
}

/** Vouchers of all drafts, newest first, each with its rows. */
export function vouchersPage(company: Company): string {
  const vouchers = rowsOf(company, "enclosure")
    .toReversed()
    .map((voucher) => ({
      ...voucher,
      day: dayOf(cell(voucher, "time")),
      draft: cell(rowWith(company, "draft", "id", cell(voucher, "draft_id")), "name"),
      status: voucher["is_booked"] === "YES" ? "booked" : "draft",
      rows: linesOf(company, "enclosure", cell(voucher, "id")),
    }));
  return page(company, "vouchers", "Vouchers", { vouchers });
}

/** Standing conditions and waiting faults, with forms to change them. */
export function switchesPage(company: Company, faults: readonly Fault[]): string {
  const flags = new Map<string, unknown>(Object.entries(company.switches));
  const switches = Object.entries(switchWords).map(([name, words]) => {
    const isOn = flags.get(name) === true;
    return { name, words, isOn, flipped: !isOn };
  });
  return page(company, "switches", "Switches", {
    switches,
    lockedUntil: company.switches.lockedUntil ?? "",
    faults: faults.map((fault) => ({ ...fault, times: fault.times ?? 1 })),
  });
}

function summary(company: Company, table: DocumentTable, row: Row) {
  const debtor = rowWith(company, "debtor", "module_id_", cell(row, "module_id_"));
  const isBooked = row["is_booked"] === "YES";
  return {
    href: `/${table}/${cell(row, "id")}`,
    id: row["id"],
    number: cell(row, "invoice_id_") || "none yet",
    day: dayOf(cell(row, "time")),
    customer: cell(debtor, "name"),
    reference: cell(row, "requisition"),
    total: cell(row, "total_amount"),
    currency: cell(row, "currency_name"),
    status: table === "debtor_order" ? "order" : isBooked ? "booked" : "draft",
  };
}

function page(
  company: Company,
  view: string,
  title: string,
  data: Readonly<Record<string, unknown>>,
): string {
  const links = { ...NAMES, debtor: "Debtors", vouchers: "Vouchers", switches: "Switches" };
  const nav = Object.entries(links).map(([path, label]) => ({
    path,
    label,
    isCurrent: label === title,
  }));
  const body = template(view)({ title, ...data });
  return template("frame")({ title, nav, company: company.name, apiId: company.apiId, style, body });
}

function template(name: string): HandlebarsTemplateDelegate {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = engine.compile(readFileSync(new URL(`${name}.hbs`, views), "utf8"));
  compiled.set(name, made);
  return made;
}
