import type Big from "big.js";
import { cents, decimal, moneyText } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import { type Entry, inKronor, openYear, post, predefinedAccount, salesEntries } from "./posting.ts";
import type { InvoiceRecord, PaymentRecord, WriteOffRecord } from "./records.ts";
import type { Call } from "./routes.ts";

/**
 * Books a payment: the invoice's balance falls by the payment and its write-offs, and the day it reaches zero
 * becomes the invoice's last pay day. Paying past zero is refused here, not at creation.
 */
export function bookkeepPayment(call: Call, payment: PaymentRecord): PaymentRecord {
  const { company } = call;
  const invoice = company.invoices.get(String(payment.InvoiceNumber));
  if (invoice === undefined) throw refused("invoice");
  if (payment.Booked) throw unlisted("Betalningen är redan bokförd");
  if (invoice.FinalPayDate !== null) throw refused("fullyPaid");
  const year = openYear(company, payment.PaymentDate);
  if (
    invoice.InvoiceType === "CASHINVOICE" &&
    !(year.FromDate <= invoice.InvoiceDate && invoice.InvoiceDate <= year.ToDate)
  )
    throw unlisted("Angivet betaldatum måste vara inom fakturans räkenskapsår");

  const settled = payment.WriteOffs.reduce(
    (sum, writeOff) => sum.plus(inInvoiceCurrency(writeOff, invoice)),
    decimal(payment.AmountCurrency),
  );
  const balance = decimal(invoice.Balance).minus(settled);
  const isPastZero = decimal(invoice.Total).gt("0") ? balance.lt("0") : balance.gt("0");
  const isWrongWay = decimal(invoice.Total).times(settled).lte("0");
  if (isPastZero || isWrongWay) throw unlisted("Betalningen överstiger fakturans saldo");

  const voucher = post(
    company,
    {
      VoucherSeries: "C",
      TransactionDate: payment.PaymentDate,
      Description: `Kundbetalning ${payment.Number} faktura ${invoice.DocumentNumber}`,
      ReferenceType: "INVOICEPAYMENT",
      ReferenceNumber: payment.Number,
    },
    entriesOf(call, payment, { invoice, settled }),
  );
  const modifiedAt = call.clock().toISOString();
  const booked = {
    ...payment,
    Booked: true,
    VoucherSeries: voucher.VoucherSeries,
    VoucherNumber: voucher.VoucherNumber,
    VoucherYear: voucher.Year,
    modifiedAt,
  };
  company.payments.set(payment.Number, booked);
  company.invoices.set(invoice.DocumentNumber, {
    ...invoice,
    Balance: moneyText(balance),
    FinalPayDate: balance.eq("0") ? payment.PaymentDate : null,
    modifiedAt,
  });
  return booked;
}

/** A write-off is in the currency it names; without one it is in SEK, like `Amount`. */
function inInvoiceCurrency(writeOff: WriteOffRecord, invoice: InvoiceRecord): Big {
  const amount = decimal(writeOff.Amount);
  if (writeOff.Currency === invoice.Currency || invoice.Currency === "SEK") return amount;
  return cents(amount.times(String(invoice.CurrencyUnit)).div(invoice.CurrencyRate));
}

function entriesOf(
  { company }: Call,
  payment: PaymentRecord,
  of: { invoice: InvoiceRecord; settled: Big },
): Entry[] {
  const { invoice, settled } = of;
  const claim = inKronor(settled, invoice);
  const entries: Entry[] = [{ account: payment.ModeOfPaymentAccount, amount: decimal(payment.Amount) }];
  for (const writeOff of payment.WriteOffs)
    entries.push({
      account: writeOff.AccountNumber,
      amount: inKronor(inInvoiceCurrency(writeOff, invoice), invoice),
      costCenter: writeOff.CostCenter,
      project: writeOff.Project,
    });
  entries.push(...claimEntries(company, invoice, claim));
  // What the claim was worth and what came in may differ by the exchange rate.
  const gain = entries.reduce((sum, entry) => sum.plus(entry.amount), decimal("0"));
  if (gain.eq("0")) return entries;
  const account = predefinedAccount(company, gain.gt("0") ? "CURRENCYWIN" : "CURRENCYLOSS");
  return [...entries, { account, amount: gain.neg() }];
}

/** Under accrual the claim goes away; under the cash method the payment itself books its share of the sale. */
function claimEntries(company: Call["company"], invoice: InvoiceRecord, claim: Big): Entry[] {
  if (invoice.Booked) return [{ account: predefinedAccount(company, "CUSTCLAIM"), amount: claim.neg() }];
  const total = inKronor(decimal(invoice.Total), invoice);
  const share = claim.div(total);
  const parts = salesEntries(company, invoice, total).map((entry) => ({
    ...entry,
    amount: cents(entry.amount.times(share)),
  }));
  const odd = parts.reduce((sum, entry) => sum.plus(entry.amount), claim);
  return parts.map((entry, index) => (index === 0 ? { ...entry, amount: entry.amount.minus(odd) } : entry));
}
