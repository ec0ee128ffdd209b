import { z } from "zod";
import type { PlannedJournal } from "../../domain/journal.ts";
import { codes, warnings } from "../../domain/problem.ts";
import type { PlannedPurchase } from "../../domain/purchase.ts";
import type { Context } from "../../pipeline/context.ts";
import type { Reported } from "../../pipeline/reports/orders.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";
import { fixUrl, usualPlace } from "../fix-url.ts";
import { component } from "./components.ts";

/** Amounts are decimal texts in the currency beside them, never numbers. */
export const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
export const warning = z.enum(Object.keys(warnings) as (keyof typeof warnings)[]);
export const day = z.iso.date();
export const state = z.enum(["waiting", "booked", "skipped", "held"]);
export const code = component("OrderCode", z.enum(Object.keys(codes) as (keyof typeof codes)[]));
export const warningList = z.array(warning);

/** How an order stands; without a code everything the settings ask for is in the ledger. */
export const standing = {
  state,
  code: code.optional(),
  message: z.string().optional(),
  fix_url: z.url().optional().meta({ description: "The page where a person mends it." }),
};

export const orderSummary = component(
  "OrderSummary",
  z.strictObject({
    order_id: z.string().meta({ description: "The platform's own id." }),
    number: z.string().nullable(),
    ...standing,
    customer: z.string().nullable(),
    total: amount.nullable(),
    currency: z.string().nullable(),
    ordered_at: z.iso.datetime().nullable(),
    updated_at: z.iso.datetime(),
    warnings: warningList,
  }),
);

export const bookedDocument = component(
  "Document",
  z.strictObject({
    kind: z.enum(["invoice", "credit_note", "order"]),
    external_id: z.string(),
    number: z.string(),
    url: z.url().optional(),
    status: z.enum(["draft", "booked"]),
    currency: z.string(),
    net: amount,
    vat: amount,
    gross: amount,
    rounding: amount,
    specification_url: z
      .url()
      .optional()
      .meta({ description: "A CSV file with all rows, where they were merged for the ledger." }),
  }),
);

export const bookedPayment = component(
  "Payment",
  z.strictObject({
    external_id: z.string(),
    amount,
    currency: z.string(),
    method: z.string(),
    date: day,
    direction: z.enum(["in", "out"]),
  }),
);

export const journalLine = component(
  "JournalLine",
  z.strictObject({
    account: z.string(),
    debit: amount,
    credit: amount,
    text: z.string(),
    why: z.string().meta({ description: "The rule and the setting behind it." }),
  }),
);

/** A voucher as planned; debits equal credits. */
export const plannedJournal = component(
  "PlannedJournal",
  z.strictObject({
    key: z.string(),
    date: day,
    text: z.string(),
    currency: z.string(),
    lines: z.array(journalLine),
  }),
);

export const bookedJournal = component(
  "Journal",
  z.strictObject({ external_id: z.string(), number: z.string(), ...plannedJournal.shape }),
);

const purchaseRow = component(
  "PurchaseRow",
  z.strictObject({
    text: z.string(),
    quantity: z.string(),
    net: amount,
    vat: amount,
    gross: amount,
    vat_rate: z.string(),
    account: z.string(),
    vat_code: z.string().nullable().meta({ description: "Null lets the ledger choose." }),
    why: z.string().meta({ description: "The rule and the setting behind it." }),
  }),
);

/** What is bought with a sale: never part of any sum of sales. */
export const plannedPurchase = component(
  "PlannedPurchase",
  z.strictObject({
    key: z.string(),
    kind: z.enum(["invoice", "credit_note"]),
    credits: z.string().nullable().meta({ description: "Key of the purchase it reduces." }),
    date: day,
    text: z.string(),
    supplier: z.string(),
    currency: z.string(),
    net: amount,
    vat: amount,
    gross: amount,
    rows: z.array(purchaseRow),
  }),
);

export const bookedPurchase = component(
  "Purchase",
  z.strictObject({ external_id: z.string(), number: z.string(), ...plannedPurchase.shape }),
);

export const orderAnswer = component(
  "Order",
  z.strictObject({
    order_id: z.string(),
    number: z.string().nullable(),
    ...standing,
    connection_id: z.string().nullable().meta({ description: "Null while no ledger is connected." }),
    documents: z.array(bookedDocument),
    payments: z.array(bookedPayment),
    journals: z.array(bookedJournal).meta({ description: "Vouchers beside the documents." }),
    purchases: z.array(bookedPurchase).meta({ description: "What was bought with the sale." }),
    warnings: warningList,
    log: z.array(z.strictObject({ at: z.iso.datetime(), step: z.string(), message: z.string() })),
  }),
);

export function showSummary(context: Context, transfer: Transfer): z.output<typeof orderSummary> {
  const { orderId, number, customer, total, currency, orderedAt, updatedAt } = transfer;
  return {
    order_id: orderId,
    number,
    ...showStanding(context, transfer),
    customer,
    total,
    currency,
    ordered_at: orderedAt,
    updated_at: updatedAt,
    warnings: [...transfer.warnings],
  };
}

export function showStanding(context: Context, transfer: Transfer) {
  if (transfer.code === null) return { state: transfer.state };
  const place = transfer.fix ?? usualPlace(transfer.code);
  return {
    state: transfer.state,
    code: transfer.code,
    message: transfer.message ?? codes[transfer.code].sentence,
    fix_url: fixUrl(context.publicUrl, place, transfer),
  };
}

export function showJournal({ key, date, text, currency, lines }: PlannedJournal) {
  return {
    key,
    date,
    text,
    currency,
    lines: lines.map((line) => ({
      account: line.account,
      debit: line.debit,
      credit: line.credit,
      text: line.text,
      why: line.why,
    })),
  };
}

export function showPurchase(purchase: PlannedPurchase): z.output<typeof plannedPurchase> {
  const { key, kind, credits, date, text, supplier, currency, net, vat, gross, rows } = purchase;
  return {
    key,
    kind,
    credits,
    date,
    text,
    supplier,
    currency,
    net,
    vat,
    gross,
    rows: rows.map((row) => ({
      text: row.text,
      quantity: row.quantity,
      net: row.net,
      vat: row.vat,
      gross: row.gross,
      vat_rate: row.vatRate,
      account: row.account,
      vat_code: row.vatCode,
      why: row.why,
    })),
  };
}

function specificationUrl(publicUrl: string, orderId: string, document: string): string {
  const query = new URLSearchParams({ document });
  return `${publicUrl}/api/v1/orders/${encodeURIComponent(orderId)}/specification.csv?${query.toString()}`;
}

/** What of an order is in the ledger. */
export function showBooked(publicUrl: string, orderId: string, reported: Reported) {
  return {
    documents: reported.documents.map((document) => ({
      kind: document.kind,
      external_id: document.externalId,
      number: document.number,
      ...(document.url === null ? {} : { url: document.url }),
      status: document.status,
      currency: document.currency,
      net: document.net,
      vat: document.vat,
      gross: document.gross,
      rounding: document.rounding,
      ...(document.isMerged
        ? { specification_url: specificationUrl(publicUrl, orderId, document.externalId) }
        : {}),
    })),
    payments: reported.payments.map((payment) => ({
      external_id: payment.externalId,
      amount: payment.amount,
      currency: payment.currency,
      method: payment.method,
      date: payment.date,
      direction: payment.direction,
    })),
    journals: reported.journals.map(({ externalId, number, journal }) => ({
      external_id: externalId,
      number,
      ...showJournal(journal),
    })),
    purchases: reported.purchases.map(({ externalId, number, purchase }) => ({
      external_id: externalId,
      number,
      ...showPurchase(purchase),
    })),
  };
}
