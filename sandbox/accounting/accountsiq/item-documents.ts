import type Big from "big.js";
import { checkTaxCode } from "./batch.ts";
import { cents, decimal, moneyText, sumOf } from "./decimal.ts";
import { CONTROL, type Entity, takeId } from "./entity.ts";
import type { Given } from "./given.ts";
import { checkStock, moveStock } from "./items.ts";
import { checkAccount, checkRate, customerOf, departmentOf, line, negative, post } from "./posting.ts";
import type { ItemDocumentRecord, TransactionLine, TransactionRecord, WireRecord } from "./records.ts";
import { checkReference, Refused } from "./refused.ts";
import { itemCreditNote, itemDocument } from "./shapes.ts";
import type { Out } from "./xml.ts";

type Kind = ItemDocumentRecord["kind"];

/** An empty document of a customer, with what his card says. */
export function itemShellOf(entity: Entity, code: string | null, kind: Kind, clock: () => Date): Out {
  const customer = customerOf(entity, code);
  const card = entity.customers.get(customer.code) ?? {};
  return written({
    id: 0,
    kind,
    head: {
      AccountID: card["AccountID"] ?? "0",
      CurrencyCode: customer.currency,
      CurrrencyCode: customer.currency,
      AccountTaxCode: card["DefaultTaxCode"] ?? null,
      PaymentMethodID: card["PaymentMethodID"] ?? null,
      CreationDate: clock().toISOString(),
      InvoiceDate: clock().toISOString(),
      DeliveryDate: clock().toISOString(),
      AccountName: card["Name"] ?? null,
      DiscountRate: "0",
      ForCollection: "false",
      ExchangeRate: entity.rates.get(customer.currency) ?? "1",
      UseAccountTaxCode: "true",
      Hold: "0",
      Ledger: "Sales",
      Type: kind === "invoice" ? "Invoice" : "Note",
      AccountCode: customer.code,
    },
    lines: [],
    status: "Processed",
    net: "0.00",
    tax: "0.00",
    transactionId: null,
  });
}

/** Saves an item document; what it comes to is worked out from price, quantity and the code's rate. */
export function saveItemDocument(
  entity: Entity,
  clock: () => Date,
  { given, kind, create }: { given: Given; kind: Kind; create: boolean },
): ItemDocumentRecord {
  const before = entity.itemDocuments.get(given.int("InvoiceID") ?? 0);
  if (!create && before === undefined) throw new Refused("INVOICE_ID_DOES_NOT_EXIST");
  if (before !== undefined && before.status !== "Processed") throw new Refused("INVOICE_TYPE_INCORRECT");
  if (before !== undefined && before.head["RowVersionNumber"] !== given.text("RowVersionNumber")) {
    throw new Refused("OUTDATED_RECORD");
  }
  const card = [...entity.customers.values()].find((one) => one["AccountID"] === given.text("AccountID"));
  if (card === undefined) throw new Refused("CUSTOMER_ID_DOES_NOT_EXIST");
  checkReference(given.text("ExternalReference"), "INVOICE_EXTERNAL_REFERENCE");
  checkRate(given.amount("ExchangeRate"));
  const name = given.text("AccountName") ?? "";
  if (name === "" || name.length > 50) throw new Refused("ACCOUNT_NAME_IS_EMPTY");
  if ((given.text("Notes") ?? "").length > 2000) throw new Refused("INVOICE_NOTES_IS_TOO_LONG");
  const lines = given.records("Lines").map((one) => lineOf(entity, one, given, card));
  if (lines.length === 0) throw new Refused("BATCH_INVOICE_WITH_NO_INVOICE_LINES");
  const id = before?.id ?? takeId(entity);
  const saved: ItemDocumentRecord = {
    id,
    kind,
    head: {
      ...given.leaves(),
      InvoiceNumber: before?.head["InvoiceNumber"] ?? `${kind === "invoice" ? "INV" : "CRN"}${id}`,
      CreationDate: before?.head["CreationDate"] ?? clock().toISOString(),
      CurrencyCode: card["CurrencyCode"] ?? entity.currency,
      AccountCode: card["Code"] ?? null,
      RowVersionNumber: String(takeId(entity)),
    },
    lines,
    status: "Processed",
    net: moneyText(sumOf(lines.map((one) => one["NetAmount"] ?? "0"))),
    tax: moneyText(sumOf(lines.map((one) => one["TaxAmount"] ?? "0"))),
    transactionId: null,
  };
  entity.itemDocuments.set(id, saved);
  return saved;
}

function lineOf(entity: Entity, given: Given, head: Given, card: WireRecord): WireRecord {
  const account = given.text("GLAccountCode") ?? "";
  if (account === "") throw new Refused("BATCH_INVOICE_LINE_MISSING_GL_ACCOUNT");
  checkAccount(entity, account, departmentOf(entity, given));
  const item = given.text("StockItemID") ?? "";
  if (!entity.items.has(item)) throw new Refused("STOCKITEM_ID_DOES_NOT_EXIST");
  if ((given.text("LocationID") ?? "") === "") throw new Refused("LOCATION_ID_IS_NULL");
  const quantity = given.amount("InvoicedQuantity") ?? decimal("0");
  if (quantity.lt("0")) throw new Refused("INVOICED_QUANTITY_IS_NEGATIVE");
  const price = given.amount("ActualPrice") ?? decimal("0");
  if (price.lt("0")) throw new Refused("GROSS_AMOUNT_IS_NEGATIVE");
  const code = head.flag("UseAccountTaxCode") ? (card["DefaultTaxCode"] ?? null) : given.text("TaxCode");
  const taxCode = checkTaxCode(entity, code, "SALES_INVOICE_HAS_PARTIAL_TAX_CODE");
  const net = cents(price.times(quantity));
  const tax = cents(net.times(entity.taxes.get(taxCode)?.rate ?? "0"));
  return {
    ...given.leaves(),
    TaxCode: taxCode,
    TaxRate: entity.taxes.get(taxCode)?.rate ?? "0",
    NetAmount: moneyText(net),
    TaxAmount: moneyText(tax),
    GrossAmount: moneyText(net.plus(tax)),
  };
}

/** Refuses totals that are not those worked out; nothing is saved then. */
export function checkTotals(
  { net, tax }: ItemDocumentRecord,
  expected: { net: Big | null; tax: Big | null },
): void {
  if (expected.net?.eq(net) !== true || expected.tax?.eq(tax) !== true) {
    throw new Refused("EXPECTED_POSTING_VALUES_DO_NOT_MATCH_ACTUAL_CALCULATED_VALUES");
  }
}

/** Enters a saved document in the books and moves its stock. */
export function postItemDocument(
  entity: Entity,
  clock: () => Date,
  { id, kind }: { id: number | null; kind: Kind },
): TransactionRecord {
  const saved = entity.itemDocuments.get(id ?? 0);
  if (saved === undefined || saved.kind !== kind) throw new Refused("INVOICE_ID_DOES_NOT_EXIST");
  if (saved.status === "Cancelled") throw new Refused("INVOICE_CANNOT_BE_POSTED_SINCE_IT_IS_CANCELLED");
  if (saved.status === "Posted") throw new Refused("INVALID_STATE_FAILED_TO_POST_INVOICE");
  if (entity.switches.approval && kind === "invoice") throw new Refused("INVOICE_IS_NOT_APPROVED");
  const { head } = saved;
  const moves = stockMoves(saved);
  // Refused before anything is entered.
  for (const [item, quantity] of moves) checkStock(entity, item, quantity);
  const signed = (amount: Big) => (kind === "invoice" ? amount : negative(amount));
  const gross = decimal(saved.net).plus(saved.tax);
  const posted = post(entity, clock, {
    type: kind === "invoice" ? "SI" : "SN",
    accountCode: head["AccountCode"] ?? null,
    currency: head["CurrencyCode"] ?? entity.currency,
    date: (head["InvoiceDate"] ?? "0001-01-01").slice(0, 10),
    internalNumber: head["InvoiceNumber"] ?? "",
    externalReference: head["ExternalReference"] ?? "",
    description: head["Notes"] ?? "",
    exchangeRate: head["ExchangeRate"] ?? "1",
    isBatch: false,
    invoiceId: saved.id,
    dueDate: null,
    amount: signed(gross).toFixed(2),
    lines: [
      line("control", CONTROL.debtors, signed(gross)),
      ...saved.lines.flatMap((one): TransactionLine[] => [
        line("net", one["GLAccountCode"] ?? "", signed(negative(decimal(one["NetAmount"] ?? "0"))), {
          taxCode: one["TaxCode"] ?? null,
          department: one["DepartmentID"] ?? null,
          description: one["StockItemDescription"] ?? "",
        }),
        line("tax", CONTROL.vat, signed(negative(decimal(one["TaxAmount"] ?? "0"))), {
          taxCode: one["TaxCode"] ?? null,
        }),
      ]),
    ],
  });
  for (const [item, quantity] of moves) moveStock(entity, item, quantity);
  entity.itemDocuments.set(saved.id, { ...saved, status: "Posted", transactionId: posted.id });
  return posted;
}

/** What posting takes out of stock, or puts back, per item. */
function stockMoves({ kind, lines }: ItemDocumentRecord): Map<string, string> {
  const moves = new Map<string, string>();
  for (const one of lines) {
    const quantity = decimal(one["InvoicedQuantity"] ?? "0");
    const item = one["StockItemID"] ?? "";
    const moved = kind === "invoice" ? negative(quantity) : quantity;
    moves.set(item, moved.plus(moves.get(item) ?? "0").toFixed());
  }
  return moves;
}

export function readItemDocument(entity: Entity, id: number | null): Out {
  const saved = entity.itemDocuments.get(id ?? 0);
  if (saved === undefined) throw new Refused("INVOICE_ID_DOES_NOT_EXIST");
  return written(saved);
}

/** The transaction a document was posted as; null while it is not. */
export function transactionOfDocument(entity: Entity, id: number | null): number | null {
  const saved = entity.itemDocuments.get(id ?? 0);
  if (saved === undefined) throw new Refused("INVOICE_ID_DOES_NOT_EXIST");
  return saved.transactionId;
}

export function itemDocumentsByReference(entity: Entity, reference: string | null, kind: Kind): Out[] {
  return [...entity.itemDocuments.values()]
    .filter((one) => one.kind === kind && one.head["ExternalReference"] === reference)
    .map(written);
}

/** The record in the vendor's order, with what the server itself knows. */
function written({ id, kind, head, lines, status, net, tax }: ItemDocumentRecord): Out {
  const gross = decimal(net).plus(tax).toFixed(2);
  const own: Record<string, Out> = {
    InvoiceID: id,
    Status: status,
    Lines: { InvoiceLine: lines },
    NetAmount: net,
    TaxAmount: tax,
    GrossAmount: gross,
  };
  const shape = kind === "invoice" ? itemDocument : itemCreditNote;
  return Object.fromEntries(
    shape.fields.flatMap(([name]): [string, Out][] => {
      const value = own[name] ?? head[name] ?? null;
      if (value === null) return ["ExternalApproverID", "OrderID"].includes(name) ? [[name, null]] : [];
      return [[name, value]];
    }),
  );
}
