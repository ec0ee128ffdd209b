import { z } from "zod";
import { fromJsonNumber } from "../shared/json-number.ts";
import { decodeEntities } from "./text.ts";

/**
 * What we read of Fortnox's answers. Lenient: types vary between lists and single objects, fields come and go,
 * and only what is named here is relied upon.
 */

export const text = z.union([z.string(), z.number()]).transform((value) => decodeEntities(String(value)));
/** Absent references are null, "" or "0" at times. */
const optionalText = text.nullish().transform((value) => value ?? "");
export const amount = z.union([
  z.number().transform(fromJsonNumber),
  z.string().regex(/^-?\d{1,18}(\.\d{1,12})?$/),
]);
export const flag = (absent: boolean) =>
  z
    .union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")])
    .nullish()
    .transform((value) => value ?? absent);

export const companyInformation = z
  .object({
    CompanyInformation: z.object({
      CompanyName: optionalText,
      DatabaseNumber: text,
    }),
  })
  .transform((body) => body.CompanyInformation);

export const companySettings = z
  .object({ CompanySettings: z.object({ BG: optionalText, PG: optionalText, IBAN: optionalText }) })
  .transform((body) => body.CompanySettings);

export const customerItem = z.object({
  CustomerNumber: text,
  Name: optionalText,
  Email: optionalText,
  OrganisationNumber: optionalText,
  Phone: optionalText,
});
export type CustomerItem = z.output<typeof customerItem>;

export const customer = z
  .object({
    Customer: z.object({
      CustomerNumber: text,
      Active: flag(true),
      VATNumber: optionalText,
      ExternalReference: optionalText,
    }),
  })
  .transform((body) => body.Customer);
export type Customer = z.output<typeof customer>;

export const articleItem = z.object({ ArticleNumber: text, Description: optionalText, EAN: optionalText });

export const article = z
  .object({ Article: z.object({ ArticleNumber: text, Active: flag(true) }) })
  .transform((body) => body.Article);

/** A row of an invoice or order, as far as it can be changed by hand. */
export const documentRow = z.object({
  ArticleNumber: optionalText,
  Description: optionalText,
  DeliveredQuantity: amount.nullish().transform((value) => value ?? "0"),
  Price: amount.nullish().transform((value) => value ?? "0"),
  Discount: amount.nullish().transform((value) => value ?? "0"),
  AccountNumber: optionalText,
  VAT: amount.nullish().transform((value) => value ?? "0"),
  VATCode: optionalText,
  CostCenter: optionalText,
  Project: optionalText,
});
export type DocumentRow = z.output<typeof documentRow>;

const documentHead = {
  DocumentNumber: text,
  Cancelled: flag(false),
  Currency: text,
  Total: amount,
  TotalVAT: amount,
  RoundOff: amount.nullish().transform((value) => value ?? "0"),
  Freight: amount.nullish().transform((value) => value ?? "0"),
  AdministrationFee: amount.nullish().transform((value) => value ?? "0"),
};

export const orderItem = z.object({
  DocumentNumber: text,
  ExternalInvoiceReference1: optionalText,
  Cancelled: flag(false),
});

export const order = z
  .object({
    Order: z.object({
      ...documentHead,
      /** "0" or empty while nothing was invoiced. */
      InvoiceReference: optionalText.transform((value) => (value === "0" ? "" : value)),
      OrderRows: z.array(documentRow).default([]),
    }),
  })
  .transform((body) => body.Order);
export type Order = z.output<typeof order>;

/** The invoice made of an order: the order with its reference, or the invoice itself. */
export const invoicedOrder = z.union([
  z.object({ Order: z.object({ InvoiceReference: text }) }).transform((body) => body.Order.InvoiceReference),
  z.object({ Invoice: z.object({ DocumentNumber: text }) }).transform((body) => body.Invoice.DocumentNumber),
]);

export const invoiceItem = z.object({
  DocumentNumber: text,
  ExternalInvoiceReference1: optionalText,
  Cancelled: flag(false),
});

/** An invoice of a list, with what tells whether somebody touched it. */
export const changedItem = z.object({
  DocumentNumber: text,
  ExternalInvoiceReference1: optionalText,
  Booked: flag(false),
  Cancelled: flag(false),
  Currency: text,
  Total: amount,
});

/** What a credit note is linked to; "0" and "" are nothing. */
export const creditLink = z
  .object({ Invoice: z.object({ CreditInvoiceReference: optionalText }) })
  .transform((body) => body.Invoice.CreditInvoiceReference);

export const uploadedFile = z
  .object({ File: z.object({ Id: text, Name: optionalText, ArchiveFileId: text }) })
  .transform((body) => body.File);

/** Files of one document; the service of files answers with a bare list. */
export const attachments = z.array(z.object({ fileId: text }));

export const invoice = z
  .object({
    Invoice: z.object({
      ...documentHead,
      AccountingMethod: optionalText,
      Booked: flag(false),
      Credit: flag(false),
      Sent: flag(false),
      ExternalInvoiceReference1: optionalText,
      CurrencyRate: amount.nullish(),
      CurrencyUnit: amount.nullish(),
      InvoiceRows: z.array(documentRow).default([]),
    }),
  })
  .transform((body) => body.Invoice);
export type Invoice = z.output<typeof invoice>;

export const paymentItem = z.object({
  Number: text,
  InvoiceNumber: text,
  Amount: amount,
  PaymentDate: optionalText,
});

export const payment = z
  .object({
    InvoicePayment: z.object({
      Number: text,
      Booked: flag(false),
      ModeOfPayment: optionalText,
      ModeOfPaymentAccount: optionalText,
    }),
  })
  .transform((body) => body.InvoicePayment);

export const currencyItem = z.object({
  Code: text,
  Description: optionalText,
  BuyRate: amount.nullish(),
  Unit: amount.nullish(),
});
export type CurrencyItem = z.output<typeof currencyItem>;
export const currency = z.object({ Currency: currencyItem }).transform((body) => body.Currency);

export const accountItem = z.object({
  Number: text,
  Description: optionalText,
  Active: flag(true),
  VATCode: optionalText,
});

export const predefinedAccount = z.object({ Name: text, Account: optionalText });

export const financialYear = z.object({ FromDate: z.iso.date(), ToDate: z.iso.date() });

/** A year with the number by which vouchers name it. */
export const numberedYear = financialYear.extend({ Id: z.coerce.number().int() });

export const voucherSeries = z.object({ Code: text, Description: optionalText, Manual: flag(false) });

export const voucherItem = z.object({
  VoucherSeries: text,
  VoucherNumber: text,
  Year: z.coerce.number().int(),
  Description: optionalText,
});

export const voucher = z.object({ Voucher: voucherItem }).transform((body) => body.Voucher);

export const lockedPeriod = z
  .object({ LockedPeriod: z.object({ EndDate: optionalText }).nullish() })
  .transform((body) => body.LockedPeriod?.EndDate ?? "");

/** Lists of the settings page that carry a code or name and a description. */
export const codeItem = z.object({ Code: text, Description: optionalText });
export const templateItem = z.object({ Template: text, Name: optionalText });
export const projectItem = z.object({ ProjectNumber: text, Description: optionalText });

/** An answer whose content does not matter. */
export const anything = z.unknown();
