import {
  convert,
  formatDecimal,
  formatMoney,
  type Money,
  negate,
  parseDecimal,
  parseMoney,
  ratio,
  subtract,
} from "../../domain/money.ts";
import {
  type PlannedAddress,
  type PlannedDocument,
  type PlannedPayment,
  placeholders,
} from "../../domain/plan.ts";
import type { LedgerRef, LedgerTotals, WrittenDocument } from "../connector.ts";
import { creditsInvoice } from "../shared/document-words.ts";
import { toJsonNumber } from "../shared/json-number.ts";
import type { Invoice } from "./answers.ts";
import { countryName } from "./country.ts";
import { textRow, toInvoiceRow } from "./map-rows.ts";
import { BASE_CURRENCY } from "./options.ts";
import {
  type InvoiceBody,
  invoiceBody,
  type OrderBody,
  orderBody,
  type PaymentBody,
  paymentBody,
} from "./schema.ts";
import { emailAddress, optionalText, requiredText } from "./text.ts";

/** What the body of a document is made of, whichever step writes it. */
export type WriteDocument = WrittenDocument;

/** Decimals a rate may have: more than any rate the shop or the ledger states. */
const RATE_DECIMALS = 12;

/**
 * The whole invoice, always built from scratch. A credit note is an invoice of its own with negative quantities:
 * Fortnox links only one credit to an invoice, and one form serves first, second and partial refunds alike.
 * Discount, freight and fee are always sent, since Fortnox copies missing ones from the customer's card.
 */
export function toInvoiceBody(operation: WriteDocument, rate: string): InvoiceBody {
  const { document, credits } = operation;
  const rows = document.rows.map((row) => toInvoiceRow(row, document, operation.articles));
  return invoiceBody.parse({
    Invoice: {
      ...head(operation, rate),
      InvoiceDate: document.date,
      ...(document.termsDays === null ? {} : { DueDate: daysAfter(document.date, document.termsDays) }),
      ...(document.layout == null ? {} : { PrintTemplate: document.layout }),
      ...emailInformation(document),
      ...electronicInvoice(document.customer),
      InvoiceRows: credits === null ? rows : [textRow(creditsInvoice(document, credits.number)), ...rows],
    },
  });
}

/** The ledger's own order: everything ordered counts as delivered until people there say otherwise. */
export function toOrderBody(operation: WriteDocument, rate: string): OrderBody {
  const { document } = operation;
  return orderBody.parse({
    Order: {
      ...head(operation, rate),
      OrderDate: document.date,
      OrderRows: document.rows.map((row) => {
        const sold = toInvoiceRow(row, document, operation.articles);
        return { ...sold, OrderedQuantity: sold.DeliveredQuantity };
      }),
    },
  });
}

function head({ document, reference, customerNumber }: WriteDocument, rate: string) {
  const { customer } = document;
  return {
    CustomerNumber: customerNumber,
    ...billTo(customer.bill),
    ...(customer.ship === null ? {} : deliverTo(customer.ship)),
    Currency: document.currency,
    CurrencyRate: toJsonNumber(rate, RATE_DECIMALS),
    CurrencyUnit: 1,
    VATIncluded: document.rowForm === "gross",
    ExternalInvoiceReference1: reference,
    YourOrderNumber: optionalText(document.reference, "yourOrderNumber"),
    YourReference: optionalText(customer.reference, "yourReference"),
    Comments: optionalText(internalNote(document), "comments"),
    Remarks: optionalText(printedTexts(document), "remarks"),
    Freight: 0,
    AdministrationFee: 0,
    ...(document.terms === null ? {} : { TermsOfPayment: document.terms }),
  };
}

/**
 * A payment on an invoice or credit note: money that comes in is positive, money that goes back negative.
 * `Amount` is in kronor; Fortnox refuses a payment dated before its invoice. What the account gets less (a fee) or more
 * (a surplus) is written off, so that payment and write-offs together are what the invoice is settled by.
 */
export function toPaymentBody(
  document: Pick<PlannedDocument, "date">,
  payment: PlannedPayment,
  ref: LedgerRef,
  rate: string,
): PaymentBody {
  const writeOffs = writeOffsOf(payment);
  const magnitude = parseMoney(payment.amount, payment.currency);
  const settled = payment.direction === "out" ? negate(magnitude) : magnitude;
  const paid = writeOffs.reduce((rest, one) => subtract(rest, one.amount), settled);
  const ownRate = writeOffs.length > 0 ? null : rateMoved(payment);
  const inBase = convert(paid, parseDecimal(ownRate ?? rate), BASE_CURRENCY);
  const foreign = {
    AmountCurrency: toJsonNumber(formatMoney(paid), 2),
    Currency: payment.currency,
    CurrencyRate: toJsonNumber(ownRate ?? rate, RATE_DECIMALS),
    CurrencyUnit: 1,
  };
  return paymentBody.parse({
    InvoicePayment: {
      InvoiceNumber: Number(ref.id),
      Amount: toJsonNumber(formatMoney(inBase), 2),
      ...(payment.currency === BASE_CURRENCY ? {} : foreign),
      PaymentDate: laterDay(payment.date, document.date),
      ...(payment.mode === null
        ? { ModeOfPaymentAccount: Number(payment.account) }
        : { ModeOfPayment: payment.mode }),
      ...(writeOffs.length === 0
        ? {}
        : {
            WriteOffs: writeOffs.map(({ account, amount }) => ({
              AccountNumber: Number(account),
              Amount: toJsonNumber(formatMoney(amount), 2),
              Currency: payment.currency,
            })),
          }),
    },
  });
}

/** Positive what the invoice is settled by beyond the money, negative what the money is more than the invoice takes. */
function writeOffsOf({ fee, surplus, currency }: PlannedPayment): { account: string; amount: Money }[] {
  return [
    ...(fee === undefined ? [] : [{ account: fee.account, amount: parseMoney(fee.amount, currency) }]),
    ...(surplus === undefined
      ? []
      : [{ account: surplus.account, amount: negate(parseMoney(surplus.amount, currency)) }]),
  ];
}

/** Kronor per unit at which the money really moved, when it moved in kronor; the difference is Fortnox's to book (R11). */
function rateMoved({ movedAs, amount, currency }: PlannedPayment): string | null {
  if (movedAs?.currency !== BASE_CURRENCY || currency === BASE_CURRENCY) return null;
  return formatDecimal(ratio(parseMoney(movedAs.amount, BASE_CURRENCY), parseMoney(amount, currency)));
}

/**
 * What Fortnox says the document came to. `Total` is after rounding to whole units, so `RoundOff` is taken out again.
 * Credit notes are negative in Fortnox and positive in our terms; one that came out positive stays visible as negative.
 */
export function totalsOf(
  invoice: Pick<Invoice, "Currency" | "Total" | "TotalVAT" | "RoundOff">,
  kind: PlannedDocument["kind"],
): LedgerTotals {
  const inOurTerms = (text: string) => {
    const money = parseMoney(text, invoice.Currency);
    return kind === "credit_note" ? negate(money) : money;
  };
  const rounding = inOurTerms(invoice.RoundOff);
  return {
    currency: invoice.Currency,
    gross: formatMoney(subtract(inOurTerms(invoice.Total), rounding)),
    vat: formatMoney(inOurTerms(invoice.TotalVAT)),
    rounding: formatMoney(rounding),
  };
}

function billTo(address: PlannedAddress) {
  return {
    CustomerName: requiredText(address.name, "name", "Customer"),
    Address1: optionalText(address.address1, "address"),
    Address2: optionalText(address.address2, "address"),
    ZipCode: optionalText(address.zip, "documentZip"),
    City: optionalText(address.city, "address"),
    Country: countryName(address.country),
  };
}

function deliverTo(address: PlannedAddress) {
  return {
    DeliveryName: requiredText(address.name, "name", "Customer"),
    DeliveryAddress1: optionalText(address.address1, "address"),
    DeliveryAddress2: optionalText(address.address2, "address"),
    DeliveryZipCode: optionalText(address.zip, "documentZip"),
    DeliveryCity: optionalText(address.city, "address"),
    DeliveryCountry: countryName(address.country),
  };
}

/** Seen in Fortnox only: the way back to the order. */
function internalNote(document: PlannedDocument): string {
  return `Order ${document.orderNumber}${document.orderUrl === null ? "" : ` ${document.orderUrl}`}`;
}

/** Printed on the invoice: what the law asks for comes first, so that it is never cut off. */
function printedTexts(document: PlannedDocument): string {
  return [...document.legalTexts, document.comment ?? ""].filter((text) => text.trim() !== "").join("\n");
}

/** Address and texts belong to the document and must stand on it before it is booked. */
function emailInformation(document: PlannedDocument) {
  const address = emailAddress(document.email?.to ?? null);
  if (document.email === null || address === undefined) return {};
  return {
    EmailInformation: {
      EmailAddressTo: address,
      EmailSubject: optionalText(withNumber(document.email.subject), "emailSubject"),
      EmailBody: optionalText(withNumber(document.email.body), "emailBody"),
    },
  };
}

/** Where an e-invoice goes to, and the reference without which a public buyer refuses it. */
function electronicInvoice(customer: PlannedDocument["customer"]) {
  if (customer.type !== "EAN" || customer.ean === null) return {};
  return {
    EDIInformation: {
      EDIGlobalLocationNumber: customer.ean,
      EDIYourElectronicReference: optionalText(customer.reference, "yourReference"),
    },
  };
}

/** Fortnox fills its own place for the number in when it sends. */
const withNumber = (text: string | null): string | null =>
  text?.replaceAll(placeholders.number, "{no}") ?? null;

function laterDay(a: string, b: string): string {
  return a < b ? b : a;
}

function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
