import { amount, choice, day, flag, group, list, mailText, text, whole } from "./fields.ts";

const line = () => text({ max: 1024 });

/** The header of an invoice as a caller may write it, with the vendor's limits. */
export const invoiceHeaderFields = {
  CustomerNumber: text(),
  CustomerName: line(),
  Address1: line(),
  Address2: line(),
  ZipCode: line(),
  City: line(),
  Country: text(),
  Phone1: line(),
  Phone2: line(),
  DeliveryName: line(),
  DeliveryAddress1: line(),
  DeliveryAddress2: line(),
  DeliveryZipCode: line(),
  DeliveryCity: line(),
  DeliveryCountry: text(),
  DocumentNumber: text(),
  InvoiceDate: day(),
  DueDate: day(),
  DeliveryDate: day(),
  OutboundDate: day(),
  ExternalInvoiceReference1: text({ max: 80 }),
  ExternalInvoiceReference2: text({ max: 80 }),
  YourOrderNumber: text({ max: 75 }),
  YourReference: text({ max: 50 }),
  OurReference: text({ max: 50 }),
  Comments: line(),
  Remarks: line(),
  Currency: text({ min: 3, max: 3 }),
  CurrencyRate: amount(),
  CurrencyUnit: whole({ min: 1 }),
  Freight: amount(),
  AdministrationFee: amount(),
  VATIncluded: flag(),
  TermsOfPayment: text(),
  TermsOfDelivery: text(),
  WayOfDelivery: text(),
  PriceList: text(),
  PaymentWay: choice("CASH", "CARD", "AG"),
  InvoiceType: choice("INVOICE", "CASHINVOICE", "AGREEMENTINVOICE", "INTRESTINVOICE", "SUMMARYINVOICE"),
  Language: choice("SV", "EN"),
  PrintTemplate: text(),
  CostCenter: text(),
  Project: text(),
  Labels: list({ Id: whole() }),
  NotCompleted: flag(),
  OCR: text(),
  CreditInvoiceReference: text(),
  EUQuarterlyReport: flag(),
  // Housework deductions need personal numbers and their own rules; the stand-in knows only "none".
  TaxReductionType: choice("none"),
  EmailInformation: group({
    EmailAddressFrom: text(),
    EmailAddressTo: text(),
    EmailAddressCC: text(),
    EmailAddressBCC: text(),
    EmailSubject: mailText({ max: 100 }),
    EmailBody: mailText({ max: 20_000 }),
  }),
  EDIInformation: group({
    EDIGlobalLocationNumber: text({ max: 13 }),
    EDIGlobalLocationNumberDelivery: text({ max: 13 }),
    EDIInvoiceExtra1: text(),
    EDIInvoiceExtra2: text(),
    EDIOurElectronicReference: text(),
    EDIYourElectronicReference: text(),
  }),
} as const;

/** One row as a caller may write it. */
export const invoiceRowFields = {
  RowId: whole({ min: 1 }),
  AccountNumber: whole({ min: 1000, max: 9999 }),
  ArticleNumber: text(),
  Description: text({ max: 255 }),
  DeliveredQuantity: amount(),
  Price: amount(),
  Discount: amount(),
  DiscountType: choice("AMOUNT", "PERCENT"),
  Unit: text(),
  // A whole number on invoices; a rate such as 25.5 has to come by its VATCode.
  VAT: whole({ min: 0, max: 100 }),
  VATCode: text(),
  CostCenter: text(),
  Project: text(),
} as const;

/** The whole body; the vendor takes at most 500 rows. */
export const invoiceFields = {
  ...invoiceHeaderFields,
  InvoiceRows: list(invoiceRowFields, { max: 500 }),
} as const;
