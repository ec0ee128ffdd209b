import { fileOrderId } from "../domain/file-order-id.ts";
import { add, compare, isZero, parseDecimal, parseMoney, sum, zero } from "../domain/money.ts";
import type { Address, Customer, FinancialStatus, Order, Payment, TaxLine } from "../domain/order.ts";

/**
 * An order of a file as it is kept: JSON, amounts as decimal texts in major units of `currency`, instants in UTC. It is
 * checked when it is read from the file, so everything here can be booked or held with a reason.
 */
export interface FileOrder {
  /** Without a leading `#`: with and without it is the same order. */
  readonly number: string;
  readonly createdAt: string;
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly total: string;
  readonly totalTax: string | null;
  readonly shopTotal: string | null;
  readonly kind: Order["kind"];
  readonly fulfillmentStatus: Order["fulfillmentStatus"];
  readonly paymentRounding: string | null;
  readonly paymentTermsDays: number | null;
  readonly discountCodes: readonly string[];
  readonly customer: Customer;
  readonly billTo: Address | null;
  readonly shipTo: Address | null;
  readonly lines: readonly FileLine[];
  readonly shipping: readonly FileShipping[];
  readonly payments: readonly FilePayment[];
}

export interface FileTax {
  readonly rate: string;
  readonly amount: string;
}

export interface FileLine {
  readonly id: string;
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: string;
  readonly tax: FileTax | null;
  readonly nature: "goods" | "service";
  readonly giftCard: boolean;
  readonly tip: boolean;
  readonly fee: boolean;
  readonly period: { readonly start: string; readonly end: string } | null;
}

export interface FileShipping {
  readonly id: string;
  readonly title: string;
  readonly price: string;
  readonly discount: string;
  readonly tax: FileTax | null;
}

export interface FilePayment {
  readonly id: string;
  readonly gateway: string;
  readonly amount: string;
  readonly at: string;
}

/** What the shop knows and a file does not say. */
export interface FileShop {
  readonly timeZone: string;
  readonly currency: string;
}

/** The neutral order. How far it is paid follows from its payments: a file says nothing else of it. */
export function toOrder(file: FileOrder, shop: FileShop): Order {
  const { currency } = file;
  const money = (text: string) => parseMoney(text, currency);
  const taxLines = (tax: FileTax | null): TaxLine[] =>
    tax === null ? [] : [{ rate: parseDecimal(tax.rate), amount: money(tax.amount), channelLiable: false }];
  const lines = file.lines.map((line) => ({
    id: line.id,
    productId: null,
    variantId: null,
    sku: line.sku,
    title: line.title,
    quantity: parseDecimal(line.quantity),
    unitPrice: money(line.unitPrice),
    discount: money(line.discount),
    nature: line.nature,
    giftCard: line.giftCard,
    voucher: line.giftCard ? ("multi_purpose" as const) : null,
    tip: line.tip,
    fee: line.fee,
    period: line.period,
    taxLines: taxLines(line.tax),
  }));
  const shipping = file.shipping.map((one) => ({
    id: one.id,
    title: one.title,
    price: money(one.price),
    discount: money(one.discount),
    taxLines: taxLines(one.tax),
  }));
  const taxes = [...lines, ...shipping].flatMap((one) => one.taxLines.map((tax) => tax.amount));
  return {
    id: fileOrderId(file.number),
    number: file.number,
    url: null,
    createdAt: file.createdAt,
    updatedAt: file.createdAt,
    cancelledAt: null,
    status: "closed",
    financialStatus: financialStatus(file),
    fulfillmentStatus: file.fulfillmentStatus,
    currency,
    pricesIncludeTax: file.pricesIncludeTax,
    shopCurrency: shop.currency,
    shopTotal: file.shopTotal === null ? null : parseMoney(file.shopTotal, shop.currency),
    timeZone: shop.timeZone,
    source: "import",
    channel: null,
    kind: file.kind,
    subscription: null,
    customer: file.customer,
    billTo: file.billTo,
    shipTo: file.shipTo,
    lines,
    shipping,
    discountCodes: file.discountCodes,
    totalTax: file.totalTax === null ? sum(taxes, currency) : money(file.totalTax),
    total: money(file.total),
    paymentRounding: file.paymentRounding === null ? null : money(file.paymentRounding),
    paymentTermsDays: file.paymentTermsDays,
    payments: file.payments.map((one) => toPayment(one, currency)),
    edits: [],
    exchangeLines: [],
    refunds: [],
  };
}

function toPayment({ id, gateway, amount, at }: FilePayment, currency: string): Payment {
  return {
    id,
    kind: "sale",
    gateway,
    status: "success",
    amount: parseMoney(amount, currency),
    processedAt: at,
    giftCardId: null,
    ...(gateway === "gift_card" ? { isUnnamedCard: true } : {}),
    fee: null,
  };
}

function financialStatus({ currency, total, paymentRounding, payments }: FileOrder): FinancialStatus {
  const paid = sum(
    payments.map((one) => parseMoney(one.amount, currency)),
    currency,
  );
  const charged = add(
    parseMoney(total, currency),
    paymentRounding === null ? zero(currency) : parseMoney(paymentRounding, currency),
  );
  if (compare(paid, charged) >= 0) return "paid";
  return isZero(paid) ? "pending" : "partially_paid";
}
