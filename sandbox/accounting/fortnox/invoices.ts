import { decimal } from "./decimal.ts";
import { refused } from "./errors.ts";
import { listedInvoice, shownInvoice } from "./invoice-view.ts";
import { newInvoice, updatedInvoice } from "./invoice-write.ts";
import { listed } from "./listing.ts";
import type { InvoiceRecord } from "./records.ts";
import { type Call, created, existing, found, type Reply, type Route } from "./routes.ts";
import { isCalendarDay, swedishDate } from "./swedish-time.ts";

export const invoiceRoutes: readonly Route[] = [
  { method: "GET", path: "/invoices", scope: "invoice", handle: listInvoices },
  { method: "POST", path: "/invoices", scope: "invoice", handle: createInvoice },
  {
    method: "GET",
    path: "/invoices/:number",
    scope: "invoice",
    handle: (call) => found("Invoice", shownInvoice(call, invoiceOf(call))),
  },
  { method: "PUT", path: "/invoices/:number", scope: "invoice", handle: updateInvoice },
];

/** The invoice a call is about. */
export function invoiceOf(call: Call): InvoiceRecord {
  return existing(call.company.invoices.get(call.param("number")), "invoice");
}

function createInvoice(call: Call): Reply {
  const invoice = newInvoice(call);
  call.company.invoices.set(invoice.DocumentNumber, invoice);
  return created("Invoice", shownInvoice(call, invoice));
}

function updateInvoice(call: Call): Reply {
  const invoice = updatedInvoice(call, invoiceOf(call));
  call.company.invoices.set(invoice.DocumentNumber, invoice);
  return found("Invoice", shownInvoice(call, invoice));
}

const isOpen = (invoice: InvoiceRecord) => !invoice.Cancelled && invoice.FinalPayDate === null;

function listInvoices(call: Call): Reply {
  const today = swedishDate(call.clock());
  return listed(call, call.company.invoices.values(), {
    key: "Invoices",
    item: (invoice) => listedInvoice(call, invoice),
    filters: {
      cancelled: (invoice) => invoice.Cancelled,
      fullypaid: (invoice) => invoice.FinalPayDate !== null,
      unpaid: isOpen,
      unpaidoverdue: (invoice) => isOpen(invoice) && invoice.DueDate < today,
      unbooked: (invoice) => !invoice.Booked && !invoice.Cancelled,
    },
    contains: {
      customernumber: (invoice) => [invoice.CustomerNumber],
      customername: (invoice) => [invoice.CustomerName],
      documentnumber: (invoice) => [invoice.DocumentNumber],
      ocr: (invoice) => [invoice.OCR],
      costcenter: (invoice) => [invoice.CostCenter],
      project: (invoice) => [invoice.Project],
      ourreference: (invoice) => [invoice.OurReference],
      yourreference: (invoice) => [invoice.YourReference],
      yourordernumber: (invoice) => [invoice.YourOrderNumber],
      externalinvoicereference1: (invoice) => [invoice.ExternalInvoiceReference1],
      externalinvoicereference2: (invoice) => [invoice.ExternalInvoiceReference2],
      invoicetype: (invoice) => [invoice.InvoiceType],
      currency: (invoice) => [invoice.Currency],
      articlenumber: (invoice) => invoice.InvoiceRows.map((row) => row.ArticleNumber),
      articledescription: (invoice) => invoice.InvoiceRows.map((row) => row.Description),
    },
    matches: {
      credit: (invoice, value) => String(invoice.Credit) === value,
      sent: (invoice, value) => String(invoice.Sent) === value,
      notcompleted: (invoice, value) => String(invoice.NotCompleted ?? false) === value,
      label: (invoice, value) => (invoice.Labels ?? []).some((label) => String(label.Id) === value),
      accountnumberfrom: (invoice, value) =>
        invoice.InvoiceRows.some((row) => row.AccountNumber >= Number(value)),
      accountnumberto: (invoice, value) =>
        invoice.InvoiceRows.some((row) => row.AccountNumber !== 0 && row.AccountNumber <= Number(value)),
      fromdate: (invoice, value) => invoice.InvoiceDate >= dayIn(value),
      todate: (invoice, value) => invoice.InvoiceDate <= dayIn(value),
      fromfinalpaydate: (invoice, value) =>
        invoice.FinalPayDate !== null && invoice.FinalPayDate >= dayIn(value),
      tofinalpaydate: (invoice, value) =>
        invoice.FinalPayDate !== null && invoice.FinalPayDate <= dayIn(value),
    },
    sorts: {
      customername: (invoice) => invoice.CustomerName ?? "",
      customernumber: (invoice) => invoice.CustomerNumber,
      documentnumber: (invoice) => invoice.DocumentNumber,
      invoicedate: (invoice) => invoice.InvoiceDate,
      ocr: (invoice) => invoice.OCR,
      // Shifted above zero so that texts of equal length sort as the numbers would.
      total: (invoice) => decimal(invoice.Total).plus("1e12").toFixed(2),
    },
    modifiedAt: (invoice) => invoice.modifiedAt,
  });
}

function dayIn(value: string): string {
  if (!isCalendarDay(value)) throw refused("parameter", value);
  return value;
}
