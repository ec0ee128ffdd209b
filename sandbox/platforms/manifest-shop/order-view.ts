import { compare, isZero, minus, sum, withoutTrailingZeros } from "./amounts.ts";
import type { OrderLine, ShopOrder } from "./order.ts";
import { lineAmount, shippingAmount } from "./orders.ts";
import { refundableLines, remainingQuantity, remainingShipping } from "./refunds.ts";
import type { InstalledApp, OrderRecord } from "./store.ts";
import { chargedOn, movementsOf, owedFor, paidBackOn } from "./transactions.ts";

type Tone = "good" | "calm" | "warn" | "plain";

const PAYMENT_TONES: Record<ShopOrder["financial_status"], Tone> = {
  pending: "warn",
  authorized: "calm",
  partially_paid: "warn",
  paid: "good",
  partially_refunded: "plain",
  refunded: "plain",
  voided: "plain",
};

/** The app's own states; one this shop has never heard of is shown in plain grey. */
const ACCOUNTING_TONES: Record<string, Tone> = {
  booked: "good",
  waiting: "calm",
  held: "warn",
  skipped: "plain",
};

interface Badge {
  tone: Tone;
  words: string;
}

/** One row of the order list. */
export function orderRow({ order, accounting }: OrderRecord) {
  return {
    id: order.id,
    number: order.number,
    created_at: order.created_at,
    customer: order.customer.company ?? order.customer.name ?? "No customer",
    country: order.ship_to?.country ?? order.customer.country,
    total: order.total,
    currency: order.currency,
    payment: paymentBadge(order),
    fulfilment: fulfilmentBadge(order),
    accounting: accountingBadge(accounting),
    accounting_text: accounting?.text ?? null,
    is_cancelled: order.cancelled_at !== null,
  };
}

/** Everything the page of one order shows. */
export function orderView(record: OrderRecord, app: InstalledApp | null) {
  const { order, accounting, history } = record;
  const due = minus(owedFor(order), chargedOn(order), order.decimals);
  const isOpen = order.cancelled_at === null;
  const onDetail = (app?.manifest.app.actions ?? []).filter(
    (action) => action.resource === "order" && action.views.includes("detail"),
  );
  return {
    ...orderRow(record),
    order,
    lines: refundableLines(order).map((line) => lineView(order, line)),
    shipping: order.shipping.map((row) => ({ ...row, amount: shippingAmount(row, order.decimals) })),
    prices: order.prices_include_tax ? "prices include tax" : "tax is added",
    taxes: taxesByRate(order),
    movements: movementsOf(order),
    charged: minus(chargedOn(order), paidBackOn(order), order.decimals),
    refunds: order.refunds.map((refund) => ({
      ...refund,
      gross: sum(
        [...refund.lines, ...refund.shipping, ...refund.adjustments].map((each) => each.gross),
        order.decimals,
      ),
      what: whatWasRefunded(order, refund),
    })),
    note: accounting,
    history: history.toReversed(),
    can: {
      pay: isOpen && compare(due, "0") > 0 && order.refunds.length === 0,
      fulfil: isOpen && order.fulfillment_status !== "fulfilled",
      cancel: isOpen && order.fulfillment_status !== "fulfilled",
      refund: compare(chargedOn(order), paidBackOn(order)) > 0,
    },
    buttons: onDetail.filter((action) => action.mode === "server" && action.id === "sync-now").map(labelled),
    pages: onDetail.filter((action) => action.mode === "page").map(labelled),
  };
}

/** What is left to refund. */
export function refundView(order: ShopOrder) {
  const freight = remainingShipping(order);
  return {
    order,
    freight: isZero(freight) ? null : freight,
    left: minus(chargedOn(order), paidBackOn(order), order.decimals),
    lines: refundableLines(order)
      .map((line) => ({ ...lineView(order, line), remaining: remainingQuantity(order, line) }))
      .filter((line) => compare(line.remaining, "0") > 0),
  };
}

function labelled(action: { id: string; label: Record<string, string> }) {
  return { id: action.id, label: action.label["en"] ?? action.id };
}

function lineView(order: ShopOrder, line: OrderLine) {
  return {
    id: line.id,
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    unit_price: line.unit_price,
    discount: isZero(line.discount) ? null : line.discount,
    rate: line.tax_lines.map((tax) => `${tax.rate} %`).join(" + ") || "no tax",
    amount: lineAmount(line, order.decimals),
  };
}

function taxesByRate(order: ShopOrder) {
  const taxes = [...order.lines, ...order.shipping].flatMap((row) => row.tax_lines);
  const rates = [...new Set(taxes.map((tax) => tax.rate))].sort(compare).reverse();
  return rates.map((rate) => {
    const amounts = taxes.filter((tax) => tax.rate === rate).map((tax) => tax.amount);
    return { rate, amount: sum(amounts, order.decimals) };
  });
}

function whatWasRefunded(order: ShopOrder, refund: ShopOrder["refunds"][number]): string {
  const lines = refund.lines.map((each) => {
    const title = refundableLines(order).find((line) => line.id === each.line_id)?.title ?? each.line_id;
    return `${withoutTrailingZeros(each.quantity)} × ${title}`;
  });
  const freight = refund.shipping.length > 0 ? ["freight"] : [];
  return [...lines, ...freight, ...refund.adjustments.map((each) => each.kind.replaceAll("_", " "))].join(
    ", ",
  );
}

function paymentBadge(order: ShopOrder): Badge {
  return { tone: PAYMENT_TONES[order.financial_status], words: order.financial_status };
}

function fulfilmentBadge(order: ShopOrder): Badge {
  return {
    tone: order.fulfillment_status === "fulfilled" ? "good" : "plain",
    words: order.fulfillment_status,
  };
}

function accountingBadge(accounting: OrderRecord["accounting"]): Badge | null {
  if (accounting === null) return null;
  return { tone: ACCOUNTING_TONES[accounting.state] ?? "plain", words: accounting.state };
}
