import * as itemDocuments from "./item-documents.ts";
import { byCode, type Handle, need, type Operations, read, write } from "./operation.ts";
import * as shape from "./shapes.ts";
import { readTransaction } from "./transactions.ts";

const { fields } = shape;
const referenced = fields("externalReference");

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

/** Invoices and credit notes that are saved first and posted then. */
export const itemOperations: Operations = {
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
    fields(["creditNote", shape.itemCreditNote], "create:boolean"),
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
};
