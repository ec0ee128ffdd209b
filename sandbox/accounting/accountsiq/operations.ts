import { allocate } from "./allocations.ts";
import { postBatchCreditNote, postBatchInvoice } from "./batch.ts";
import { postPayAndAllocate } from "./combined.ts";
import * as customers from "./customers.ts";
import type { Entity } from "./entity.ts";
import * as files from "./files.ts";
import type { Given } from "./given.ts";
import * as itemDocuments from "./item-documents.ts";
import * as items from "./items.ts";
import * as lookups from "./lookups.ts";
import { postDebitJournal, postGeneralJournal, postReceipt } from "./money-moves.ts";
import { Refused } from "./refused.ts";
import * as shape from "./shapes.ts";
import { byExternalReference, readAllocations, readTransaction } from "./transactions.ts";
import type { Out } from "./xml.ts";

export interface Call {
  readonly entity: Entity;
  readonly given: Given;
  readonly clock: () => Date;
  readonly others: readonly Entity[];
}

export interface Answer {
  readonly status?: "Success" | "Created" | "NotCreated";
  readonly result?: Out;
  /** What stands beside the result. */
  readonly beside?: number;
}

export interface Operation {
  readonly access: "read" | "write";
  readonly takes: shape.Fields;
  /** Its out-parameter; -1 where the call failed. */
  readonly out?: "transactionID" | "invoiceID" | "creditNoteID";
  readonly handle: (call: Call) => Answer;
}

type Handle = Operation["handle"];
const { fields, texts } = shape;

const read = (takes: shape.Fields, result: (call: Call) => Out): Operation => ({
  access: "read",
  takes,
  handle: (call) => ({ result: result(call) }),
});
const write = (takes: shape.Fields, handle: Handle, out?: Operation["out"]): Operation => ({
  access: "write",
  takes,
  handle,
  ...(out === undefined ? {} : { out }),
});
const none = fields();

/** A record that has to be there. */
function need(given: Given, name: string): Given {
  const found = given.record(name);
  if (found === null) throw new Refused("MISSING_QUERY_PARAMETER");
  return found;
}

/** Saves an item document and gives its number back. */
const saves = (kind: "invoice" | "note", name: string): Handle => {
  return ({ entity, given, clock }) => {
    const create = given.flag("create");
    const saved = itemDocuments.saveItemDocument(entity, clock, { given: need(given, name), kind, create });
    return { status: create ? "Created" : "Success", beside: saved.id };
  };
};

/** Saves an item invoice when it comes to what the caller expects, and nothing otherwise. */
const savesChecked: Handle = ({ entity, given, clock }) => {
  const before = new Map(entity.itemDocuments);
  const create = given.flag("create");
  const invoice = need(given, "invoice");
  const saved = itemDocuments.saveItemDocument(entity, clock, { given: invoice, kind: "invoice", create });
  try {
    const expected = {
      net: given.amount("foreignCurrencyNetTotal"),
      tax: given.amount("foreignCurrencyTaxTotal"),
    };
    itemDocuments.checkTotals(saved, expected);
  } catch (error) {
    entity.itemDocuments.clear();
    for (const [id, one] of before) entity.itemDocuments.set(id, one);
    throw error;
  }
  const result = { Success: true, InvoiceID: saved.id, ActualNetTotal: saved.net, ActualTaxTotal: saved.tax };
  return { status: create ? "Created" : "Success", result };
};

const byCode = fields("customerCode");
const referenced = fields("externalReference");

/** What the stand-in can do, with what each operation takes in the vendor's order. */
export const operations: Readonly<Record<string, Operation>> = {
  GetCompanyInformation: read(none, ({ entity }) => lookups.company(entity)),
  GetChartOfAccounts: read(none, ({ entity }) => lookups.chartLines(entity)),
  GetTaxCodeList: read(none, ({ entity }) => lookups.taxCodes(entity)),
  GetCreditTermList: read(none, () => lookups.creditTerms()),
  GetBankList: read(none, ({ entity }) => lookups.bankList(entity)),
  GetCurrencies: read(none, ({ entity }) => lookups.currencies(entity)),
  // The vendor counts this one among those that write.
  GetCurrencyExchangeRate: write(fields("currencyCode"), ({ entity, given }) => ({
    result: lookups.exchangeRate(entity, given.text("currencyCode")),
  })),
  GetPeriodList: read(fields("pointInTime:dateTime"), ({ entity, clock }) =>
    lookups.periods(entity, clock()),
  ),
  GetDepartmentList: read(none, ({ entity }) => lookups.departmentList(entity)),
  GetCustomerDefaults: read(none, ({ entity }) => lookups.customerDefaultsOf(entity)),
  CheckCustomerDefaultsValidity: read(none, ({ entity }) => !entity.switches.brokenDefaults),
  GetReportStyles: read(none, () => lookups.reportStyles()),
  GetInterCompanyConnectionList: read(none, ({ entity, others }) => lookups.interCompany(entity, others)),

  GetNewCustomerFromDefaults: read(none, ({ entity }) => customers.shell(entity)),
  GetCustomer: read(byCode, ({ entity, given }) =>
    customers.readCustomer(entity, given.text("customerCode")),
  ),
  GetCustomersBy: read(
    fields(["query", shape.record(["Emails", texts], "FromLastModifiedDateInUTC:dateTime")]),
    ({ entity, given }) =>
      customers.listCustomers(entity, customers.byEmails(need(given, "query").texts("Emails"))),
  ),
  GetActiveCustomerList: read(none, ({ entity }) => customers.listCustomers(entity, customers.isActive)),
  GetCustomerBalanceInformation: read(fields("edt:dateTime", ["customerCodes", texts]), ({ entity, given }) =>
    customers.balances(entity, given.texts("customerCodes")),
  ),
  UpdateCustomer: write(fields(["customer", shape.customer], "create:boolean"), (call) => {
    const { entity, given, clock } = call;
    customers.saveCustomer(entity, clock, need(given, "customer"), given.flag("create"));
    return { result: true };
  }),
  UpdateCustomerGetbackCustomerCode: write(fields(["customer", shape.customer], "create:boolean"), (call) => {
    const { entity, given, clock } = call;
    const code = customers.saveCustomer(entity, clock, need(given, "customer"), given.flag("create"));
    return { result: code };
  }),

  GetNewStockItemFromDefaults: read(fields("stockItemID"), ({ given }) =>
    items.itemShell(given.text("stockItemID")),
  ),
  GetStockItem: read(fields("stockItemID"), ({ entity, given }) =>
    items.readItem(entity, given.text("stockItemID")),
  ),
  GetActiveStockItemList: read(none, ({ entity }) => items.listItems(entity, items.isActiveItem)),
  GetAllActiveStockInformation: read(none, ({ entity }) => items.stockInformation(entity)),
  GetStockItemLocationStatus: read(fields(["stockItemIDs", texts]), ({ entity, given }) =>
    items.locationStatus(entity, given.texts("stockItemIDs")),
  ),
  SaveStockItem: write(fields(["stockItem", shape.stockItem], "create:boolean"), ({ entity, given }) => ({
    status: items.saveItem(entity, need(given, "stockItem"), given.flag("create")),
  })),

  GetNewBatchSalesInvoice: read(byCode, ({ entity, given }) => {
    const code = given.text("customerCode");
    const currency = entity.customers.get(code ?? "")?.["CurrencyCode"] ?? null;
    if (currency === null) throw new Refused("CUSTOMER_CODE_DOES_NOT_EXIST");
    return { CustomerCode: code, Lines: {}, ExchangeRate: lookups.exchangeRate(entity, currency) };
  }),
  CreateBatchSalesInvoiceGetBackTransactionID: write(
    fields(["inv", shape.batchInvoice]),
    ({ entity, given, clock }) => {
      const posted = postBatchInvoice(entity, clock, need(given, "inv"));
      return { result: posted.internalNumber, beside: posted.id };
    },
    "transactionID",
  ),
  CreateBatchSalesCreditNoteGetBackTransactionID: write(
    fields(["creditNote", shape.batchCreditNote]),
    ({ entity, given, clock }) => {
      const posted = postBatchCreditNote(entity, clock, need(given, "creditNote"));
      return { result: posted.internalNumber, beside: posted.id };
    },
    "transactionID",
  ),
  PostPayAndAllocateSalesInvoice: write(
    fields(["query", shape.combinedQuery]),
    ({ entity, given, clock }) => ({ result: postPayAndAllocate(entity, clock, need(given, "query")) }),
  ),

  SaveSalesReceiptGetBackTransactionID: write(
    fields(["salesReceipt", shape.receipt]),
    ({ entity, given, clock }) => ({ beside: postReceipt(entity, clock, need(given, "salesReceipt")).id }),
    "transactionID",
  ),
  PostSalesDebitJournalGetBackTransactionID: write(
    fields(["journal", shape.ledgerJournal]),
    ({ entity, given, clock }) => ({ beside: postDebitJournal(entity, clock, need(given, "journal")).id }),
    "transactionID",
  ),
  CreateGeneralJournalGetBackTransactionID: write(
    fields(["journal", shape.generalJournal]),
    ({ entity, given, clock }) => ({ beside: postGeneralJournal(entity, clock, need(given, "journal")).id }),
    "transactionID",
  ),
  AllocateTransactions: write(
    fields(
      "transactionID_1:int transactionID_2:int allocationReference allocationAmount:decimal",
      "allocationDate:dateTime",
    ),
    ({ entity, given }) => {
      allocate(entity, {
        first: given.int("transactionID_1") ?? 0,
        second: given.int("transactionID_2") ?? 0,
        reference: given.text("allocationReference"),
        amount: given.amount("allocationAmount"),
        date: given.day("allocationDate"),
      });
      return {};
    },
  ),
  GetAllocationsByTransactionId: read(fields("transactionId"), ({ entity, given }) =>
    readAllocations(entity, given.text("transactionId")),
  ),
  GetTransaction: read(fields("transactionID:int"), ({ entity, given }) =>
    readTransaction(entity, given.int("transactionID")),
  ),
  GetTransactionsByExternalReference: read(fields(["query", shape.transactionQuery]), ({ entity, given }) =>
    byExternalReference(entity, given.record("query")),
  ),

  GetNewSalesInvoice: read(byCode, ({ entity, given, clock }) =>
    itemDocuments.itemShellOf(entity, given.text("customerCode"), "invoice", clock),
  ),
  GetNewSalesCreditNote: read(byCode, ({ entity, given, clock }) =>
    itemDocuments.itemShellOf(entity, given.text("customerCode"), "note", clock),
  ),
  GetInvoice: read(fields("invoiceID:int"), ({ entity, given }) =>
    itemDocuments.readItemDocument(entity, given.int("invoiceID")),
  ),
  GetCreditNote: read(fields("creditNoteID:int"), ({ entity, given }) =>
    itemDocuments.readItemDocument(entity, given.int("creditNoteID")),
  ),
  GetTransactionByInvoiceID: read(fields("invoiceID:int"), ({ entity, given }) => {
    const posted = itemDocuments.transactionOfDocument(entity, given.int("invoiceID"));
    return posted === null ? undefined : readTransaction(entity, posted);
  }),
  GetInvoicesByExternalReference: read(referenced, ({ entity, given }) => ({
    Invoice: itemDocuments.itemDocumentsByReference(entity, given.text("externalReference"), "invoice"),
  })),
  GetCreditNotesByExternalReference: read(referenced, ({ entity, given }) => ({
    CreditNote: itemDocuments.itemDocumentsByReference(entity, given.text("externalReference"), "note"),
  })),
  SaveInvoiceGetBackInvoiceID: write(
    fields(["invoice", shape.itemDocument], "create:boolean"),
    saves("invoice", "invoice"),
    "invoiceID",
  ),
  SaveInvoiceWithPostingAmountCheckGetBackInvoiceID: write(
    fields(
      ["invoice", shape.itemDocument],
      "create:boolean foreignCurrencyNetTotal:decimal foreignCurrencyTaxTotal:decimal",
    ),
    savesChecked,
  ),
  SaveCreditNoteGetBackCreditNoteID: write(
    fields(["creditNote", shape.itemDocument], "create:boolean"),
    saves("note", "creditNote"),
    "creditNoteID",
  ),
  PostInvoiceGetBackTransactionID: write(
    fields("invoiceID:int"),
    ({ entity, given, clock }) => ({
      beside: itemDocuments.postItemDocument(entity, clock, { id: given.int("invoiceID"), kind: "invoice" })
        .id,
    }),
    "transactionID",
  ),
  PostCreditNoteGetBackTransactionID: write(
    fields("creditNoteID:int"),
    ({ entity, given, clock }) => ({
      beside: itemDocuments.postItemDocument(entity, clock, { id: given.int("creditNoteID"), kind: "note" })
        .id,
    }),
    "transactionID",
  ),

  GetInvoicePDFByTransactionID: read(fields("transactionID:int"), ({ entity, given }) =>
    files.pdfOf(entity, given.int("transactionID")),
  ),
  AttachDocument: write(fields(["document", shape.document]), ({ entity, given }) => {
    files.attach(entity, given.record("document"));
    return {};
  }),
  GetAttachedDocumentList: read(fields("masterType masterID"), ({ entity, given }) =>
    files.attachedTo(entity, given.text("masterType"), given.text("masterID")),
  ),
  SendEmail: write(fields(["email", shape.email]), ({ entity, given }) => {
    files.sendEmail(entity, given.record("email"));
    return {};
  }),
  CreateDepartment: write(
    fields(
      "id description analysisCode1 analysisCode2 analysisCode3 analysisCode4 analysisCode5 analysisCode6",
    ),
    ({ entity, given }) => {
      files.createDepartment(entity, given);
      return {};
    },
  ),
};
