import { parseMoney } from "../../domain/money.ts";
import { fix } from "../../domain/problem.ts";
import type { PlannedPurchase } from "../../domain/purchase.ts";
import type { LedgerPurchases, PurchaseOperation, PurchaseSetOff } from "../connector.ts";
import { allocate, findAllocation } from "./allocations.ts";
import { asDateTime, asReference, NOT_ALLOCATED } from "./assumptions.ts";
import { type Line, linesToXml, withoutNegatives } from "./batch-lines.ts";
import { type Books, done, type Found, type Outcome } from "./books.ts";
import { type Fields, failed, type Reply } from "./client.ts";
import { postedRef, transactionOf } from "./refs.ts";
import type { TaxCode } from "./registers.ts";
import type { AccountsIqSettings } from "./settings.ts";
import { purchaseCodeFor } from "./tax-codes.ts";
import { fitted } from "./text.ts";
import { postedUnder } from "./transactions.ts";
import type { Xml } from "./xml.ts";

/** Invoices and debit notes of suppliers: batch documents, final once made. */
export function ledgerPurchases(books: Books): LedgerPurchases {
  return {
    perform: (operation) => postPurchase(books, operation),
    find: (operation) => findPurchase(books, operation),
    setOff: {
      perform: (operation) => setOff(books, operation),
      find: (operation) => findSetOff(books, operation),
    },
  };
}

/** One call; where a person has paid the invoice or set it off already, the debit note stays open and that is said. */
async function setOff({ client }: Books, operation: PurchaseSetOff): Outcome {
  const { purchase, ref, amount } = operation;
  const wanted = { pair: pairOf(operation), amount, date: purchase.date, orderNumber: purchase.orderNumber };
  const about = { subject: label(purchase), purchase: true };
  const allocated = await allocate(client, wanted, about);
  if (allocated.ok) return done(ref);
  if (allocated.refusal === null || !NOT_ALLOCATED.test(allocated.refusal.code)) return allocated;
  return { ok: true, value: { ref, leftOut: [allocated.refusal.code] } };
}

async function findSetOff({ client }: Books, operation: PurchaseSetOff): Found {
  return await findAllocation(client, pairOf(operation), operation.ref, label(operation.purchase));
}

const pairOf = ({ ref, credits }: PurchaseSetOff): readonly [string, string] => [
  transactionOf(ref) ?? "0",
  transactionOf(credits) ?? "0",
];

async function postPurchase(books: Books, operation: PurchaseOperation): Outcome {
  const built = await build(books, operation);
  if (!built.ok) return built;
  const { name, inside } = built.value;
  const about = { subject: label(operation.purchase), purchase: true };
  const made = await books.client.made(name, inside, "transactionID", about);
  return made.ok ? done(postedRef(made.value)) : made;
}

async function findPurchase({ client }: Books, { purchase, reference }: PurchaseOperation): Found {
  const kind = purchase.kind === "credit_note" ? "purchase_credit_note" : "purchase_invoice";
  const posted = await postedUnder(client, reference, kind, label(purchase));
  if (!posted.ok || posted.value === null || posted.value === "unfindable") return posted;
  return done(postedRef(posted.value.TransactionID));
}

async function build(
  books: Books,
  { purchase, reference, credits }: PurchaseOperation,
): Promise<Reply<{ name: string; inside: Fields }>> {
  const { supplier, currency, date, kind } = purchase;
  const owned = await books.registers.supplierCurrency(supplier);
  if (!owned.ok) return owned;
  if (owned.value !== currency) return failed(otherCurrency(purchase, owned.value));
  const rate = await books.rates.of({ currency, exchangeRate: null }, credits);
  if (!rate.ok) return rate;
  const taxes = await books.registers.taxes();
  if (!taxes.ok) return taxes;
  const lines = linesOf(purchase, taxes.value, await books.settings());
  if (!lines.ok) return lines;
  const isCredit = kind === "credit_note";
  const document = {
    SupplierCode: supplier,
    [isCredit ? "DebitNoteDate" : "InvoiceDate"]: asDateTime(date),
    ExternalReference: asReference(reference),
    Description: fitted(purchase.text, "description") || "-",
    Lines: { [isCredit ? "BatchPurchasesDebitNoteLine" : "BatchPurchasesInvoiceLine"]: lines.value },
    ExchangeRate: rate.value,
  };
  const value = isCredit
    ? { name: "CreateBatchPurchasesDebitNoteGetBackTransactionID", inside: { debitNote: document } }
    : { name: "CreateBatchPurchasesInvoiceGetBackTransactionID", inside: { inv: document } };
  return { ok: true, value };
}

function linesOf(
  { rows, currency }: PlannedPurchase,
  taxes: readonly TaxCode[],
  settings: AccountsIqSettings,
): Reply<readonly Xml[]> {
  const lines: Line[] = [];
  for (const row of rows) {
    const taxCode = row.vatCode ?? purchaseCodeFor(row.vatRate, taxes);
    if (taxCode === null) return failed(noCode(row.vatRate));
    lines.push({
      account: row.account,
      taxCode,
      percent: row.vatRate,
      text: fitted(row.quantity === "1" ? row.text : `${row.quantity} x ${row.text}`, "description") || "-",
      department: row.biCode ?? settings.bi_code ?? null,
      net: parseMoney(row.net, currency),
      vat: parseMoney(row.vat, currency),
    });
  }
  const positive = withoutNegatives(lines, currency);
  if (positive !== null) return { ok: true, value: linesToXml(positive) };
  const message = "AccountsIQ takes no negative rows, and this purchase has nothing to take them off.";
  return failed(fix("LEDGER_REJECTED", message, { place: "order" }));
}

const noCode = (rate: string) =>
  fix(
    "PURCHASE_UNMAPPED",
    `AccountsIQ has no VAT code of purchases that fits ${rate} % by itself. Choose one for that rate.`,
    { place: "settings", field: "purchases.vat_code_by_rate" },
  );

const otherCurrency = ({ currency, supplier }: PlannedPurchase, owned: string) =>
  fix(
    "CURRENCY_NOT_ENABLED",
    `The purchase is in ${currency}, but supplier ${supplier} has a card in ${owned} in AccountsIQ.`,
    { place: "settings", field: "purchases.supplier" },
  );

const label = ({ kind, date, orderNumber }: PlannedPurchase): string =>
  `the purchase ${kind === "credit_note" ? "credit note" : "invoice"} of ${date} for order ${orderNumber}`;
