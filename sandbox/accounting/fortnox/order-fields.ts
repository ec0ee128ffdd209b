import { amount, choice, day, flag, list, text } from "./fields.ts";
import { invoiceHeaderFields, invoiceRowFields } from "./invoice-fields.ts";

const {
  InvoiceDate: _date,
  DueDate: _due,
  OutboundDate: _outbound,
  InvoiceType: _type,
  OCR: _ocr,
  CreditInvoiceReference: _credit,
  EUQuarterlyReport: _report,
  EDIInformation: _edi,
  ...shared
} = invoiceHeaderFields;

/** What only the head of an order has. */
const orderOnlyFields = {
  OrderDate: day(),
  DeliveryState: choice("registration", "reservation", "delivery"),
  OrderType: text(),
  CopyRemarks: flag(),
} as const;

/** One row of an order: ordered and delivered pieces, and a rate that may have decimals. */
export const orderRowFields = {
  ...invoiceRowFields,
  VAT: amount(),
  OrderedQuantity: amount(),
} as const;

export const orderFields = {
  ...shared,
  ...orderOnlyFields,
  OrderRows: list(orderRowFields, { max: 500 }),
} as const;
