import { z } from "zod";
import { limits } from "./text.ts";

/**
 * What we send, with the vendor's limits. Strict: a wrong body is a mistake of ours that is thrown before it leaves.
 */

const required = (max: number) => z.string().min(1).max(max);
const optional = (max: number) => required(max).optional();
const cents = z.number().multipleOf(0.01);
const account = z.int().min(1000).max(9999);
const currencyCode = z.string().length(3);
const countryCode = z.string().length(2);
const rate = z.number().positive();

export const invoiceRow = z.strictObject({
  ArticleNumber: optional(limits.articleNumber),
  Description: required(limits.rowText),
  DeliveredQuantity: z.string().regex(/^-?\d{1,14}(\.\d{1,2})?$/),
  Price: cents.optional(),
  Discount: z.literal(0).optional(),
  AccountNumber: account.optional(),
  VAT: z.int().min(0).max(100).optional(),
  VATCode: optional(20),
  CostCenter: optional(20),
  Project: optional(20),
});
export type InvoiceRow = z.output<typeof invoiceRow>;

/** What the head of an invoice and of an order have in common. */
const head = z.strictObject({
  CustomerNumber: required(1024),
  CustomerName: optional(limits.name),
  Address1: optional(limits.address),
  Address2: optional(limits.address),
  ZipCode: optional(limits.documentZip),
  City: optional(limits.address),
  Country: optional(limits.address),
  DeliveryName: optional(limits.name),
  DeliveryAddress1: optional(limits.address),
  DeliveryAddress2: optional(limits.address),
  DeliveryZipCode: optional(limits.documentZip),
  DeliveryCity: optional(limits.address),
  DeliveryCountry: optional(limits.address),
  Currency: currencyCode,
  CurrencyRate: rate,
  CurrencyUnit: z.literal(1),
  VATIncluded: z.boolean(),
  ExternalInvoiceReference1: required(limits.externalReference),
  YourOrderNumber: optional(limits.yourOrderNumber),
  YourReference: optional(limits.yourReference),
  Comments: optional(limits.comments),
  Remarks: optional(limits.remarks),
  Freight: z.literal(0),
  AdministrationFee: z.literal(0),
  TermsOfPayment: optional(25),
});

export const invoiceBody = z.strictObject({
  Invoice: head.extend({
    InvoiceDate: z.iso.date(),
    DueDate: z.iso.date().optional(),
    PrintTemplate: optional(25),
    EmailInformation: z
      .strictObject({
        EmailAddressTo: required(limits.email),
        EmailSubject: optional(limits.emailSubject),
        EmailBody: optional(limits.emailBody),
      })
      .optional(),
    EDIInformation: z
      .strictObject({
        EDIGlobalLocationNumber: z.string().regex(/^\d{13}$/),
        EDIYourElectronicReference: optional(limits.yourReference),
      })
      .optional(),
    InvoiceRows: z.array(invoiceRow).min(1).max(500),
  }),
});
export type InvoiceBody = z.output<typeof invoiceBody>;

export const orderRow = invoiceRow.extend({ OrderedQuantity: invoiceRow.shape.DeliveredQuantity });
export type OrderRow = z.output<typeof orderRow>;

export const orderBody = z.strictObject({
  Order: head.extend({ OrderDate: z.iso.date(), OrderRows: z.array(orderRow).min(1).max(500) }),
});
export type OrderBody = z.output<typeof orderBody>;

export const paymentBody = z.strictObject({
  InvoicePayment: z.strictObject({
    InvoiceNumber: z.int().positive(),
    Amount: cents,
    AmountCurrency: cents.optional(),
    Currency: currencyCode.optional(),
    CurrencyRate: rate.optional(),
    CurrencyUnit: z.literal(1).optional(),
    PaymentDate: z.iso.date(),
    ModeOfPayment: optional(25),
    ModeOfPaymentAccount: account.optional(),
    WriteOffs: z
      .array(z.strictObject({ AccountNumber: account, Amount: cents, Currency: currencyCode }))
      .optional(),
  }),
});
export type PaymentBody = z.output<typeof paymentBody>;

/** What a card's VAT type may be. It decides which of an article's accounts a row without one of its own is booked on. */
export const vatTypes = ["SEVAT", "SEREVERSEDVAT", "EUREVERSEDVAT", "EUVAT", "EXPORT"] as const;
export type VatType = (typeof vatTypes)[number];

export const customerBody = z.strictObject({
  Customer: z.strictObject({
    Name: required(limits.name),
    Type: z.enum(["PRIVATE", "COMPANY"]),
    OrganisationNumber: optional(30),
    VATNumber: optional(30),
    VATType: z.enum(vatTypes),
    Address1: optional(limits.address),
    Address2: optional(limits.address),
    ZipCode: optional(limits.cardZip),
    City: optional(limits.address),
    CountryCode: countryCode.optional(),
    DeliveryName: optional(limits.name),
    DeliveryAddress1: optional(limits.address),
    DeliveryAddress2: optional(limits.address),
    DeliveryZipCode: optional(limits.cardZip),
    DeliveryCity: optional(limits.address),
    DeliveryCountryCode: countryCode.optional(),
    Email: optional(limits.email),
    EmailInvoice: optional(limits.email),
    Phone1: optional(limits.address),
    Currency: currencyCode,
    GLN: z.string().length(13).optional(),
    YourReference: optional(limits.yourReference),
    PriceList: optional(100),
    TermsOfPayment: optional(25),
    ExternalReference: optional(limits.externalReference),
  }),
});
export type CustomerBody = z.output<typeof customerBody>;

export const articleBody = z.strictObject({
  Article: z.strictObject({
    ArticleNumber: required(limits.articleNumber),
    Description: required(limits.articleText),
    Type: z.enum(["STOCK", "SERVICE"]),
    EAN: optional(limits.barcode),
    PurchasePrice: cents.optional(),
  }),
});
export type ArticleBody = z.output<typeof articleBody>;

export const articleUpdate = z.strictObject({
  Article: z.strictObject({
    Description: required(limits.articleText),
    EAN: optional(limits.barcode),
    Active: z.literal(true).optional(),
  }),
});
export type ArticleUpdate = z.output<typeof articleUpdate>;

const voucherRow = z.strictObject({
  Account: account,
  Debit: cents.optional(),
  Credit: cents.optional(),
  CostCenter: optional(20),
  Project: optional(20),
  TransactionInformation: optional(limits.voucherRowText),
});

export const voucherBody = z.strictObject({
  Voucher: z.strictObject({
    Description: required(limits.voucherText),
    TransactionDate: z.iso.date(),
    VoucherSeries: required(10),
    Year: z.int().positive(),
    VoucherRows: z.array(voucherRow).min(2),
  }),
});
export type VoucherBody = z.output<typeof voucherBody>;
