import type { articleFields } from "./article-fields.ts";
import type { customerFields } from "./customer-fields.ts";
import type { Patch } from "./fields.ts";
import type { invoiceHeaderFields } from "./invoice-fields.ts";

// Records carry the vendor's field names. Money and rates are decimal texts; they become numbers only in answers.

/** What every field may hold in a record: `null` when nobody has filled it in. */
type Filled<F> = { [K in keyof F]-?: Exclude<F[K], undefined> | null };

export type CustomerRecord = Filled<Patch<typeof customerFields>> & {
  CustomerNumber: string;
  Name: string;
  Type: "PRIVATE" | "COMPANY";
  VATType: "SEVAT" | "SEREVERSEDVAT" | "EUREVERSEDVAT" | "EUVAT" | "EXPORT";
  Active: boolean;
  modifiedAt: string;
};

export type ArticleRecord = Filled<Patch<typeof articleFields>> & {
  ArticleNumber: string;
  Description: string;
  Type: "STOCK" | "SERVICE";
  Active: boolean;
  modifiedAt: string;
};

export interface InvoiceRowRecord {
  RowId: number;
  /** 0 on a row that is text only. */
  AccountNumber: number;
  ArticleNumber: string;
  Description: string;
  DeliveredQuantity: string;
  Price: string;
  Discount: string;
  DiscountType: "AMOUNT" | "PERCENT";
  Unit: string;
  /** Per cent, such as "25" or "25.5". */
  VAT: string;
  VATCode: string;
  CostCenter: string;
  Project: string;
  PriceExcludingVAT: string;
  Total: string;
  TotalExcludingVAT: string;
}

export interface InvoiceTotals {
  Gross: string;
  Net: string;
  FreightVAT: string;
  AdministrationFeeVAT: string;
  TotalVAT: string;
  RoundOff: string;
  Total: string;
}

export type InvoiceRecord = Filled<Omit<Patch<typeof invoiceHeaderFields>, "DocumentNumber">> &
  InvoiceTotals & {
    DocumentNumber: string;
    CustomerNumber: string;
    InvoiceDate: string;
    DueDate: string;
    Currency: string;
    CurrencyRate: string;
    CurrencyUnit: number;
    Freight: string;
    AdministrationFee: string;
    VATIncluded: boolean;
    InvoiceType: string;
    OCR: string;
    InvoiceRows: InvoiceRowRecord[];
    Booked: boolean;
    Cancelled: boolean;
    Sent: boolean;
    Credit: boolean;
    Balance: string;
    FinalPayDate: string | null;
    VoucherSeries: string | null;
    VoucherNumber: number | null;
    VoucherYear: number | null;
    /** The order it was made of. */
    OrderReference?: string;
    modifiedAt: string;
  };

/** An order: the invoice it will become, and what orders have besides. */
export interface OrderRecord {
  DocumentNumber: string;
  OrderDate: string;
  DeliveryState: "registration" | "reservation" | "delivery";
  OrderType: string;
  CopyRemarks: boolean;
  Cancelled: boolean;
  Sent: boolean;
  /** The invoice made of it. */
  InvoiceReference: string | null;
  /** Ordered pieces of each row; the rows themselves carry what was delivered. */
  ordered: string[];
  /** Head, rows and sums, without a number. */
  document: InvoiceRecord;
  modifiedAt: string;
}

export interface WriteOffRecord {
  AccountNumber: number;
  Amount: string;
  CostCenter: string | null;
  Currency: string | null;
  Description: string | null;
  Project: string | null;
  TransactionInformation: string | null;
}

export interface PaymentRecord {
  Number: string;
  InvoiceNumber: number;
  Amount: string;
  AmountCurrency: string;
  Currency: string;
  CurrencyRate: string;
  CurrencyUnit: string;
  PaymentDate: string;
  ModeOfPayment: string | null;
  ModeOfPaymentAccount: number;
  ExternalInvoiceReference1: string | null;
  ExternalInvoiceReference2: string | null;
  WriteOffs: WriteOffRecord[];
  Booked: boolean;
  Source: "direct";
  VoucherSeries: string | null;
  VoucherNumber: number | null;
  VoucherYear: number | null;
  modifiedAt: string;
}

export interface VoucherRowRecord {
  Account: number;
  Debit: string;
  Credit: string;
  CostCenter: string | null;
  Project: string | null;
  TransactionInformation: string | null;
}

export interface VoucherRecord {
  VoucherSeries: string;
  VoucherNumber: number;
  Year: number;
  TransactionDate: string;
  Description: string;
  Comments: string | null;
  ReferenceType: "INVOICE" | "INVOICEPAYMENT" | "MANUAL";
  ReferenceNumber: string | null;
  VoucherRows: VoucherRowRecord[];
}

export interface EmailRecord {
  DocumentNumber: string;
  EmailAddressFrom: string | null;
  EmailAddressTo: string;
  EmailAddressCC: string | null;
  EmailAddressBCC: string | null;
  EmailSubject: string;
  EmailBody: string;
  /** Swedish wall clock. */
  at: string;
}

/** A file of the archive, with its text. */
export interface FileRecord {
  Id: string;
  ArchiveFileId: string;
  Name: string;
  /** Folder of the inbox. */
  Path: string;
  content: string;
}

/** A file put to a document, in the words of the service of attachments. */
export interface AttachmentRecord {
  id: string;
  entityId: number;
  entityType: string;
  /** `ArchiveFileId` of the file. */
  fileId: string;
  includeOnSend: boolean;
}

export interface AccountRecord {
  Number: number;
  Description: string;
  Active: boolean;
  VATCode: string | null;
}

export interface FinancialYearRecord {
  Id: number;
  FromDate: string;
  ToDate: string;
}

/** A VAT rate the merchant has set up, and the account its output VAT is posted to. */
export interface VatRateRecord {
  code: string;
  rate: string;
  account: number | null;
}

/** One entry of a small register such as units or currencies, by the vendor's field names. */
export type RegisterEntry = Record<string, string | number | boolean | null>;

export interface PriceRecord {
  ArticleNumber: string;
  PriceList: string;
  FromQuantity: string;
  Price: string;
  Percent: string;
  Date: string;
}

/** One call to the API or the token endpoint; `status` 0 means it never got an answer. */
export interface CallRecord {
  method: string;
  path: string;
  /** As sent, without the question mark. */
  query: string;
  status: number;
  at: string;
}
