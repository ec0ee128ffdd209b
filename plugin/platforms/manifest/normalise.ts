import type { z } from "zod";
import { isCurrencyCode } from "../../domain/currency.ts";
import { absolute, parseDecimal, parseMoney } from "../../domain/money.ts";
import type { Customer, Line, Order, Payment, Refund, TaxLine } from "../../domain/order.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { ShopResult } from "../platform.ts";
import {
  type ContractLine,
  type ContractOrder,
  type ContractRefund,
  type ContractTaxLine,
  type ContractTransaction,
  contractOrder,
} from "./schema.ts";

/** What the installation knows and an order may leave out. */
export interface ShopDefaults {
  readonly timeZone: string;
  readonly currency: string;
}

/** The words for a member whose schema has none of its own. */
export const wrongMember = { error: () => "is missing or not what it should be" };

/** Turns an order of the contract into ours, or says which member cannot be read. Never throws. */
export function normaliseOrder(json: unknown, defaults: ShopDefaults): ShopResult<Order> {
  const parsed = contractOrder.safeParse(json, wrongMember);
  if (!parsed.success) return { ok: false, problem: unreadable("this order", parsed.error) };
  return { ok: true, value: toOrder(parsed.data, defaults) };
}

/** The problem of an answer that does not keep to the contract, with the path of its first bad member. */
export function unreadable(what: string, error: z.ZodError): FixProblem {
  const issue = error.issues[0];
  const path = pathText(issue?.path ?? []);
  const member = path === "" ? "it" : path;
  const message = `The shop's data for ${what} cannot be read: ${member} ${issue?.message}.`;
  return fix("ORDER_UNREADABLE", message, { place: "shop" }, path);
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

function toOrder(order: ContractOrder, defaults: ShopDefaults): Order {
  const { currency } = order;
  const shopCurrency =
    order.shop_currency ?? (isCurrencyCode(defaults.currency) ? defaults.currency : currency);
  const refunds = order.refunds.map((refund) => toRefund(refund, currency));
  // A refund's movement may stand on the order as well; counted once, and where the refund is.
  const refunded = new Set(refunds.flatMap((refund) => refund.payments.map((payment) => payment.id)));
  return {
    id: order.id,
    number: order.number ?? order.id,
    url: order.url,
    createdAt: order.created_at,
    updatedAt: order.updated_at ?? order.created_at,
    cancelledAt: order.cancelled_at,
    status: order.status,
    financialStatus: order.financial_status,
    fulfillmentStatus: order.fulfillment_status,
    currency,
    pricesIncludeTax: order.prices_include_tax,
    shopCurrency,
    shopTotal: order.shop_total === null ? null : parseMoney(order.shop_total, shopCurrency),
    timeZone: order.shop_timezone ?? defaults.timeZone,
    source: order.source,
    channel: order.channel,
    kind: order.kind,
    subscription: order.subscription == null ? null : toSubscription(order.subscription),
    customer: toCustomer(order),
    billTo: order.bill_to ?? null,
    shipTo: order.ship_to ?? null,
    lines: order.lines.map((line) => toLine(line, currency)),
    shipping: order.shipping.map((line) => ({
      id: line.id,
      title: line.title ?? "Shipping",
      price: parseMoney(line.price, currency),
      discount: parseMoney(line.discount, currency),
      taxLines: toTaxLines(line.tax_lines, currency),
    })),
    discountCodes: order.discount_codes,
    ...(order.tags.length === 0 ? {} : { tags: order.tags }),
    totalTax: parseMoney(order.total_tax, currency),
    total: parseMoney(order.total, currency),
    paymentRounding: order.payment_rounding === null ? null : parseMoney(order.payment_rounding, currency),
    paymentTermsDays: order.payment_terms?.days ?? null,
    payments: toPayments(order.transactions, order.created_at, currency).filter(
      (payment) => !refunded.has(payment.id),
    ),
    edits: order.edits.map((edit) => ({
      id: edit.id,
      at: edit.at,
      added: edit.added.map((line) => toLine(line, currency)),
      priceChanges: edit.price_change.map((change) => toLineAmount(change, currency)),
    })),
    exchangeLines: order.exchange_lines.map((line) => toLine(line, currency)),
    refunds,
  };
}

function toSubscription(subscription: NonNullable<ContractOrder["subscription"]>) {
  const { id, period, state } = subscription;
  return { id, period, state: state ?? "active" };
}

/** The customer as sent; a guest is made of what the order itself says of the buyer. */
function toCustomer(order: ContractOrder): Customer {
  const { customer, bill_to: billTo, ship_to: shipTo } = order;
  const email = customer?.email ?? order.email;
  return {
    id: customer?.id ?? null,
    type: customer?.type ?? "B2C",
    name:
      customer?.name ??
      customer?.company ??
      billTo?.name ??
      billTo?.company ??
      shipTo?.name ??
      email ??
      "Guest",
    email,
    phone: customer?.phone ?? null,
    company: customer == null ? (billTo?.company ?? null) : customer.company,
    country: customer?.country ?? billTo?.country ?? null,
    vatNumber: customer?.vat_number ?? null,
    vatNumberValid: customer?.vat_number_valid ?? null,
    organisationNumber: customer?.organisation_number ?? null,
    ean: customer?.ean ?? null,
    reference: customer?.reference ?? null,
  };
}

function toLine(line: ContractLine, currency: string): Line {
  return {
    id: line.id,
    productId: line.product_id,
    variantId: line.variant_id,
    sku: line.sku,
    title: line.title ?? line.sku ?? line.id,
    quantity: parseDecimal(line.quantity),
    unitPrice: parseMoney(line.unit_price, currency),
    discount: parseMoney(line.discount, currency),
    nature: line.nature,
    giftCard: line.gift_card,
    voucher: line.voucher,
    tip: line.tip,
    fee: line.fee,
    period: line.period,
    taxLines: toTaxLines(line.tax_lines, currency),
  };
}

function toTaxLines(taxLines: readonly ContractTaxLine[], currency: string): TaxLine[] {
  return taxLines.map((tax) => ({
    rate: parseDecimal(tax.rate),
    amount: parseMoney(tax.amount, currency),
    channelLiable: tax.channel_liable,
  }));
}

/** Movements in their own currency; one without a time of its own happened with the thing it belongs to. */
function toPayments(
  transactions: readonly ContractTransaction[],
  otherwiseAt: string,
  orderCurrency: string,
): Payment[] {
  return transactions.flatMap((transaction) => {
    if (transaction.kind === null) return [];
    const currency = transaction.currency ?? orderCurrency;
    return {
      id: transaction.id,
      kind: transaction.kind,
      gateway: transaction.gateway ?? "unknown",
      status: transaction.status,
      amount: absolute(parseMoney(transaction.amount, currency)),
      processedAt: transaction.processed_at ?? otherwiseAt,
      giftCardId: transaction.gift_card_id,
      fee: transaction.fee === null ? null : parseMoney(transaction.fee, currency),
    };
  });
}

function toLineAmount(change: { line_id: string; gross: string; tax: string }, currency: string) {
  return {
    lineId: change.line_id,
    gross: parseMoney(change.gross, currency),
    tax: parseMoney(change.tax, currency),
  };
}

function toRefund(refund: ContractRefund, currency: string): Refund {
  return {
    id: refund.id,
    createdAt: refund.created_at,
    note: refund.note,
    lines: refund.lines.map((line) => ({
      ...toLineAmount(line, currency),
      quantity: parseDecimal(line.quantity),
    })),
    shipping: refund.shipping.map((line) => ({
      id: line.id,
      gross: parseMoney(line.gross, currency),
      tax: parseMoney(line.tax, currency),
    })),
    adjustments: refund.adjustments.map((adjustment) => ({
      kind: adjustment.kind,
      gross: parseMoney(adjustment.gross, currency),
      tax: adjustment.tax === null ? null : parseMoney(adjustment.tax, currency),
    })),
    payments: toPayments(refund.transactions, refund.created_at, currency),
  };
}
