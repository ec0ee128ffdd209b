import { isZero } from "../../../domain/money.ts";
import type { FinancialStatus, Order } from "../../../domain/order.ts";
import type { ShopResult } from "../../platform.ts";
import { MOST_MOVEMENTS } from "../documents/order.ts";
import type { Agreement } from "../schema/agreement.ts";
import type { ShopifyLine, ShopifyOrder } from "../schema/order.ts";
import { own, seen, total } from "./amounts.ts";
import { billTo, customerOf, toAddress } from "./customer.ts";
import { happened } from "./happened.ts";
import { checkIdentities } from "./identities.ts";
import { thingsOf, toLine, toShipping } from "./lines.ts";
import { paymentsOf } from "./payments.ts";
import { subscriptionOf } from "./subscription.ts";
import { Unreadable } from "./unreadable.ts";

/** An order with all its pages. */
export interface WholeOrder {
  readonly order: ShopifyOrder;
  readonly lines: readonly ShopifyLine[];
  readonly agreements: readonly Agreement[];
}

/** What an installation knows and an order does not say. */
export interface ShopDefaults {
  readonly timeZone: string;
  /** The order's page in the admin. */
  readonly url: string;
}

/** Turns an order of Shopify into ours, from its sales agreements; what contradicts itself is held. Never throws. */
export function normaliseOrder(whole: WholeOrder, defaults: ShopDefaults): ShopResult<Order> {
  try {
    checkComplete(whole);
    checkIdentities(whole.order, whole.agreements);
    return { ok: true, value: toOrder(whole, defaults) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** What Shopify cut off silently would be missing in the books. */
function checkComplete({ order, lines, agreements }: WholeOrder): void {
  const { refunds, transactions } = order;
  const count = order.transactionsCount?.count ?? (transactions.length < MOST_MOVEMENTS ? 0 : Infinity);
  const isCut =
    order.shippingLines.pageInfo.hasNextPage ||
    refunds.length >= MOST_MOVEMENTS ||
    refunds.some((refund) => refund.transactions.pageInfo.hasNextPage) ||
    count > transactions.length;
  if (isCut)
    throw new Unreadable(order.name, "it has more shipping lines, payments or refunds than can be read.");
  for (const { __typename: kind } of agreements) {
    if (!KNOWN.includes(kind))
      throw new Unreadable(order.name, `it has an agreement of a new kind (${kind}).`);
  }
  if (new Set(lines.map((line) => line.id)).size < lines.length) {
    throw new Unreadable(order.name, "a line is listed twice.");
  }
}

const KNOWN: readonly string[] = [
  "OrderAgreement",
  "OrderEditAgreement",
  "RefundAgreement",
  "ReturnAgreement",
];

function toOrder(whole: WholeOrder, defaults: ShopDefaults): Order {
  const { order, lines, agreements } = whole;
  const sold = agreements.filter((one) => one.__typename === "OrderAgreement");
  const things = thingsOf(order, lines, agreements);
  const sales = sold.flatMap((one) => one.sales.nodes);
  for (const sale of sales) {
    if (sale.actionType !== "ORDER") {
      throw new Unreadable(
        order.name,
        `it was placed with a sale of an unknown action (${sale.actionType}).`,
      );
    }
  }
  const currency = order.presentmentCurrencyCode;
  const rounding = seen(order.totalCashRoundingAdjustment.paymentSet);
  const { edits, refunds } = happened(order, agreements, things);
  return {
    id: order.legacyResourceId,
    number: order.name,
    url: defaults.url,
    createdAt: order.processedAt,
    updatedAt: order.updatedAt,
    cancelledAt: order.cancelledAt ?? null,
    status: order.cancelledAt != null ? "cancelled" : order.closedAt != null ? "closed" : "open",
    financialStatus: FINANCIAL[order.displayFinancialStatus ?? ""] ?? "pending",
    fulfillmentStatus: FULFILMENT[order.displayFulfillmentStatus ?? ""] ?? "unfulfilled",
    currency,
    pricesIncludeTax: order.taxesIncluded,
    shopCurrency: order.currencyCode,
    shopTotal: currency === order.currencyCode ? null : own(order.originalTotalPriceSet),
    timeZone: defaults.timeZone,
    // A merchant of record sells in its own name: the VAT is its own (R10).
    channel: order.merchantOfRecordApp == null ? order.sourceName : "marketplace",
    ...subscriptionOf(order, lines),
    customer: customerOf(order),
    billTo: billTo(order),
    shipTo: toAddress(order.shippingAddress),
    lines: sales.filter((sale) => sale.lineType !== "SHIPPING").map((sale) => toLine(sale, things)),
    shipping: sales.filter((sale) => sale.lineType === "SHIPPING").map((sale) => toShipping(sale, things)),
    discountCodes: order.discountCodes,
    ...(order.tags.length === 0 ? {} : { tags: order.tags }),
    totalTax: total(
      sales.map((sale) => sale.totalTaxAmount),
      seen,
      currency,
    ),
    total: seen(order.originalTotalPriceSet),
    paymentRounding: isZero(rounding) ? null : rounding,
    paymentTermsDays: termsOf(order),
    payments: paymentsOf(order),
    edits,
    exchangeLines: [],
    refunds,
  };
}

const FINANCIAL: Readonly<Record<string, FinancialStatus>> = {
  AUTHORIZED: "authorized",
  PARTIALLY_PAID: "partially_paid",
  PAID: "paid",
  PARTIALLY_REFUNDED: "partially_refunded",
  REFUNDED: "refunded",
  VOIDED: "voided",
};

const FULFILMENT: Readonly<Record<string, Order["fulfillmentStatus"]>> = {
  FULFILLED: "fulfilled",
  FULFILLMENT_NOT_REQUIRED: "fulfilled",
  PARTIALLY_FULFILLED: "partial",
};

const DAY_MS = 86_400_000;

/** Days until the first instalment is due, as the terms say or as their dates tell. */
function termsOf({ paymentTerms }: ShopifyOrder): number | null {
  if (paymentTerms == null) return null;
  if (paymentTerms.dueInDays != null) return paymentTerms.dueInDays;
  const [first] = paymentTerms.paymentSchedules.nodes;
  if (first?.issuedAt == null || first.dueAt == null) return null;
  return Math.max(0, Math.round((Date.parse(first.dueAt) - Date.parse(first.issuedAt)) / DAY_MS));
}
