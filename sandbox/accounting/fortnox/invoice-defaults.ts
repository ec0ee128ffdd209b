import { type Company, nextNumber } from "./company.ts";
import { unlisted } from "./errors.ts";
import { blank } from "./fields.ts";
import { invoiceFields } from "./invoice-fields.ts";
import type { CustomerRecord } from "./records.ts";
import { countryName } from "./text-rules.ts";
import { documentTotals } from "./totals.ts";

/** A payment reference with its length and check digit, as banks expect it. */
export function ocrOf(documentNumber: string): string {
  const digits = `${documentNumber}${(documentNumber.length + 2) % 10}`;
  const sum = digits
    .split("")
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** The next free number, or the wished one if it fits the series. */
export function documentNumber(company: Company, asked?: string): string {
  if (asked !== undefined) {
    if (!/^[1-9]\d{0,17}$/.test(asked)) throw unlisted(`Ogiltigt dokumentnummer (${asked})`);
    if (company.invoices.has(asked)) throw unlisted(`Dokumentnummer ${asked} används redan`);
    return asked;
  }
  let number = String(nextNumber(company, "invoice"));
  while (company.invoices.has(number)) number = String(nextNumber(company, "invoice"));
  return number;
}

/** What a document takes from the customer's card unless it says otherwise. */
export function fromCard(customer: CustomerRecord) {
  const country = (code: string | null) => (code === null ? null : (countryName(code) ?? null));
  return {
    Address1: customer.Address1,
    Address2: customer.Address2,
    ZipCode: customer.ZipCode,
    City: customer.City,
    Country: country(customer.CountryCode),
    Phone1: customer.Phone1,
    Phone2: customer.Phone2,
    DeliveryName: customer.DeliveryName,
    DeliveryAddress1: customer.DeliveryAddress1,
    DeliveryAddress2: customer.DeliveryAddress2,
    DeliveryZipCode: customer.DeliveryZipCode,
    DeliveryCity: customer.DeliveryCity,
    DeliveryCountry: country(customer.DeliveryCountryCode),
    OurReference: customer.OurReference,
    YourReference: customer.YourReference,
    Remarks: customer.InvoiceRemark,
    TermsOfDelivery: customer.TermsOfDelivery,
    WayOfDelivery: customer.WayOfDelivery,
    PriceList: customer.PriceList ?? "A",
    PrintTemplate: customer.DefaultTemplates?.Invoice ?? null,
    CostCenter: customer.CostCenter,
    Project: customer.Project,
  };
}

const { DocumentNumber: _number, InvoiceRows: _rows, ...headerFields } = invoiceFields;

/** An invoice of which nothing is known. */
export const blankInvoice = {
  ...blank(headerFields),
  ...documentTotals([], {
    vatIncluded: false,
    freight: "0",
    fee: "0",
    freightRate: "0",
    feeRate: "0",
    wholeKrona: false,
    vatPerRow: false,
  }),
  InvoiceRows: [],
  Booked: false,
  Cancelled: false,
  Sent: false,
  Credit: false,
  Balance: "0.00",
  FinalPayDate: null,
  VoucherSeries: null,
  VoucherNumber: null,
  VoucherYear: null,
};
