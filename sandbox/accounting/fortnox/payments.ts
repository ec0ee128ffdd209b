import { nextNumber } from "./company.ts";
import { cents, decimal, jsonNumber, moneyText } from "./decimal.ts";
import { notFound, refused, unlisted } from "./errors.ts";
import { amount, day, flag, list, type Patch, text, whole } from "./fields.ts";
import { listed } from "./listing.ts";
import { checkEntry, entryOf, usableAccount } from "./lookups.ts";
import { bookkeepPayment } from "./payment-bookkeep.ts";
import type { InvoiceRecord, PaymentRecord } from "./records.ts";
import { type Call, created, fieldsOf, found, type Reply, type Route, removed, urlOf } from "./routes.ts";
import { swedishDate } from "./swedish-time.ts";

const account = () => whole({ min: 1000, max: 9999 });

const fields = {
  InvoiceNumber: whole({ min: 1 }),
  Amount: amount(),
  AmountCurrency: amount(),
  Currency: text({ min: 3, max: 3 }),
  CurrencyRate: amount(),
  CurrencyUnit: amount(),
  PaymentDate: day(),
  ModeOfPayment: text(),
  ModeOfPaymentAccount: account(),
  ExternalInvoiceReference1: text({ max: 80 }),
  ExternalInvoiceReference2: text({ max: 80 }),
  // Taken and ignored: a payment is booked by its own call.
  Booked: flag(),
  WriteOffs: list({
    AccountNumber: account(),
    Amount: amount(),
    CostCenter: text(),
    Currency: text({ min: 3, max: 3 }),
    Description: text(),
    Project: text(),
    TransactionInformation: text({ max: 100 }),
  }),
} as const;

const one = "/invoicepayments/:number";

export const paymentRoutes: readonly Route[] = [
  { method: "GET", path: "/invoicepayments", scope: "payment", handle: listPayments },
  { method: "POST", path: "/invoicepayments", scope: "payment", handle: createPayment },
  {
    method: "GET",
    path: one,
    scope: "payment",
    handle: (call) => found("InvoicePayment", shown(call, paymentOf(call))),
  },
  { method: "PUT", path: one, scope: "payment", handle: updatePayment },
  { method: "DELETE", path: one, scope: "payment", handle: deletePayment },
  {
    method: "PUT",
    path: `${one}/bookkeep`,
    scope: "payment",
    handle: (call) => found("InvoicePayment", shown(call, bookkeepPayment(call, paymentOf(call)))),
  },
];

function paymentOf(call: Call): PaymentRecord {
  const payment = call.company.payments.get(call.param("number"));
  // No code for an absent payment is published; the invoice's is the nearest.
  if (payment === undefined) throw notFound("invoice");
  return payment;
}

function listPayments(call: Call): Reply {
  return listed(call, call.company.payments.values(), {
    key: "InvoicePayments",
    contains: { invoicenumber: (payment) => [String(payment.InvoiceNumber)] },
    sorts: { paymentdate: (payment) => payment.PaymentDate },
    modifiedAt: (payment) => payment.modifiedAt,
    item: (payment) => ({
      "@url": urlOf(call, "invoicepayments", payment.Number),
      Amount: jsonNumber(payment.Amount),
      Booked: payment.Booked,
      Currency: payment.Currency,
      CurrencyRate: jsonNumber(payment.CurrencyRate),
      CurrencyUnit: jsonNumber(payment.CurrencyUnit),
      InvoiceNumber: payment.InvoiceNumber,
      Number: payment.Number,
      PaymentDate: payment.PaymentDate,
      Source: payment.Source,
      WriteOffExist: payment.WriteOffs.length > 0,
    }),
  });
}

function createPayment(call: Call): Reply {
  const patch = fieldsOf(call, "InvoicePayment", fields);
  const invoice = payableInvoice(call, patch.InvoiceNumber ?? 0);
  const payment = {
    ...read(call, patch, invoice, undefined),
    Number: String(nextNumber(call.company, "payment")),
  };
  call.company.payments.set(payment.Number, payment);
  return created("InvoicePayment", shown(call, payment));
}

function updatePayment(call: Call): Reply {
  const current = paymentOf(call);
  const patch = fieldsOf(call, "InvoicePayment", fields);
  if (current.Booked) throw unlisted("Betalningen är bokförd och kan inte ändras");
  if (patch.InvoiceNumber !== undefined && patch.InvoiceNumber !== current.InvoiceNumber)
    throw unlisted("Fakturanumret kan inte ändras");
  const payment = read(call, patch, payableInvoice(call, current.InvoiceNumber), current);
  call.company.payments.set(payment.Number, payment);
  return found("InvoicePayment", shown(call, payment));
}

function deletePayment(call: Call): Reply {
  const payment = paymentOf(call);
  if (payment.Booked) throw unlisted("Betalningen är bokförd och kan inte tas bort");
  call.company.payments.delete(payment.Number);
  return removed();
}

/** The invoice, if it is far enough along to be paid. */
function payableInvoice(call: Call, number: number): InvoiceRecord {
  const invoice = call.company.invoices.get(String(number));
  if (invoice === undefined) throw refused("invoice", String(number));
  if (invoice.Cancelled) throw unlisted("Fakturan är makulerad");
  if (invoice.FinalPayDate !== null) throw refused("fullyPaid");
  const isReady = call.company.switches.cashMethod ? invoice.Sent : invoice.Booked;
  if (!isReady) throw unlisted("Fakturan är inte bokförd eller utskriven");
  return invoice;
}

function read(
  call: Call,
  patch: Patch<typeof fields>,
  invoice: InvoiceRecord,
  current: PaymentRecord | undefined,
): PaymentRecord {
  const { company } = call;
  const PaymentDate = patch.PaymentDate ?? current?.PaymentDate ?? swedishDate(call.clock());
  if (PaymentDate < invoice.InvoiceDate) throw unlisted("Betaldatum kan inte vara tidigare än fakturadatum");
  if ((patch.Currency ?? invoice.Currency) !== invoice.Currency)
    throw unlisted("Betalningens valuta måste vara fakturans");
  const mode = patch.ModeOfPayment === undefined ? (current?.ModeOfPayment ?? null) : patch.ModeOfPayment;
  const modeAccount =
    mode === null ? undefined : entryOf(company, "modesofpayments", mode)?.["AccountNumber"];
  if (mode !== null) checkEntry(company, "modesofpayments", mode);
  const isNewMode = patch.ModeOfPayment !== undefined;
  const accountNumber =
    patch.ModeOfPaymentAccount ?? (isNewMode ? Number(modeAccount) : (current?.ModeOfPaymentAccount ?? 0));
  if (!accountNumber) throw unlisted("Betalningssätt eller konto måste anges");
  usableAccount(company, accountNumber, PaymentDate);
  const writeOffs = patch.WriteOffs?.map((it) => ({
    AccountNumber: it.AccountNumber ?? 0,
    Amount: moneyText(decimal(it.Amount ?? "0")),
    CostCenter: it.CostCenter ?? null,
    Currency: it.Currency ?? null,
    Description: it.Description ?? null,
    Project: it.Project ?? null,
    TransactionInformation: it.TransactionInformation ?? null,
  }));
  for (const writeOff of writeOffs ?? []) usableAccount(company, writeOff.AccountNumber, PaymentDate);
  const rate = {
    CurrencyRate:
      invoice.Currency === "SEK"
        ? "1"
        : (patch.CurrencyRate ?? current?.CurrencyRate ?? invoice.CurrencyRate),
    CurrencyUnit: patch.CurrencyUnit ?? current?.CurrencyUnit ?? String(invoice.CurrencyUnit),
  };
  return {
    Number: current?.Number ?? "",
    InvoiceNumber: Number(invoice.DocumentNumber),
    ...amounts(patch, invoice, rate, current),
    Currency: invoice.Currency,
    ...rate,
    PaymentDate,
    ModeOfPayment: mode,
    ModeOfPaymentAccount: accountNumber,
    ExternalInvoiceReference1: patch.ExternalInvoiceReference1 ?? current?.ExternalInvoiceReference1 ?? null,
    ExternalInvoiceReference2: patch.ExternalInvoiceReference2 ?? current?.ExternalInvoiceReference2 ?? null,
    WriteOffs: writeOffs ?? current?.WriteOffs ?? [],
    Booked: false,
    Source: "direct",
    VoucherSeries: null,
    VoucherNumber: null,
    VoucherYear: null,
    modifiedAt: call.clock().toISOString(),
  };
}

/** `Amount` is SEK, `AmountCurrency` the invoice's currency; the one that is missing follows from the rate. */
function amounts(
  patch: Patch<typeof fields>,
  invoice: InvoiceRecord,
  rate: { CurrencyRate: string; CurrencyUnit: string },
  current: PaymentRecord | undefined,
): Pick<PaymentRecord, "Amount" | "AmountCurrency"> {
  const isSent = Boolean(patch.Amount ?? patch.AmountCurrency);
  const sek = isSent ? patch.Amount : current?.Amount;
  const foreign = isSent ? patch.AmountCurrency : current?.AmountCurrency;
  const given = sek ?? foreign;
  if (!given || decimal(given).eq("0")) throw unlisted("Belopp måste anges");
  const factor = decimal(rate.CurrencyRate).div(rate.CurrencyUnit);
  if (!factor.gt("0")) throw unlisted("Ogiltig valutakurs");
  const Amount = cents(decimal(sek ?? decimal(given).times(factor).toFixed()));
  const AmountCurrency = cents(decimal(foreign ?? decimal(given).div(factor).toFixed()));
  if (invoice.Currency === "SEK" && !Amount.eq(AmountCurrency))
    throw unlisted("Belopp och valutabelopp skiljer sig");
  return { Amount: moneyText(Amount), AmountCurrency: moneyText(AmountCurrency) };
}

function shown(call: Call, payment: PaymentRecord) {
  const { modifiedAt: _, ...rest } = payment;
  const invoice = call.company.invoices.get(String(payment.InvoiceNumber));
  return {
    "@url": urlOf(call, "invoicepayments", payment.Number),
    ...rest,
    Amount: jsonNumber(payment.Amount),
    AmountCurrency: jsonNumber(payment.AmountCurrency),
    CurrencyRate: jsonNumber(payment.CurrencyRate),
    CurrencyUnit: jsonNumber(payment.CurrencyUnit),
    InvoiceCustomerName: invoice?.CustomerName ?? "",
    InvoiceCustomerNumber: invoice?.CustomerNumber ?? "",
    InvoiceDueDate: invoice?.DueDate ?? null,
    InvoiceOCR: invoice?.OCR ?? "",
    InvoiceTotal: invoice?.Total ?? "",
    WriteOffs: payment.WriteOffs.map((writeOff) => ({ ...writeOff, Amount: jsonNumber(writeOff.Amount) })),
  };
}
