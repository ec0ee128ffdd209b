/** What an operation takes, in the vendor's order; an element out of order is dropped, as the vendor's server does. */
export type Shape = Leaf | RecordShape | ListShape;

export interface Leaf {
  readonly kind: LeafKind;
}

export interface RecordShape {
  readonly kind: "record";
  readonly fields: Fields;
}

export interface ListShape {
  readonly kind: "list";
  readonly item: string;
  readonly of: Leaf | RecordShape;
}

export type Fields = readonly (readonly [name: string, shape: Shape])[];

const kinds = ["text", "int", "decimal", "boolean", "dateTime", "base64"] as const;
export type LeafKind = (typeof kinds)[number];

type Part = string | readonly [name: string, shape: Shape];

/** Fields in their order, separated by blanks: `Name` is a text, `Name:decimal` something else. */
export function fields(...parts: readonly Part[]): Fields {
  return parts.flatMap((part): Fields => {
    if (typeof part !== "string") return [part];
    return part
      .trim()
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => {
        const [name = "", wanted = "text"] = word.split(":", 2);
        const kind = kinds.find((one) => one === wanted);
        if (kind === undefined) throw new Error(`no such kind: ${word}`);
        return [name, { kind }] as const;
      });
  });
}

export const record = (...parts: readonly Part[]): RecordShape => ({
  kind: "record",
  fields: fields(...parts),
});
const list = (item: string, of: Leaf | RecordShape = { kind: "text" }): ListShape => ({
  kind: "list",
  item,
  of,
});
const ints = list("int", { kind: "int" });
export const texts = list("string");

const batchLine = record(
  "GLAccountCode TaxCode Description DepartmentID NetAmount:decimal TaxRate:decimal TaxAmount:decimal",
);

export const batchInvoice = record(
  "CustomerCode InvoiceDate:dateTime ExternalReference Description",
  ["Lines", list("BatchSalesInvoiceLine", batchLine)],
  "ExchangeRate:decimal DueDate:dateTime",
);

/** The rate stands first here and last on the invoice. */
export const batchCreditNote = record(
  "ExchangeRate:decimal CustomerCode CreditNoteDate:dateTime ExternalReference Description",
  ["Lines", list("BatchSalesCreditNoteLine", batchLine)],
);

export const purchaseInvoice = record(
  "SupplierCode InvoiceDate:dateTime ExternalReference Description",
  ["Lines", list("BatchPurchasesInvoiceLine", batchLine)],
  "ExchangeRate:decimal",
);

export const purchaseDebitNote = record(
  "SupplierCode DebitNoteDate:dateTime ExternalReference Description",
  ["Lines", list("BatchPurchasesDebitNoteLine", batchLine)],
  "ExchangeRate:decimal",
);

export const receipt = record(
  "CustomerCode CheckReference PaymentAmount:decimal BankAccountCode LodgmentNumber PaymentDate:dateTime",
  "ExchangeRate:decimal BankExchangeRate:decimal Description DepartmentID",
);

export const combinedQuery = record(
  "PerformExternalReferenceDuplicateCheckOnInvoice:boolean PerformExternalReferenceDuplicateCheckOnReceipt:boolean",
  ["BatchInvoice", batchInvoice],
  ["Receipt", receipt],
  "PerformAllocation:boolean AllocationDate:dateTime AllocationAmount:decimal AllocationReference",
  "ClientUniqueReference EnforceCreditLimit:boolean",
);

export const ledgerJournal = record(
  "AccountCode ExchangeRate:decimal ExternalReference JournalNumber TransactionDate:dateTime",
  [
    "Lines",
    list(
      "WSLedgerJournalLine",
      record("GLAccountCode Description Amount:decimal DepartmentID BankExchangeRate:decimal"),
    ),
  ],
);

export const generalJournal = record("InternalReference ExternalReference TransactionDate:dateTime", [
  "Lines",
  list(
    "GeneralJournalLine",
    record(
      "GLAccountCode Description DepartmentID Debit:decimal Credit:decimal Amount:decimal VatReturnID:int",
      "TaxRpt:boolean Reconc:boolean Reversed:boolean",
    ),
  ),
]);

export const customer = record(
  "AccountID:int ExternalApproverID:int LedgerType Code CountryCode Name GroupID DefaultTaxCode AreaID",
  "BankAccountCode CountryID CreditTermID CurrencyCode PaymentMethodID AuthorUserID ShipViaID",
  "CreationDate:dateTime Address1 Address2 City County_State Country PostCode DeliveryName DeliveryAddress1",
  "DeliveryAddress2 DeliveryCity DeliveryCounty_State DeliveryCountry DeliveryPostCode DeliveryContact",
  "DeliveryPhone DeliveryFax Phone Fax Email WebAddress Contact VATRegistrationNumber VATExemptReference",
  "DiscountRate:decimal UseAccountTaxCode:boolean DefaultGLAccountCode ControlGLAccountCode IsActive:boolean",
  "Hold:int HeadOfficeAccountID:int Notes UseHeadOffice:boolean IsHeadOffice:boolean CreditLimit:decimal",
  "RegionID PriorityID DeliveryRouteID PriceCategoryID PriceListID DepartmentID",
  "InternationalBankAccountNumber BankSortCode BankCode BankSwiftCode AccountReferralID MobilePhone",
  "IsFranchise:boolean ContractorTaxCode RowVersionNumber EDICentralID EPaymentReference SalesRepresentativeID:int",
);

export const stockItem = record(
  "StockItemID Description SalesDescription ItemGroupID ItemTypeID ItemSubgroupID DefaultLocationID",
  "DefaultSublocationID TaxCode ItemPrice:decimal UpdateOnHand:boolean OpeningStockGLAccountCode",
  "ClosingStockGLAccountCode DefaultSalesGLAccountCode DefaultPurchasesGLAccountCode",
  "OpeningWorkInProgressGLAccountCode ClosingWorkInProgressGLAccountCode Active:boolean ReOrderLevel:decimal",
  "ItemPrice2:decimal ItemPrice3:decimal ItemPrice4:decimal ItemPrice5:decimal ItemPrice6:decimal",
  "ItemPrice7:decimal ItemPrice8:decimal UseMarginWarning:boolean Margin:decimal UniversalResourceNumber",
  "RowVersionNumber Weight:decimal",
);

const itemLine = record(
  "InvoiceItemID:int InvoiceID:int OrderItemID:int StockItemID StockItemDescription InvoicedQuantity:decimal",
  "DeliveredQuantity:decimal StockItemCost:decimal StockItemPrice:decimal DiscountRate:decimal",
  "ActualPrice:decimal TaxCode TaxRate:decimal NetAmount:decimal TaxAmount:decimal GrossAmount:decimal",
  "LocationID SublocationID CreationDate:dateTime Notes Notes2 AdditionalCost:boolean GLAccountCode",
  "OpeningStockGLAccountCode DeliveryItemID:int DepartmentID RowVersionNumber ProjectNumber",
);

export const itemDocument = record(
  "InvoiceID:int AccountID:int AreaID CurrencyCode CurrrencyCode AccountTaxCode PaymentMethodID ShipmentViaID",
  "InvoiceNumber ExternalReference CreationDate:dateTime InvoiceDate:dateTime ExternalApproverID:int",
  "DeliveryDate:dateTime Status AccountName AccountAddress1 AccountAddress2 City County_State Country PostCode",
  "DeliveryAccountName DeliveryAccountAddress1 DeliveryAccountAddress2 DeliveryCity DeliveryCounty_State",
  "DeliveryCountry DeliveryPostCode Contact AuthorUserID Phone Notes DiscountRate:decimal ForCollection:boolean",
  "ExchangeRate:decimal UseAccountTaxCode:boolean OrderID:int OrderNumber DepartmentID Hold:int Ledger",
  "RowVersionNumber",
  ["Lines", list("InvoiceLine", itemLine)],
  "IsPrinted:boolean AccountBranchID:int OrderDate:dateTime ExcludeFromPrinting:boolean Type",
  "SalesRepresentativeID:int LockUser NetAmount:decimal TaxAmount:decimal GrossAmount:decimal",
  "BCNetAmount:decimal BCTaxAmount:decimal BCGrossAmount:decimal ForecastedPaymentDate:dateTime",
  "TaxAdjustmentAmount:decimal BCTaxAdjustmentAmount:decimal LastModifiedUTC:dateTime DueDate:dateTime",
  "ApprovalStatusName AuthorUserName ExternalApproverName AccountCode",
);

const OF_APPROVAL: ReadonlySet<string> = new Set([
  "ApprovalStatusName",
  "AuthorUserName",
  "ExternalApproverName",
  "AccountCode",
]);

/** As an invoice, but for what only invoices have approved. */
export const itemCreditNote: RecordShape = {
  kind: "record",
  fields: itemDocument.fields.filter(([name]) => !OF_APPROVAL.has(name)),
};

export const document = record(
  ["Header", record("MasterType MasterID Filename DocumentID:int")],
  ["Content", record("Content:base64 Comments")],
);

export const email = record(
  "From To Cc Bcc Subject Body",
  ["Attachments", list("WSEmailAttachment", record("Name MimeType Content:base64"))],
  "IsHTML:boolean",
);

export const transactionQuery = record(
  "ExternalReference FromDate:dateTime ToDate:dateTime",
  ["TypesFilter", texts],
  ["AccountIDsFilter", ints],
  ["TransactionIDsFilter", ints],
  ["DepartmentIDsFilter", texts],
);
