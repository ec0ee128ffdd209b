import { nextNumber } from "./company.ts";
import { decimal, moneyText } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import { documentNumber, ocrOf } from "./invoice-defaults.ts";
import { invoicePdf } from "./invoice-pdf.ts";
import { shownInvoice } from "./invoice-view.ts";
import { withRows } from "./invoice-write.ts";
import { invoiceOf } from "./invoices.ts";
import { inKronor, openYear, post, predefinedAccount, salesEntries } from "./posting.ts";
import type { InvoiceRecord } from "./records.ts";
import { type Call, found, type Reply, type Route } from "./routes.ts";
import { daysAfter, swedishDate, swedishDateTime } from "./swedish-time.ts";

const one = "/invoices/:number";

export const invoiceActionRoutes: readonly Route[] = [
  { method: "PUT", path: `${one}/bookkeep`, scope: "invoice", handle: bookkeep },
  { method: "PUT", path: `${one}/cancel`, scope: "invoice", handle: cancel },
  { method: "PUT", path: `${one}/credit`, scope: "invoice", handle: credit },
  {
    method: "PUT",
    path: `${one}/externalprint`,
    scope: "invoice",
    handle: (call) => saved(call, markSent(invoiceOf(call))),
  },
  { method: "GET", path: `${one}/email`, scope: "invoice", handle: email },
  { method: "GET", path: `${one}/preview`, scope: "invoice", handle: (call) => pdf(call, invoiceOf(call)) },
  {
    method: "GET",
    path: `${one}/print`,
    scope: "invoice",
    handle: (call) => {
      const invoice = markSent(invoiceOf(call));
      saved(call, invoice);
      return pdf(call, invoice);
    },
  },
];

/** Stores the invoice as it now is and answers with it. */
function saved(call: Call, invoice: InvoiceRecord): Reply {
  const stamped = { ...invoice, modifiedAt: call.clock().toISOString() };
  call.company.invoices.set(invoice.DocumentNumber, stamped);
  return found("Invoice", shownInvoice(call, stamped));
}

function markSent(invoice: InvoiceRecord): InvoiceRecord {
  if (invoice.Cancelled) throw unlisted("Fakturan är makulerad");
  return { ...invoice, Sent: true };
}

function bookkeep(call: Call): Reply {
  const { company } = call;
  const invoice = invoiceOf(call);
  if (invoice.Cancelled) throw unlisted("Fakturan är makulerad");
  if (invoice.Booked) throw unlisted("Fakturan är redan bokförd");
  if (company.switches.cashMethod) throw refused("cashMethod", "kontantmetoden");
  if (invoice.NotCompleted === true)
    throw unlisted(
      `Kunde inte bokföra fakturanummer ${invoice.DocumentNumber}. Faktura som bokförs måste vara klarmarkerad.`,
    );
  openYear(company, invoice.InvoiceDate);
  const total = inKronor(decimal(invoice.Total), invoice);
  const voucher = post(
    company,
    {
      VoucherSeries: "B",
      TransactionDate: invoice.InvoiceDate,
      Description: `Kundfaktura ${invoice.DocumentNumber} ${invoice.CustomerName ?? ""}`.trim(),
      ReferenceType: "INVOICE",
      ReferenceNumber: invoice.DocumentNumber,
    },
    [
      { account: predefinedAccount(company, "CUSTCLAIM"), amount: total },
      ...salesEntries(company, invoice, total),
    ],
  );
  takeFromStock(company, invoice);
  return saved(call, {
    ...invoice,
    Booked: true,
    // Nothing to pay: the vendor calls such an invoice paid on its own day.
    FinalPayDate: decimal(invoice.Total).eq("0") ? invoice.InvoiceDate : null,
    VoucherSeries: voucher.VoucherSeries,
    VoucherNumber: voucher.VoucherNumber,
    VoucherYear: voucher.Year,
  });
}

/** Without the warehouse module an invoice lowers the stock of its articles by what was delivered; a credit raises it. */
function takeFromStock(company: Call["company"], invoice: InvoiceRecord): void {
  for (const { ArticleNumber, DeliveredQuantity } of invoice.InvoiceRows) {
    const article = company.articles.get(ArticleNumber);
    if (article?.StockGoods !== true) continue;
    const QuantityInStock = decimal(article.QuantityInStock ?? "0")
      .minus(DeliveredQuantity)
      .toFixed(2);
    company.articles.set(ArticleNumber, { ...article, QuantityInStock });
  }
}

function cancel(call: Call): Reply {
  const invoice = invoiceOf(call);
  if (invoice.Booked) throw unlisted("Fakturan är bokförd och kan inte makuleras");
  if (invoice.Cancelled) throw unlisted("Fakturan är redan makulerad");
  const isPaid = [...call.company.payments.values()].some(
    (it) => String(it.InvoiceNumber) === invoice.DocumentNumber,
  );
  if (isPaid || (call.company.switches.cashMethod && invoice.Sent))
    throw unlisted("Fakturan kan inte makuleras");
  return saved(call, { ...invoice, Cancelled: true, Balance: "0.00" });
}

/** Only one credit invoice can be linked to an invoice; a second call is refused. */
function credit(call: Call): Reply {
  const { company } = call;
  const original = invoiceOf(call);
  if (original.CreditInvoiceReference !== null) throw unlisted("Fakturan är redan krediterad");
  if (original.Credit) throw unlisted("En kreditfaktura kan inte krediteras");
  if (original.Cancelled) throw unlisted("Fakturan är makulerad");
  const isFinal = company.switches.cashMethod ? original.Sent : original.Booked;
  if (!isFinal) throw unlisted("Fakturan måste vara bokförd för att kunna krediteras");
  const DocumentNumber = documentNumber(company);
  const InvoiceDate = swedishDate(call.clock());
  const negated = (digits: string) => moneyText(decimal(digits).neg());
  const rows = original.InvoiceRows.map((row) => ({
    ...row,
    RowId: nextNumber(company, "row"),
    DeliveredQuantity: negated(row.DeliveredQuantity),
    Total: negated(row.Total),
    TotalExcludingVAT: negated(row.TotalExcludingVAT),
  }));
  const mirror: InvoiceRecord = {
    ...original,
    DocumentNumber,
    OCR: ocrOf(DocumentNumber),
    InvoiceDate,
    DueDate: daysAfter(InvoiceDate, Number(/^\d+$/.exec(original.TermsOfPayment ?? "")?.[0] ?? "30")),
    Freight: negated(original.Freight),
    AdministrationFee: negated(original.AdministrationFee),
    CreditInvoiceReference: original.DocumentNumber,
    Booked: false,
    Sent: false,
    FinalPayDate: null,
    VoucherSeries: null,
    VoucherNumber: null,
    VoucherYear: null,
    modifiedAt: call.clock().toISOString(),
  };
  company.invoices.set(DocumentNumber, { ...withRows(company, mirror, rows), Credit: true });
  return saved(call, { ...original, CreditInvoiceReference: DocumentNumber });
}

/** A GET that acts: it sends the invoice and marks it sent. */
function email(call: Call): Reply {
  const { company } = call;
  const invoice = markSent(invoiceOf(call));
  if (company.switches.noBankDetails) throw unlisted("Bankuppgifter saknas");
  const customer = company.customers.get(invoice.CustomerNumber);
  const wish = invoice.EmailInformation;
  const to = wish?.EmailAddressTo ?? customer?.EmailInvoice ?? customer?.Email ?? null;
  if (to === null || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(to))
    throw unlisted("E-postadress till mottagaren saknas");
  const filled = (template: string) =>
    template.replaceAll("{no}", invoice.DocumentNumber).replaceAll("{name}", invoice.CustomerName ?? "");
  company.emails.push({
    DocumentNumber: invoice.DocumentNumber,
    EmailAddressFrom: wish?.EmailAddressFrom ?? null,
    EmailAddressTo: to,
    EmailAddressCC: wish?.EmailAddressCC ?? customer?.EmailInvoiceCC ?? null,
    EmailAddressBCC: wish?.EmailAddressBCC ?? customer?.EmailInvoiceBCC ?? null,
    EmailSubject: filled(wish?.EmailSubject ?? `Faktura {no} från ${company.name}`),
    EmailBody: filled(wish?.EmailBody ?? "Här kommer en faktura."),
    at: swedishDateTime(call.clock()),
  });
  return saved(call, invoice);
}

function pdf(call: Call, invoice: InvoiceRecord): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/pdf" },
    body: invoicePdf(call.company.name, invoice),
  };
}
