/**
 * What the vendor's collection of sample calls (version 2.0, April 2024) says of the operations the product uses: the
 * elements of each in their order, `/` leading into a record or the first entry of a list.
 */
export const requests: Readonly<Record<string, string>> = {
  GetCustomer: "customerCode",
  GetCustomersBy: "query/Emails query/FromLastModifiedDateInUTC",
  GetCustomerBalanceInformation: "edt customerCodes",
  GetNewBatchSalesInvoice: "customerCode",
  CreateBatchSalesCreditNoteGetBackTransactionID:
    "creditNote/ExchangeRate creditNote/CustomerCode creditNote/CreditNoteDate creditNote/ExternalReference creditNote/Description creditNote/Lines",
  CreateBatchSalesInvoiceGetBackTransactionID:
    "inv/CustomerCode inv/InvoiceDate inv/ExternalReference inv/Description inv/Lines inv/ExchangeRate",
  PostPayAndAllocateSalesInvoice:
    "query/PerformExternalReferenceDuplicateCheckOnInvoice query/PerformExternalReferenceDuplicateCheckOnReceipt query/BatchInvoice query/Receipt query/PerformAllocation query/AllocationDate query/AllocationAmount query/AllocationReference query/ClientUniqueReference query/EnforceCreditLimit",
  SaveSalesReceiptGetBackTransactionID:
    "salesReceipt/CustomerCode salesReceipt/CheckReference salesReceipt/PaymentAmount salesReceipt/BankAccountCode salesReceipt/LodgmentNumber salesReceipt/PaymentDate salesReceipt/ExchangeRate salesReceipt/BankExchangeRate salesReceipt/Description salesReceipt/DepartmentID",
  PostSalesDebitJournalGetBackTransactionID:
    "journal/AccountCode journal/ExchangeRate journal/ExternalReference journal/JournalNumber journal/TransactionDate journal/Lines",
  CreateGeneralJournalGetBackTransactionID:
    "journal/InternalReference journal/ExternalReference journal/TransactionDate journal/Lines",
  AllocateTransactions: "transactionID_1 transactionID_2 allocationReference allocationAmount allocationDate",
  GetTransactionsByExternalReference:
    "query/ExternalReference query/FromDate query/ToDate query/TypesFilter query/AccountIDsFilter query/TransactionIDsFilter query/DepartmentIDsFilter",
  SaveInvoiceWithPostingAmountCheckGetBackInvoiceID:
    "invoice/InvoiceID invoice/ExternalReference invoice/InvoiceDate invoice/Status invoice/AccountName invoice/Notes invoice/ExchangeRate invoice/UseAccountTaxCode invoice/Lines invoice/Type create foreignCurrencyNetTotal foreignCurrencyTaxTotal",
  PostInvoiceGetBackTransactionID: "invoiceID",
  SaveStockItem:
    "stockItem/StockItemID stockItem/Description stockItem/ItemTypeID stockItem/TaxCode stockItem/ItemPrice stockItem/Active stockItem/RowVersionNumber create",
  UpdateCustomer:
    "customer/AccountID customer/Code customer/CountryCode customer/Name customer/CurrencyCode customer/Address1 customer/Country customer/PostCode customer/Email customer/VATRegistrationNumber customer/Notes customer/CreditLimit customer/RowVersionNumber customer/EDICentralID create",
  GetInvoicePDFByTransactionID: "transactionID",
  GetAttachedDocumentList: "masterType masterID",
  AttachDocument: "document/Header document/Content",
};
