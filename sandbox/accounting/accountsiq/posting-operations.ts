import { allocate } from "./allocations.ts";
import { postBatchCreditNote, postBatchInvoice, postPurchase } from "./batch.ts";
import { postPayAndAllocate } from "./combined.ts";
import * as lookups from "./lookups.ts";
import { postDebitJournal, postGeneralJournal, postReceipt } from "./money-moves.ts";
import { byCode, need, type Operations, read, write } from "./operation.ts";
import { Refused } from "./refused.ts";
import * as shape from "./shapes.ts";
import { byExternalReference, readAllocations, readTransaction } from "./transactions.ts";

const { fields } = shape;

/** What is posted at once, what settles it, and what is found again. */
export const postingOperations: Operations = {
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
  CreateBatchPurchasesInvoiceGetBackTransactionID: write(
    fields(["inv", shape.purchaseInvoice]),
    ({ entity, given, clock }) => {
      const posted = postPurchase(entity, clock, need(given, "inv"), "PI");
      return { result: posted.internalNumber, beside: posted.id };
    },
    "transactionID",
  ),
  CreateBatchPurchasesDebitNoteGetBackTransactionID: write(
    fields(["debitNote", shape.purchaseDebitNote]),
    ({ entity, given, clock }) => {
      const posted = postPurchase(entity, clock, need(given, "debitNote"), "PN");
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
};
