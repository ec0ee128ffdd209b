import { isNegative, isZero, minorUnits, minus, negated, rounded, sum, taxOf, times } from "./amounts.ts";
import type { Address, Customer, OrderLine, ShippingLine, ShopOrder, TaxLine, Transaction } from "./order.ts";
import type { CompleteDraft, DraftLine } from "./order-draft.ts";
import type { Tenant } from "./shop.ts";
import { financialStatus } from "./transactions.ts";

export interface OrderPlace {
  id: string;
  /** The customer this e-mail address belongs to, or a new one. */
  customerIdFor: (email: string | null) => string;
  tenant: Tenant;
  shopUrl: string;
  createdAt: string;
  updatedAt: string;
}

/** Builds a whole order whose lines, taxes, totals and payment agree to the last minor unit. */
export function makeOrder(draft: CompleteDraft, place: OrderPlace): ShopOrder {
  const currency = draft.currency ?? place.tenant.currency;
  const decimals = minorUnits(currency);
  const lines = draft.lines.map((line, at) => makeLine(line, { at, draft, decimals }));
  const shipping = draft.shipping === null ? [] : [makeShipping(draft.shipping, draft, decimals)];
  const totalTax = sum(
    [...lines, ...shipping].flatMap((row) => row.tax_lines.map((tax) => tax.amount)),
    decimals,
  );
  const amounts = [
    ...lines.map((line) => lineAmount(line, decimals)),
    ...shipping.map((row) => shippingAmount(row, decimals)),
  ];
  const total = sum(draft.pricesIncludeTax ? amounts : [...amounts, totalTax], decimals);
  const customer = makeCustomer(draft, place);
  const billTo = makeAddress(draft.bill_to ?? {}, customer);

  const order: ShopOrder = {
    id: place.id,
    number: `#${place.id}`,
    url: `${place.shopUrl}/admin/orders/${place.id}`,
    created_at: place.createdAt,
    updated_at: place.updatedAt,
    cancelled_at: null,
    status: "open",
    financial_status: "pending",
    fulfillment_status: "unfulfilled",
    currency,
    decimals,
    prices_include_tax: draft.pricesIncludeTax,
    shop_currency: place.tenant.currency,
    shop_total: shopTotal(total, currency, draft, place.tenant),
    shop_timezone: place.tenant.timezone,
    source: draft.source,
    channel: draft.channel,
    kind: draft.kind,
    subscription: draft.subscription,
    customer,
    bill_to: billTo,
    ship_to: draft.ship_to === null ? null : makeAddress({ ...billTo, ...draft.ship_to }, customer),
    lines,
    shipping,
    discount_codes: draft.discount_codes,
    ...(draft.tags === undefined ? {} : { tags: draft.tags }),
    total_tax: totalTax,
    total,
    payment_rounding: draft.payment_rounding,
    payment_terms: draft.payment_terms,
    transactions: [],
    edits: [],
    exchange_lines: [],
    refunds: [],
  };
  const first = firstTransaction(order, draft);
  if (first !== undefined) order.transactions.push(first);
  order.financial_status = financialStatus(order);
  return order;
}

/** `quantity * unit_price - discount`, in minor units: with tax when prices include it. */
export function lineAmount(line: OrderLine, decimals: number): string {
  return minus(times(line.quantity, line.unit_price, decimals), line.discount, decimals);
}

export function shippingAmount(row: ShippingLine, decimals: number): string {
  return minus(row.price, row.discount, decimals);
}

interface LinePlace {
  at: number;
  draft: CompleteDraft;
  decimals: number;
}

function makeLine(line: DraftLine, { at, draft, decimals }: LinePlace): OrderLine {
  const sku = line.sku ?? null;
  const made: OrderLine = {
    id: `L${at + 1}`,
    product_id: sku === null ? null : productId(sku),
    variant_id: sku === null ? null : `v-${sku.toLowerCase()}`,
    sku,
    title: line.title,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    discount: rounded(line.discount, decimals),
    nature: line.nature,
    gift_card: line.gift_card,
    voucher: line.voucher,
    tip: line.tip,
    fee: line.fee,
    period: line.period,
    tax_lines: [],
  };
  made.tax_lines = taxLines(lineAmount(made, decimals), line.rate, draft, decimals);
  return made;
}

/** Products and the lines that sell them share one id, made from the SKU. */
export function productId(sku: string): string {
  return `p-${sku.toLowerCase()}`;
}

function makeShipping(
  shipping: NonNullable<CompleteDraft["shipping"]>,
  draft: CompleteDraft,
  decimals: number,
): ShippingLine {
  const amount = minus(shipping.price, shipping.discount, decimals);
  return {
    id: "SH1",
    title: shipping.title,
    price: rounded(shipping.price, decimals),
    discount: rounded(shipping.discount, decimals),
    tax_lines: taxLines(amount, shipping.rate, draft, decimals),
  };
}

function taxLines(amount: string, rate: string | null, draft: CompleteDraft, decimals: number): TaxLine[] {
  if (rate === null) return [];
  const how = draft.pricesIncludeTax ? "included" : "on top";
  return [
    { rate, amount: taxOf(amount, rate, how, decimals), channel_liable: draft.channel === "marketplace" },
  ];
}

function shopTotal(total: string, currency: string, draft: CompleteDraft, tenant: Tenant): string | null {
  if (currency === tenant.currency || draft.exchangeRate === undefined) return null;
  return times(total, draft.exchangeRate, minorUnits(tenant.currency));
}

function makeCustomer(draft: CompleteDraft, place: OrderPlace): Customer {
  const customer = {
    type: "B2C" as const,
    name: "Maja Lindqvist",
    email: "maja@example.com",
    phone: null,
    company: null,
    country: place.tenant.country,
    vat_number: null,
    vat_number_valid: null,
    organisation_number: null,
    ean: null,
    reference: null,
    ...definedOf(draft.customer),
  };
  return { ...customer, id: draft.customer.id ?? place.customerIdFor(customer.email) };
}

function makeAddress(
  given: { [Key in keyof Address]?: Address[Key] | undefined },
  customer: Customer,
): Address {
  return {
    name: customer.name,
    company: customer.company,
    address1: "Storgatan 1",
    address2: null,
    zip: "111 22",
    city: "Stockholm",
    province: null,
    country: customer.country,
    ...definedOf(given),
  };
}

function definedOf<T extends object>(given: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}

function firstTransaction(order: ShopOrder, draft: CompleteDraft): Transaction | undefined {
  const amount = sum([order.total, order.payment_rounding ?? "0"], order.decimals);
  if (isZero(amount) || (!draft.paid && !draft.authorized)) return undefined;
  const isCredit = isNegative(amount);
  return {
    id: `T${order.id}-1`,
    kind: isCredit ? "refund" : draft.paid ? "sale" : "authorization",
    gateway: draft.gateway,
    status: "success",
    amount: isCredit ? negated(amount, order.decimals) : amount,
    currency: order.currency,
    processed_at: order.created_at,
    gift_card_id: null,
    fee: null,
  };
}
