import { jsonNumber } from "./decimal.ts";
import type { InvoiceRecord, InvoiceRowRecord } from "./records.ts";
import { type Call, urlOf } from "./routes.ts";

/** One invoice as the vendor shows it: numbers, except where it writes text; absent references are "0" or "". */
export function shownInvoice(call: Call, invoice: InvoiceRecord) {
  const {
    modifiedAt: _,
    InvoiceRows,
    Labels,
    EmailInformation,
    EDIInformation,
    NotCompleted,
    ...rest
  } = invoice;
  const customer = call.company.customers.get(invoice.CustomerNumber);
  const texts = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value ?? ""]));
  const total = jsonNumber(invoice.Total);
  return {
    "@url": urlOf(call, "invoices", invoice.DocumentNumber),
    "@urlTaxReductionList": `${call.origin}/3/taxreductions?filter=invoices&referencenumber=${invoice.DocumentNumber}`,
    ...texts,
    ...days(invoice),
    AccountingMethod: call.company.switches.cashMethod ? "CASH" : "ACCRUAL",
    AdministrationFee: jsonNumber(invoice.AdministrationFee),
    AdministrationFeeVAT: jsonNumber(invoice.AdministrationFeeVAT),
    Balance: jsonNumber(invoice.Balance),
    BasisTaxReduction: 0,
    ContractReference: 0,
    ContributionPercent: 0,
    ContributionValue: 0,
    Credit: String(invoice.Credit),
    CreditInvoiceReference: invoice.CreditInvoiceReference ?? "0",
    CurrencyRate: jsonNumber(invoice.CurrencyRate),
    EDIInformation: { ...blankEdi, ...filled(EDIInformation) },
    EUQuarterlyReport: invoice.EUQuarterlyReport ?? false,
    EmailInformation: {
      ...blankEmail,
      EmailAddressTo: customer?.EmailInvoice ?? customer?.Email ?? "",
      ...filled(EmailInformation),
    },
    Freight: jsonNumber(invoice.Freight),
    FreightVAT: jsonNumber(invoice.FreightVAT),
    Gross: jsonNumber(invoice.Gross),
    HouseWork: false,
    InvoiceRows: InvoiceRows.map(shownRow),
    Labels: (Labels ?? []).map((label) => ({ Id: label.Id })),
    LastRemindDate: null,
    Net: jsonNumber(invoice.Net),
    NotCompleted: NotCompleted ?? false,
    NoxFinans: false,
    OfferReference: "0",
    OrderReference: invoice.OrderReference ?? "0",
    OrganisationNumber: customer?.OrganisationNumber ?? "",
    Reminders: 0,
    RoundOff: jsonNumber(invoice.RoundOff),
    TaxReduction: null,
    TaxReductionType: "none",
    Total: total,
    TotalToPay: total,
    TotalVAT: jsonNumber(invoice.TotalVAT),
    WarehouseReady: false,
  };
}

function days(invoice: InvoiceRecord) {
  const { DeliveryDate, OutboundDate, FinalPayDate, VoucherNumber, VoucherSeries, VoucherYear } = invoice;
  return { DeliveryDate, OutboundDate, FinalPayDate, VoucherNumber, VoucherSeries, VoucherYear };
}

const blankEmail = {
  EmailAddressFrom: null,
  EmailAddressTo: "",
  EmailAddressCC: null,
  EmailAddressBCC: null,
  EmailSubject: "",
  EmailBody: "",
};

const blankEdi = {
  EDIGlobalLocationNumber: "",
  EDIGlobalLocationNumberDelivery: "",
  EDIInvoiceExtra1: "",
  EDIInvoiceExtra2: "",
  EDIOurElectronicReference: "",
  EDIYourElectronicReference: "",
  EDIStatus: "",
};

function filled(group: object | null): object {
  return Object.fromEntries(Object.entries(group ?? {}).filter(([, value]) => value !== null));
}

function shownRow(row: InvoiceRowRecord) {
  return {
    ...row,
    AccountNumber: row.AccountNumber === 0 ? null : row.AccountNumber,
    ContributionPercent: "0",
    ContributionValue: "0",
    Discount: jsonNumber(row.Discount),
    HouseWork: false,
    HouseWorkHoursToReport: null,
    HouseWorkType: null,
    Price: jsonNumber(row.Price),
    PriceExcludingVAT: jsonNumber(row.PriceExcludingVAT),
    StockPointCode: null,
    Total: jsonNumber(row.Total),
    TotalExcludingVAT: jsonNumber(row.TotalExcludingVAT),
    VAT: jsonNumber(row.VAT),
  };
}

/** An invoice in a list: slim, without the `Credit` flag, and with its rate as text. */
export function listedInvoice(call: Call, invoice: InvoiceRecord) {
  return {
    "@url": urlOf(call, "invoices", invoice.DocumentNumber),
    Balance: jsonNumber(invoice.Balance),
    Booked: invoice.Booked,
    Cancelled: invoice.Cancelled,
    CostCenter: invoice.CostCenter ?? "",
    Currency: invoice.Currency,
    CurrencyRate: invoice.CurrencyRate,
    CurrencyUnit: invoice.CurrencyUnit,
    CustomerName: invoice.CustomerName,
    CustomerNumber: invoice.CustomerNumber,
    DocumentNumber: invoice.DocumentNumber,
    DueDate: invoice.DueDate,
    ExternalInvoiceReference1: invoice.ExternalInvoiceReference1 ?? "",
    ExternalInvoiceReference2: invoice.ExternalInvoiceReference2 ?? "",
    FinalPayDate: invoice.FinalPayDate,
    InvoiceDate: invoice.InvoiceDate,
    InvoiceType: invoice.InvoiceType,
    NoxFinans: false,
    OCR: invoice.OCR,
    Project: invoice.Project ?? "",
    Sent: invoice.Sent,
    TermsOfPayment: invoice.TermsOfPayment,
    Total: jsonNumber(invoice.Total),
    VoucherNumber: invoice.VoucherNumber,
    VoucherSeries: invoice.VoucherSeries,
    VoucherYear: invoice.VoucherYear,
    WayOfDelivery: invoice.WayOfDelivery ?? "",
  };
}
