import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import type { Reply } from "./answer.ts";
import type { Entity } from "./entity.ts";
import type { Fault } from "./faults.ts";
import type { TransactionRecord } from "./records.ts";
import { switchWords } from "./switches.ts";

const views = new URL("./views/", import.meta.url);
const engine = Handlebars.create();
const style = readFileSync(new URL("page.css", views), "utf8");
const compiled = new Map<string, HandlebarsTemplateDelegate>();

function template(name: string): HandlebarsTemplateDelegate {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = engine.compile(readFileSync(new URL(`${name}.hbs`, views), "utf8"), { strict: true });
  compiled.set(name, made);
  return made;
}

const LINKS = [
  ["/transactions", "Transactions"],
  ["/customers", "Customers"],
  ["/switches", "Switches"],
] as const;

function page(entity: Entity, view: string, title: string, data: Readonly<Record<string, unknown>>): Reply {
  const { id, name, currency } = entity;
  const query = `?entity=${encodeURIComponent(id)}`;
  const body = template(view)({ ...data, title, entity: { id, name, currency }, query });
  const nav = LINKS.map(([href, label]) => ({ href: `${href}${query}`, label, isCurrent: label === title }));
  const html = template("frame")({ title, nav, entity: { id, name }, body, style });
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: html };
}

const KINDS: Readonly<Record<TransactionRecord["type"], string>> = {
  SI: "Invoice",
  SN: "Credit note",
  SR: "Receipt",
  SD: "Debit journal",
  GA: "General journal",
  PI: "Purchase invoice",
  PN: "Purchase debit note",
};

/** Everything that was posted, newest first. */
export function transactionsPage(entity: Entity): Reply {
  const transactions = [...entity.transactions.values()].reverse().map((one) => ({
    ...summary(one),
    party:
      (entity.customers.get(one.accountCode ?? "") ?? entity.suppliers.get(one.accountCode ?? ""))?.[
        "Name"
      ] ?? "",
  }));
  return page(entity, "transactions", "Transactions", { transactions });
}

function summary(one: TransactionRecord) {
  const isOpen = one.outstanding !== "0.00";
  return {
    id: one.id,
    number: one.internalNumber,
    kind: KINDS[one.type],
    date: one.date,
    reference: one.externalReference,
    description: one.description,
    amount: one.amount,
    outstanding: one.outstanding,
    currency: one.currency,
    isOpen,
  };
}

/** One transaction with its entries. */
export function transactionPage(entity: Entity, id: string): Reply {
  const one = entity.transactions.get(Number(id));
  const lines = (one?.lines ?? []).map((line) => ({
    ...line,
    name: entity.chart.get(line.account)?.description ?? "",
    taxCode: line.taxCode ?? "",
    department: line.department ?? "",
    debit: line.amount.startsWith("-") ? "" : line.amount,
    credit: line.amount.startsWith("-") ? line.amount.slice(1) : "",
  }));
  const found = one === undefined ? null : summary(one);
  return page(entity, "transaction", found === null ? "No such transaction" : found.number, { found, lines });
}

export function customersPage(entity: Entity): Reply {
  const customers = [...entity.customers.values()].map((card) => ({
    code: card["Code"] ?? "",
    name: card["Name"] ?? "",
    email: card["Email"] ?? "",
    country: card["CountryCode"] ?? "",
    currency: card["CurrencyCode"] ?? "",
    vat: card["VATRegistrationNumber"] ?? "",
  }));
  return page(entity, "customers", "Customers", { customers });
}

/** Standing conditions and waiting faults, with forms to change them. */
export function switchesPage(entity: Entity, faults: readonly Fault[]): Reply {
  const { lockedUntil, ...flags } = entity.switches;
  const switches = Object.entries(switchWords).map(([name, words]) => {
    const isOn = Object.entries(flags).some(([flag, value]) => flag === name && value);
    return { name, words, isOn, flipped: !isOn };
  });
  return page(entity, "switches", "Switches", {
    lockedUntil: lockedUntil ?? "",
    switches,
    faults: faults.map((one) => ({ ...one, times: one.times ?? 1 })),
  });
}
