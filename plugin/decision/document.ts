import type { LedgerFacts } from "../domain/ledger-facts.ts";
import {
  add,
  formatDecimal,
  formatMoney,
  isDecimalZero,
  isZero,
  negate,
  parseMoney,
  ratio,
} from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import type { DocumentKind, PlannedDocument, PlannedRow } from "../domain/plan.ts";
import { plannedCustomer } from "./customer.ts";
import { documentDate } from "./dates.ts";
import { emailOf } from "./email.ts";
import type { DecisionInput } from "./input.ts";
import { methodOf } from "./payments/payment-methods.ts";
import { Refusal } from "./refusal.ts";
import { fitDecimals } from "./rows/ledger-decimals.ts";
import { fitRows } from "./rows/merge.ts";
import type { RowForm } from "./rows/row-form.ts";
import { sumRows } from "./rows/rows.ts";
import { renderText } from "./texts.ts";
import { paymentMethod } from "./trigger.ts";
import { vatEvidence } from "./vat/evidence.ts";
import { legalTexts } from "./vat/legal-texts.ts";
import { type Words, wordsFor } from "./words.ts";

/** What makes one document of an order differ from another. */
export interface Parts {
  readonly key: string;
  readonly kind: DocumentKind;
  readonly credits: string | null;
  /** The day it should bear. */
  readonly day: string;
  readonly form: RowForm;
  readonly rows: readonly PlannedRow[];
  /** The document a credit mirrors. */
  readonly original?: PlannedDocument | undefined;
}

/** Puts a document together: date, currency, customer and texts around its rows. Throws what holds it. */
export function document(input: DecisionInput, parts: Parts): PlannedDocument {
  const { order, settings, facts } = input;
  checkCurrency(order, facts, input.ledgerName);
  const fitted = fitDecimals(parts.rows, parts.form, input);
  const { rows, specification } = fitRows(fitted, input, parts.form);
  const isCredit = parts.kind === "credit_note";
  const date = documentDate(parts.day, facts, settings, input.ledgerName);
  const sums = sumRows(rows, order.currency);
  const announced = {
    kind: parts.kind,
    date,
    currency: order.currency,
    total: totalOf(sums, order.currency),
  };
  return {
    key: parts.key,
    kind: parts.kind,
    credits: parts.credits,
    date,
    currency: order.currency,
    exchangeRate: parts.original === undefined ? exchangeRate(order, facts) : parts.original.exchangeRate,
    orderId: order.id,
    orderNumber: order.number,
    orderUrl: order.url,
    customer: parts.original?.customer ?? plannedCustomer(order, rows, input),
    rowForm: parts.form,
    rows,
    specification,
    ...sums,
    booking: isCredit ? settings.refunds.booking : settings.orders.booking,
    reference: renderText(settings.orders.reference_text, order),
    comment: renderText(settings.orders.comment_text, order),
    legalTexts: [
      ...legalTexts(order, rows, settings.vat.seller_country ?? input.shopCountry, input.language),
      ...movedDate(parts.day, date, wordsFor(input)),
    ],
    vatEvidence:
      parts.original === undefined ? vatEvidence(order, input) : (parts.original.vatEvidence ?? null),
    ...terms(order, input),
    layout: methodOf(paymentMethod(order) ?? "*", settings)?.layout ?? null,
    email: emailOf(order, settings, announced),
    payments: [],
    ...(input.language === undefined || input.language === "en" ? {} : { language: input.language }),
    ...(input.ruledBy === undefined || isCredit ? {} : { why: input.ruledBy }),
  };
}

function totalOf({ gross, rounding }: ReturnType<typeof sumRows>, currency: string): string {
  return formatMoney(add(parseMoney(gross, currency), parseMoney(rounding, currency)));
}

/** A document dated later because its period is locked still names the day of the supply (Directive Art. 226(7)). */
function movedDate(day: string, date: string, words: Words): string[] {
  return day === date ? [] : [words.supplied(day)];
}

/** Throws CURRENCY_NOT_ENABLED when the ledger is known not to have the currency of the order. */
export function checkCurrency(order: Order, facts: LedgerFacts, ledgerName: string): void {
  if (order.currency === facts.baseCurrency || facts.currencies === null) return;
  if (facts.currencies.some((one) => one.code === order.currency)) return;
  throw new Refusal(
    "CURRENCY_NOT_ENABLED",
    `${ledgerName} has no currency ${order.currency}. Switch it on there, then release the order.`,
    { place: "ledger" },
  );
}

/** The platform's own rate when it gives one, else the ledger's of the day; 1 for the ledger's own currency (R11). */
function exchangeRate(order: Order, facts: LedgerFacts): string | null {
  if (order.currency === facts.baseCurrency) return "1";
  const { shopTotal, shopCurrency, total } = order;
  if (shopTotal !== null && shopCurrency === facts.baseCurrency && !isZero(total)) {
    const rate = ratio(shopTotal, total);
    const text = formatDecimal(rate);
    if (!isDecimalZero(rate) && !text.startsWith("-")) return text;
  }
  return facts.currencies?.find((one) => one.code === order.currency)?.rate ?? null;
}

function terms(order: Order, input: DecisionInput): Pick<PlannedDocument, "terms" | "termsDays"> {
  const { settings } = input;
  const method = methodOf(paymentMethod(order) ?? "*", settings);
  const group = settings.customers[groupOf(order)];
  return {
    terms: method?.terms ?? group.terms ?? null,
    termsDays: order.paymentTermsDays ?? method?.terms_days ?? null,
  };
}

/** The group of customer settings a buyer belongs to. */
function groupOf(order: Pick<Order, "customer">): "b2c" | "b2b" | "ean" {
  const names = { B2C: "b2c", B2B: "b2b", EAN: "ean" } as const;
  return names[order.customer.type];
}

/** The same row on the other side: a negative amount on an invoice is a positive one on a credit note. */
export function mirrored(row: PlannedRow, currency: string): PlannedRow {
  const flip = (text: string): string => formatMoney(negate(parseMoney(text, currency)));
  return {
    ...row,
    unitPrice: flip(row.unitPrice),
    net: flip(row.net),
    vat: flip(row.vat),
    gross: flip(row.gross),
  };
}
