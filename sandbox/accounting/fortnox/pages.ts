import { type Company, ordersOf } from "./company.ts";
import type { Fault } from "./faults.ts";
import { page } from "./page.ts";
import type { InvoiceRecord, OrderRecord, PaymentRecord, VoucherRecord } from "./records.ts";
import type { Reply } from "./routes.ts";
import { switchWords } from "./switches.ts";

const nav = (current: string) =>
  [
    { href: "/invoices", label: "Invoices" },
    { href: "/orders", label: "Orders" },
    { href: "/customers", label: "Customers" },
    { href: "/payments", label: "Payments" },
    { href: "/switches", label: "Switches" },
  ].map((link) => ({ ...link, isCurrent: link.label === current }));

/** All invoices, newest first. */
export function invoicesPage(company: Company): Reply {
  const invoices = [...company.invoices.values()].reverse().map((invoice) => ({
    ...summary(invoice),
    date: invoice.InvoiceDate,
    customer: invoice.CustomerName,
    reference: invoice.ExternalInvoiceReference1 ?? "",
    total: money(invoice.Total),
    balance: money(invoice.Balance),
    currency: invoice.Currency,
  }));
  return page(200, "invoices", { title: "Invoices", nav: nav("Invoices"), company, invoices });
}

/** All orders, newest first, each with the invoice made of it. */
export function ordersPage(company: Company): Reply {
  const orders = [...ordersOf(company).values()].reverse().map((order) => ({
    number: order.DocumentNumber,
    date: order.OrderDate,
    customer: order.document.CustomerName,
    reference: order.document.ExternalInvoiceReference1 ?? "",
    rows: order.document.InvoiceRows.length,
    total: money(order.document.Total),
    currency: order.document.Currency,
    invoice: order.InvoiceReference,
    ...orderStatus(order),
  }));
  return page(200, "orders", { title: "Orders", nav: nav("Orders"), company, orders });
}

function orderStatus(order: OrderRecord): { status: string; tone: string } {
  if (order.Cancelled) return { status: "cancelled", tone: "cancelled" };
  return order.InvoiceReference === null
    ? { status: "open", tone: "not-booked" }
    : { status: "invoiced", tone: "booked" };
}

/** One invoice as it stands in the books. */
export function invoicePage(company: Company, number: string): Reply {
  const invoice = company.invoices.get(number);
  if (invoice === undefined)
    return page(404, "missing", { title: "No such invoice", nav: nav("Invoices"), company, number });
  const rows = invoice.InvoiceRows.map((row) => ({
    ...row,
    account: row.AccountNumber || "",
    quantity: money(row.DeliveredQuantity),
    price: money(row.Price),
    total: money(row.Total),
    discount: discount(row),
    isText: row.AccountNumber === 0,
  }));
  const payments = [...company.payments.values()]
    .filter((it) => String(it.InvoiceNumber) === number)
    .map(paymentRow);
  const emails = company.emails.filter((it) => it.DocumentNumber === number);
  return page(200, "invoice", {
    title: `${invoice.Credit ? "Credit invoice" : "Invoice"} ${number}`,
    nav: nav("Invoices"),
    company,
    ...summary(invoice),
    invoice,
    address: [
      invoice.Address1,
      invoice.Address2,
      `${invoice.ZipCode ?? ""} ${invoice.City ?? ""}`.trim(),
      invoice.Country,
    ].filter(Boolean),
    facts: facts(invoice),
    rows,
    totals: totals(invoice),
    payments,
    voucher: voucherOf(company, invoice),
    emails,
    files: (company.attachments ?? [])
      .filter((it) => String(it.entityId) === number)
      .map((it) => company.files?.get(it.fileId)?.Name ?? it.fileId),
    canBook: !invoice.Booked && !invoice.Cancelled,
    canCredit: invoice.Booked && !invoice.Credit && invoice.CreditInvoiceReference === null,
  });
}

/** All customers. */
export function customersPage(company: Company): Reply {
  const customers = [...company.customers.values()].map((it) => ({
    number: it.CustomerNumber,
    name: it.Name,
    email: it.Email ?? "",
    country: it.CountryCode ?? "",
    type: it.Type.toLowerCase(),
    vatType: it.VATType,
    organisation: it.OrganisationNumber ?? it.VATNumber ?? "",
  }));
  return page(200, "customers", { title: "Customers", nav: nav("Customers"), company, customers });
}

/** All payments, newest first. */
export function paymentsPage(company: Company): Reply {
  const payments = [...company.payments.values()].reverse().map(paymentRow);
  return page(200, "payments", { title: "Payments", nav: nav("Payments"), company, payments });
}

/** Standing conditions and waiting faults, with forms to change them. */
export function switchesPage(company: Company, faults: readonly Fault[]): Reply {
  const { lockedUntil, ...flags } = company.switches;
  const switches = Object.entries(switchWords).map(([name, words]) => {
    const isOn = Object.entries(flags).some(([flag, value]) => flag === name && value);
    return { name, words, isOn, flipped: !isOn };
  });
  return page(200, "switches", {
    title: "Switches",
    nav: nav("Switches"),
    company,
    lockedUntil: lockedUntil ?? "",
    switches,
    vatRates: [...company.vatRates.values()].map((it) => ({ ...it, account: it.account ?? "" })),
    faults: faults.map((it) => ({ ...it, times: it.times ?? 1 })),
  });
}

/** "1 234,50" as Swedes write it, grouped from the digits so that no number is made. */
function money(digits: string): string {
  const [whole = "", decimals = "00"] = digits.replace("-", "−").split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0")},${decimals}`;
}

function summary(invoice: InvoiceRecord) {
  const status = statusOf(invoice);
  return { number: invoice.DocumentNumber, isCredit: invoice.Credit, status, tone: status.replace(" ", "-") };
}

function statusOf(invoice: InvoiceRecord): string {
  if (invoice.Cancelled) return "cancelled";
  if (invoice.FinalPayDate !== null) return "paid";
  if (!invoice.Booked) return "not booked";
  return invoice.Balance === invoice.Total ? "booked" : "part paid";
}

function discount(row: { Discount: string; DiscountType: string }): string {
  if (row.Discount === "0.00") return "";
  return row.DiscountType === "PERCENT" ? `${row.Discount.replace(/\.?0+$/, "")} %` : money(row.Discount);
}

function facts(invoice: InvoiceRecord) {
  const rate = invoice.Currency === "SEK" ? "" : `${invoice.CurrencyRate} SEK per ${invoice.CurrencyUnit}`;
  const known = [
    ["Invoice date", invoice.InvoiceDate],
    ["Due date", invoice.DueDate],
    ["Last pay day", invoice.FinalPayDate],
    ["Terms", invoice.TermsOfPayment],
    ["Currency", `${invoice.Currency} ${rate}`.trim()],
    ["Our key", invoice.ExternalInvoiceReference1],
    ["Second reference", invoice.ExternalInvoiceReference2],
    ["Order number", invoice.YourOrderNumber],
    ["Your reference", invoice.YourReference],
    ["OCR", invoice.OCR],
    ["Prices", invoice.VATIncluded ? "including VAT" : "excluding VAT"],
    ["Sent", invoice.Sent ? "yes" : "no"],
    ["Cost centre", invoice.CostCenter],
    ["Project", invoice.Project],
    ["Comment", invoice.Comments],
    ["Remark", invoice.Remarks],
  ];
  return known.filter(([, value]) => value).map(([label, value]) => ({ label, value }));
}

function totals(invoice: InvoiceRecord) {
  const lines = [
    { label: "Freight", value: invoice.Freight },
    { label: "Fee", value: invoice.AdministrationFee },
    { label: "Net", value: invoice.Net },
    { label: "VAT", value: invoice.TotalVAT },
    { label: "Rounding", value: invoice.RoundOff },
  ].filter((line) => line.label === "Net" || line.label === "VAT" || line.value !== "0.00");
  return {
    lines: lines.map(({ label, value }) => ({ label, value: money(value) })),
    total: money(invoice.Total),
    balance: money(invoice.Balance),
  };
}

function paymentRow(payment: PaymentRecord) {
  return {
    number: payment.Number,
    invoice: payment.InvoiceNumber,
    date: payment.PaymentDate,
    amount: money(payment.AmountCurrency),
    currency: payment.Currency,
    account: payment.ModeOfPaymentAccount,
    status: payment.Booked ? "booked" : "not booked",
    tone: payment.Booked ? "booked" : "not-booked",
    writeOffs: payment.WriteOffs.map((it) => `${money(it.Amount)} on ${it.AccountNumber}`).join(", "),
  };
}

function voucherOf(company: Company, invoice: InvoiceRecord) {
  const isIts = (voucher: VoucherRecord) =>
    voucher.VoucherSeries === invoice.VoucherSeries &&
    voucher.VoucherNumber === invoice.VoucherNumber &&
    voucher.Year === invoice.VoucherYear;
  const voucher = company.vouchers.find(isIts);
  if (voucher === undefined) return null;
  const chart = company.charts.get(voucher.Year);
  return {
    name: `${voucher.VoucherSeries}${voucher.VoucherNumber}`,
    date: voucher.TransactionDate,
    rows: voucher.VoucherRows.map((row) => ({
      account: row.Account,
      text: chart?.get(row.Account)?.Description ?? "",
      debit: row.Debit === "0.00" ? "" : money(row.Debit),
      credit: row.Credit === "0.00" ? "" : money(row.Credit),
    })),
  };
}
