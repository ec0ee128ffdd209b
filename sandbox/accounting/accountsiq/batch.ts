import type Big from "big.js";
import { cents, decimal, isInCents } from "./decimal.ts";
import { CONTROL, type Entity } from "./entity.ts";
import type { Given } from "./given.ts";
import {
  checkAccount,
  checkOpen,
  checkRate,
  customerOf,
  dayOf,
  departmentOf,
  descriptionOf,
  line,
  type NewTransaction,
  negative,
  post,
  supplierOf,
} from "./posting.ts";
import type { TransactionLine, TransactionRecord } from "./records.ts";
import { checkReference, Refused } from "./refused.ts";

/** Enters a batch invoice at once: one net and one VAT entry for each line, one entry on the debtors. */
export function postBatchInvoice(entity: Entity, clock: () => Date, given: Given): TransactionRecord {
  const made = document(entity, given, "invoice");
  return post(entity, clock, { ...made, type: "SI" });
}

export function postBatchCreditNote(entity: Entity, clock: () => Date, given: Given): TransactionRecord {
  const made = document(entity, given, "note");
  return post(entity, clock, { ...made, type: "SN" });
}

function document(entity: Entity, given: Given, kind: "invoice" | "note"): Omit<NewTransaction, "type"> {
  const customer = customerOf(entity, given.text("CustomerCode"));
  const externalReference = checkReference(given.text("ExternalReference"), "INVOICE_EXTERNAL_REFERENCE");
  const description = descriptionOf(given);
  const date = dayOf(given, kind === "invoice" ? "InvoiceDate" : "CreditNoteDate");
  checkOpen(entity, date);
  const rate = checkRate(given.amount("ExchangeRate"));
  const lines = given.records("Lines");
  if (lines.length === 0) throw new Refused("BATCH_INVOICE_WITH_NO_INVOICE_LINES");
  const entries = lines.map((one) => entriesOf(entity, one));
  const gross = entries.reduce((sum, one) => sum.plus(one.net).plus(one.tax), decimal("0"));
  const signed = (amount: Big) => (kind === "invoice" ? amount : negative(amount));
  return {
    accountCode: customer.code,
    currency: customer.currency,
    date,
    externalReference,
    description,
    exchangeRate: rate.toFixed(),
    isBatch: true,
    invoiceId: null,
    dueDate: kind === "invoice" ? given.day("DueDate") : null,
    amount: signed(gross).toFixed(2),
    lines: [
      line("control", CONTROL.debtors, signed(gross), { description }),
      ...entries.flatMap(({ net, tax, of }): TransactionLine[] => [
        line("net", of.account, signed(negative(net)), of),
        line("tax", CONTROL.vat, signed(negative(tax)), { taxCode: of.taxCode, description: of.description }),
      ]),
    ],
  };
}

/** A supplier's invoice: costs and input VAT in debit, the creditor in credit; a debit note the other way round. */
export function postPurchase(
  entity: Entity,
  clock: () => Date,
  given: Given,
  type: "PI" | "PN",
): TransactionRecord {
  const supplier = supplierOf(entity, given.text("SupplierCode"));
  const externalReference = checkReference(given.text("ExternalReference"), "INVOICE_EXTERNAL_REFERENCE");
  const description = descriptionOf(given);
  const date = dayOf(given, type === "PI" ? "InvoiceDate" : "DebitNoteDate");
  checkOpen(entity, date);
  const rate = checkRate(given.amount("ExchangeRate"));
  const lines = given.records("Lines");
  if (lines.length === 0) throw new Refused("BATCH_INVOICE_WITH_NO_INVOICE_LINES");
  const entries = lines.map((one) => entriesOf(entity, one, "purchases"));
  const gross = entries.reduce((sum, one) => sum.plus(one.net).plus(one.tax), decimal("0"));
  const signed = (amount: Big) => (type === "PI" ? amount : negative(amount));
  return post(entity, clock, {
    type,
    accountCode: supplier.code,
    currency: supplier.currency,
    date,
    externalReference,
    description,
    exchangeRate: rate.toFixed(),
    isBatch: true,
    invoiceId: null,
    dueDate: null,
    amount: negative(signed(gross)).toFixed(2),
    lines: [
      line("control", CONTROL.creditors, negative(signed(gross)), { description }),
      ...entries.flatMap(({ net, tax, of }): TransactionLine[] => [
        line("net", of.account, signed(net), of),
        line("tax", CONTROL.inputVat, signed(tax), { taxCode: of.taxCode, description: of.description }),
      ]),
    ],
  });
}

function entriesOf(entity: Entity, given: Given, side: "sales" | "purchases" = "sales") {
  const account = given.text("GLAccountCode");
  if (account === null || account === "") throw new Refused("BATCH_INVOICE_LINE_MISSING_GL_ACCOUNT");
  const department = departmentOf(entity, given);
  checkAccount(entity, account, department);
  const partial = side === "sales" ? "SALES_BATCH_INVOICE" : "PURCHASES_BATCH_INVOICE";
  const taxCode = checkTaxCode(entity, given.text("TaxCode"), `${partial}_HAS_PARTIAL_TAX_CODE`);
  const description = given.text("Description");
  if (description === null || description.length > 500) {
    throw new Refused("BATCH_INVOICE_LINE_MISSING_DESCRIPTION");
  }
  const net = given.amount("NetAmount") ?? decimal("0");
  if (net.lt("0")) throw new Refused("GROSS_AMOUNT_IS_NEGATIVE");
  const rate = given.amount("TaxRate") ?? decimal("0");
  if (rate.lt("0")) throw new Refused("TAX_RATE_IS_NEGATIVE");
  if (rate.gt("1")) throw new Refused("TAX_RATE_IS_MORE_THAN_100_PERCENT");
  const tax = given.amount("TaxAmount") ?? cents(net.times(rate));
  if (!isInCents(net) || !isInCents(tax) || tax.lt("0"))
    throw new Refused("BAD_REQUEST", "An amount is invalid.");
  return { net, tax, of: { account, taxCode, department, description } };
}

/** A code that may stand on a document of the customers' side. */
export function checkTaxCode(entity: Entity, code: string | null, partial: string): string {
  if (code === null || code === "") throw new Refused("TAX_CODE_IS_NULL");
  if (code !== code.toUpperCase()) throw new Refused("TAX_CODE_IS_NOT_UPPERCASE");
  const tax = entity.taxes.get(code);
  if (tax === undefined) throw new Refused("TAX_CODE_DOES_NOT_EXIST");
  if (tax.isPartial) throw new Refused(partial);
  return code;
}
