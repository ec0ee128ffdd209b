import type { Company } from "./company.ts";
import { decimal, moneyText } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import type { Patch } from "./fields.ts";
import { blankInvoice, documentNumber, fromCard, ocrOf } from "./invoice-defaults.ts";
import { invoiceFields } from "./invoice-fields.ts";
import { mergeRows, predefinedRate, type RowPatch, type RowSetting, resolveRow } from "./invoice-rows.ts";
import { checkEntry, entryOf } from "./lookups.ts";
import type { CustomerRecord, InvoiceRecord, InvoiceRowRecord } from "./records.ts";
import { printTemplates } from "./register-seed.ts";
import { type Call, fieldsOf } from "./routes.ts";
import { daysAfter, swedishDate } from "./swedish-time.ts";
import { isCountryName } from "./text-rules.ts";
import { documentTotals } from "./totals.ts";

/** Rows of an order may say their rate with decimals. */
export type InvoicePatch = Omit<Patch<typeof invoiceFields>, "InvoiceRows"> & {
  InvoiceRows?: RowPatch[] | null;
};

/** A new invoice from a request. Numbered last, so that a refused invoice leaves no gap. */
export function newInvoice(call: Call): InvoiceRecord {
  const { company } = call;
  const patch = fieldsOf(call, "Invoice", invoiceFields);
  const invoice = composed(call, patch);
  if (patch.OCR && [...company.invoices.values()].some((it) => it.OCR === patch.OCR))
    throw unlisted("OCR-numret används redan");
  const DocumentNumber = documentNumber(company, patch.DocumentNumber ?? undefined);
  return { ...invoice, DocumentNumber, OCR: patch.OCR ?? ocrOf(DocumentNumber) };
}

/** A document before it has a number; what the request leaves out comes from the customer's card. */
export function composed(call: Call, patch: InvoicePatch): InvoiceRecord {
  const { company } = call;
  const customer = usableCustomer(company, patch.CustomerNumber ?? "");
  const { InvoiceRows: rows, ...header } = patch;
  const InvoiceDate = patch.InvoiceDate ?? swedishDate(call.clock());
  const TermsOfPayment = patch.TermsOfPayment ?? customer.TermsOfPayment ?? "30";
  const invoice: InvoiceRecord = {
    ...blankInvoice,
    ...fromCard(customer),
    ...header,
    ...currencyOf(company, patch, { Currency: customer.Currency ?? "SEK" }),
    CustomerNumber: customer.CustomerNumber,
    CustomerName: patch.CustomerName ?? customer.Name,
    InvoiceDate,
    TermsOfPayment,
    DueDate: patch.DueDate ?? daysAfter(InvoiceDate, Number(/^\d+$/.exec(TermsOfPayment)?.[0] ?? "30")),
    InvoiceType: patch.InvoiceType ?? "INVOICE",
    Language: patch.Language ?? "SV",
    Freight: moneyText(
      decimal(patch.Freight ?? (patch.Freight === null ? "0" : (customer.InvoiceFreight ?? "0"))),
    ),
    AdministrationFee: moneyText(
      decimal(
        patch.AdministrationFee ??
          (patch.AdministrationFee === null ? "0" : (customer.InvoiceAdministrationFee ?? "0")),
      ),
    ),
    VATIncluded: patch.VATIncluded ?? customer.ShowPriceVATIncluded ?? false,
    modifiedAt: call.clock().toISOString(),
    DocumentNumber: "",
    OCR: "",
  };
  checkReferences(company, invoice);
  const setting = rowSetting(company, invoice);
  const resolved = (rows ?? []).map((row) => resolveRow(setting, row, undefined));
  return withRows(company, invoice, resolved);
}

/** An invoice after a partial update. Only what the request names changes, and the sums are made anew. */
export function updatedInvoice(call: Call, current: InvoiceRecord): InvoiceRecord {
  const patch = fieldsOf(call, "Invoice", invoiceFields);
  if (patch.DocumentNumber !== undefined && patch.DocumentNumber !== current.DocumentNumber)
    throw unlisted("Dokumentnumret kan inte ändras");
  const isLinkOnly = Object.keys(patch).join() === "CreditInvoiceReference";
  if (current.Booked && !isLinkOnly) throw unlisted("Fakturan är bokförd och kan inte ändras");
  if (current.Cancelled) throw unlisted("Fakturan är makulerad och kan inte ändras");
  return changed(call, current, patch);
}

/** A document with a part of it written anew. */
export function changed(call: Call, current: InvoiceRecord, patch: InvoicePatch): InvoiceRecord {
  const { company } = call;
  const { InvoiceRows: rows, ...header } = patch;
  const customer = usableCustomer(company, patch.CustomerNumber ?? current.CustomerNumber);
  const invoice: InvoiceRecord = {
    ...current,
    ...header,
    ...currencyOf(company, patch, current),
    DocumentNumber: current.DocumentNumber,
    CustomerNumber: customer.CustomerNumber,
    InvoiceDate: patch.InvoiceDate ?? current.InvoiceDate,
    DueDate: patch.DueDate ?? current.DueDate,
    InvoiceType: patch.InvoiceType ?? current.InvoiceType,
    Freight: moneyText(decimal(patch.Freight === null ? "0" : (patch.Freight ?? current.Freight))),
    AdministrationFee: moneyText(
      decimal(
        patch.AdministrationFee === null ? "0" : (patch.AdministrationFee ?? current.AdministrationFee),
      ),
    ),
    VATIncluded: patch.VATIncluded ?? current.VATIncluded,
    OCR: patch.OCR ?? current.OCR,
    EmailInformation: merged(current.EmailInformation, patch.EmailInformation),
    EDIInformation: merged(current.EDIInformation, patch.EDIInformation),
    modifiedAt: call.clock().toISOString(),
  };
  checkReferences(company, invoice);
  if (current.Booked) return invoice;
  const setting = rowSetting(company, invoice);
  const patches = rows === null ? [] : (rows ?? current.InvoiceRows.map((row) => ({ RowId: row.RowId })));
  return withRows(company, invoice, mergeRows(setting, patches, current.InvoiceRows));
}

/** A group within the header is updated in part too. */
function merged<T extends object>(current: T | null, patch: T | null | undefined): T | null {
  if (patch === undefined) return current;
  return patch === null ? null : { ...current, ...patch };
}

/** The invoice with these rows and the sums they make. */
export function withRows(
  company: Company,
  invoice: InvoiceRecord,
  InvoiceRows: InvoiceRowRecord[],
): InvoiceRecord {
  const setting = rowSetting(company, invoice);
  const totals = documentTotals(InvoiceRows, {
    vatIncluded: invoice.VATIncluded,
    freight: invoice.Freight,
    fee: invoice.AdministrationFee,
    freightRate: predefinedRate(setting, "FREIGHT"),
    feeRate: predefinedRate(setting, "ADMFEE"),
    wholeKrona: company.switches.wholeKrona && invoice.Currency === "SEK",
    vatPerRow: company.switches.vatPerRow,
  });
  const Credit = totals.Total.startsWith("-");
  return { ...invoice, ...totals, InvoiceRows, Credit, Balance: totals.Total };
}

function usableCustomer(company: Company, number: string): CustomerRecord {
  const customer = company.customers.get(number);
  if (customer === undefined) throw refused("documentCustomer", number);
  if (!customer.Active) throw unlisted(`Kunden är inaktiv (${number})`);
  return customer;
}

function rowSetting(company: Company, invoice: InvoiceRecord): RowSetting {
  return {
    company,
    customer: usableCustomer(company, invoice.CustomerNumber),
    date: invoice.InvoiceDate,
    priceList: invoice.PriceList ?? "A",
    vatIncluded: invoice.VATIncluded,
  };
}

/** Kronor always have rate 1; another currency takes the register's rate when the request names none. */
function currencyOf(
  company: Company,
  patch: InvoicePatch,
  current: { Currency: string; CurrencyRate?: string; CurrencyUnit?: number },
): Pick<InvoiceRecord, "Currency" | "CurrencyRate" | "CurrencyUnit"> {
  const Currency = patch.Currency ?? current.Currency;
  const entry = entryOf(company, "currencies", Currency);
  if (entry === undefined) throw refused("currency", Currency);
  if (Currency === "SEK") return { Currency, CurrencyRate: "1", CurrencyUnit: 1 };
  const isKept = Currency === current.Currency;
  const rate = patch.CurrencyRate ?? (isKept ? current.CurrencyRate : undefined) ?? String(entry["BuyRate"]);
  const unit = patch.CurrencyUnit ?? (isKept ? current.CurrencyUnit : undefined) ?? Number(entry["Unit"]);
  if (decimal(rate).lte("0")) throw unlisted(`Ogiltig valutakurs (${rate})`);
  return { Currency, CurrencyRate: decimal(rate).toFixed(), CurrencyUnit: unit };
}

function checkReferences(company: Company, invoice: InvoiceRecord): void {
  checkEntry(company, "termsofpayments", invoice.TermsOfPayment);
  checkEntry(company, "termsofdeliveries", invoice.TermsOfDelivery);
  checkEntry(company, "wayofdeliveries", invoice.WayOfDelivery);
  checkEntry(company, "pricelists", invoice.PriceList);
  checkEntry(company, "costcenters", invoice.CostCenter);
  checkEntry(company, "projects", invoice.Project);
  for (const label of invoice.Labels ?? []) checkEntry(company, "labels", label.Id);
  for (const name of [invoice.Country, invoice.DeliveryCountry])
    if (name !== null && !isCountryName(name)) throw unlisted(`Kunde inte hitta landet (${name})`);
  const template = invoice.PrintTemplate;
  if (template !== null && !printTemplates.invoice.some((it) => it.Template === template))
    throw unlisted(`Kunde inte hitta utskriftsmallen (${template})`);
  const link = invoice.CreditInvoiceReference;
  if (link !== null && !company.invoices.has(link)) throw refused("invoice", link);
}
