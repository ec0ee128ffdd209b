import type { ShopClock } from "../clock.ts";
import { gid } from "../ids.ts";
import type { Bag, Currencies } from "../money.ts";
import { fixedText } from "../money.ts";
import type { Place, Variant } from "../trade/catalogue.ts";
import type { Company, Customer, Order, Refund, Transaction } from "../trade/order.ts";
import { financialStatus, totalsOf } from "../trade/totals.ts";

/** A webhook's body before it is written. A `bigint` is written as a JSON number of any size. */
export type Payload = { [name: string]: unknown };

/** JSON as Shopify sends it: ids are bare numbers, far above 2^53 when need be. */
export function jsonText(payload: Payload): string {
  const text = JSON.stringify(payload, (_key, value: unknown) =>
    typeof value === "bigint" ? `${BIG_MARK}${value}` : value,
  );
  return text.replace(new RegExp(`"${BIG_MARK}(\\d+)"`, "g"), "$1");
}

const BIG_MARK = "\u2060big:";

/** The payload of a subscription with `include_fields`. */
export function included(payload: Payload, fields: readonly string[]): Payload {
  if (fields.length === 0) return payload;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => fields.includes(name)));
}

/** The REST form of an order, as far as an app may look at it. */
export function orderPayload(order: Order, customer: Customer | null, clock: ShopClock): Payload {
  const totals = totalsOf(order);
  const { currencies } = order;
  const shop = (bag: Bag) => fixedText(bag.shop, currencies.shop);
  return {
    id: BigInt(order.id),
    admin_graphql_api_id: gid("Order", order.id),
    name: order.name,
    order_number: order.number,
    number: order.number - 1000,
    created_at: clock.local(order.createdAt),
    processed_at: clock.local(order.processedAt),
    updated_at: clock.local(order.updatedAt),
    cancelled_at: order.cancelledAt === null ? null : clock.local(order.cancelledAt),
    cancel_reason: order.cancelReason,
    closed_at: order.closedAt === null ? null : clock.local(order.closedAt),
    currency: currencies.shop,
    presentment_currency: currencies.buyer,
    email: order.email ?? "",
    contact_email: order.email,
    note: order.note,
    tags: order.tags.join(", "),
    test: order.test,
    source_name: order.sourceName,
    taxes_included: order.taxesIncluded,
    financial_status: financialStatus(order).toLowerCase(),
    fulfillment_status: order.fulfilment === "UNFULFILLED" ? null : order.fulfilment.toLowerCase(),
    total_price: shop(totals.sold),
    total_price_set: moneySet(totals.sold, currencies),
    total_tax: shop(totals.tax),
    subtotal_price: shop(totals.subtotal),
    total_discounts: shop(totals.discounts),
    current_total_price: shop(totals.current),
    current_total_tax: shop(totals.currentTax),
    total_outstanding: shop(totals.outstanding),
    payment_gateway_names: gatewaysOf(order),
    customer:
      customer === null
        ? null
        : {
            id: BigInt(customer.id),
            email: customer.email,
            first_name: customer.firstName,
            last_name: customer.lastName,
          },
    line_items: order.lines.map((line) => ({
      id: BigInt(line.id),
      admin_graphql_api_id: gid("LineItem", line.id),
      title: line.title,
      sku: line.sku,
      quantity: line.quantity,
      price: shop(line.unitPrice),
      gift_card: line.kind === "GIFT_CARD",
    })),
    shipping_lines: order.shipping.map((row) => ({
      id: BigInt(row.id),
      title: row.title,
      price: shop(row.original),
    })),
    refunds: order.refunds.map((refund) => ({ id: BigInt(refund.id), order_id: BigInt(order.id) })),
  };
}

export function gatewaysOf(order: Order): string[] {
  return [...new Set(order.transactions.map((each) => each.gateway))];
}

export function refundPayload(order: Order, refund: Refund, clock: ShopClock): Payload {
  const { currencies } = order;
  return {
    id: BigInt(refund.id),
    order_id: BigInt(order.id),
    admin_graphql_api_id: gid("Refund", refund.id),
    created_at: clock.local(refund.createdAt),
    processed_at: clock.local(refund.createdAt),
    note: refund.note,
    refund_line_items: refund.lines.map((line) => ({
      line_item_id: BigInt(line.lineId),
      quantity: line.quantity,
      subtotal: fixedText(line.subtotal.shop, currencies.shop),
      total_tax: fixedText(line.tax.shop, currencies.shop),
    })),
    transactions: order.transactions
      .filter((each) => refund.transactionIds.includes(each.id))
      .map((each) => transactionPayload(order, each, clock)),
  };
}

export function transactionPayload(order: Order, transaction: Transaction, clock: ShopClock): Payload {
  return {
    id: BigInt(transaction.id),
    order_id: BigInt(order.id),
    admin_graphql_api_id: gid("OrderTransaction", transaction.id),
    kind: transaction.kind.toLowerCase(),
    gateway: transaction.gateway,
    status: transaction.status.toLowerCase(),
    amount: fixedText(transaction.amount.shop, order.currencies.shop),
    currency: order.currencies.shop,
    parent_id: transaction.parentId === null ? null : BigInt(transaction.parentId),
    test: transaction.test,
    created_at: clock.local(transaction.processedAt),
    processed_at: clock.local(transaction.processedAt),
  };
}

export function editPayload(order: Order, editId: string, at: string, clock: ShopClock): Payload {
  return {
    order_edit: {
      id: BigInt(editId),
      app_id: null,
      order_id: BigInt(order.id),
      created_at: clock.local(at),
      committed_at: clock.local(at),
      notify_customer: false,
    },
  };
}

export function returnPayload(order: Order, returnId: string): Payload {
  return {
    id: BigInt(returnId),
    admin_graphql_api_id: gid("Return", returnId),
    order: { id: BigInt(order.id), admin_graphql_api_id: gid("Order", order.id) },
  };
}

export function productPayload(variant: Variant, clock: ShopClock): Payload {
  return {
    id: BigInt(variant.productId),
    admin_graphql_api_id: gid("Product", variant.productId),
    title: variant.title,
    updated_at: clock.local(variant.updatedAt),
    variants: [
      { id: BigInt(variant.id), admin_graphql_api_id: gid("ProductVariant", variant.id), sku: variant.sku },
    ],
  };
}

export function placePayload(place: Place, updatedAt: string): Payload {
  return {
    id: BigInt(place.id),
    admin_graphql_api_id: gid("Location", place.id),
    name: place.name,
    city: place.city,
    country_code: place.countryCode,
    active: place.isActive,
    updated_at: updatedAt,
  };
}

export function customerPayload(customer: Customer, at: string, clock: ShopClock): Payload {
  return {
    id: BigInt(customer.id),
    admin_graphql_api_id: gid("Customer", customer.id),
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    updated_at: clock.local(at),
  };
}

/** Companies and their locations have no plain ids in webhooks. */
export function companyPayload(company: Company, clock: ShopClock): Payload {
  return {
    name: company.name,
    external_id: company.externalId,
    updated_at: clock.local(company.updatedAt ?? ""),
    admin_graphql_api_id: gid("Company", company.id),
  };
}

export function locationPayload(company: Company, clock: ShopClock): Payload {
  return {
    name: company.locationName,
    updated_at: clock.local(company.locationUpdatedAt ?? ""),
    admin_graphql_api_id: gid("CompanyLocation", company.locationId),
    tax_settings: {
      tax_registration_id: company.taxRegistrationId,
      tax_exempt: company.taxExempt,
      tax_exemptions: company.taxExemptions,
    },
    company: companyPayload(company, clock),
  };
}

function moneySet(bag: Bag, { shop, buyer }: Currencies) {
  return {
    shop_money: { amount: fixedText(bag.shop, shop), currency_code: shop },
    presentment_money: { amount: fixedText(bag.buyer, buyer), currency_code: buyer },
  };
}
