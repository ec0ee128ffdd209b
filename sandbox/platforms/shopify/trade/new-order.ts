import { utc } from "../clock.ts";
import { bagOf } from "../money.ts";
import type { Companies } from "./companies.ts";
import type { CompleteDraft } from "./draft.ts";
import { draftPaymentSchema } from "./draft.ts";
import { salesOfLine } from "./edit.ts";
import type { Address, Customer, Order } from "./order.ts";
import { addPayment } from "./payments.ts";
import type { LineMaker } from "./place.ts";
import { makeLine, makeShipping, makeTip, netOf, spreadDiscount, taxesOn } from "./place.ts";
import { plainSale, shippingSale } from "./sales.ts";

/** What an order needs to know of the shop it is placed in. */
export interface OrderPlace {
  number: number;
  country: string;
  currency: string;
  at: string;
  customer: Customer | null;
  locationFor: Companies["locationFor"];
  variantOf: LineMaker["variantOf"];
  nextId: LineMaker["nextId"];
}

/** Builds a whole order with its agreement and its first payments. */
export function makeOrder(draft: CompleteDraft, place: OrderPlace): Order {
  const order = emptyOrder(draft, place);
  const maker: LineMaker = {
    order,
    marketplace: draft.marketplace !== null,
    variantOf: place.variantOf,
    nextId: place.nextId,
  };
  const lines = draft.lines.map((each) => makeLine(each, maker));
  if (draft.discount !== null) spreadDiscount(lines, draft.discount, maker);
  for (const [at, line] of lines.entries()) {
    const given = draft.lines[at];
    if (line.taxable && given !== undefined)
      line.taxes = taxesOn(netOf(line, line.allocations), given, maker);
  }
  order.lines.push(...lines);
  if (draft.tip !== null) order.lines.push(makeTip(draft.tip, order.currencies, place.nextId));
  for (const each of draft.shipping) {
    const row = makeShipping(each, maker);
    row.taxes = taxesOn(netOf(row, row.allocations), each, maker);
    order.shipping.push(row);
  }
  for (const fee of draft.additionalFees) {
    const price = bagOf(fee.price, order.currencies);
    order.additionalFees.push({
      id: place.nextId(),
      name: fee.name,
      price,
      taxes: taxesOn(price, fee, maker),
    });
  }
  order.agreements.push({
    id: place.nextId(),
    type: "OrderAgreement",
    happenedAt: order.processedAt,
    aboutId: null,
    sales: [
      ...order.lines.flatMap((line) => salesOfLine(order, line, maker)),
      ...order.shipping.map((row) => shippingSale(order, row, place.nextId)),
      ...order.additionalFees.map((fee) =>
        plainSale(order, { lineType: "ADDITIONAL_FEE", feeId: fee.id }, fee, place.nextId),
      ),
    ],
  });
  for (const payment of paymentsOf(draft)) addPayment(order, payment, order.processedAt, place.nextId);
  return order;
}

function paymentsOf(draft: CompleteDraft) {
  if (draft.paid === false) return [];
  return draft.paid === true ? [draftPaymentSchema.parse({})] : draft.paid;
}

function emptyOrder(draft: CompleteDraft, place: OrderPlace): Order {
  const createdAt = utc(draft.createdAt ?? place.at);
  const processedAt = utc(draft.processedAt ?? createdAt);
  const billing = draft.billingAddress === null ? null : addressOf(draft.billingAddress ?? {}, draft, place);
  const shipping = draft.shippingAddress === null || draft.inStore ? null : draft.shippingAddress;
  const { customer } = place;
  const company =
    draft.company === null || customer === null
      ? null
      : place.locationFor(draft.company, customer, billing ?? NO_ADDRESS);
  const days = draft.paymentTerms?.days;
  return {
    id: place.nextId(),
    number: place.number,
    name: `#${place.number}`,
    test: draft.test,
    createdAt,
    processedAt,
    updatedAt: createdAt,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    fulfilment: "UNFULFILLED",
    currencies: {
      shop: place.currency,
      buyer: draft.currency ?? place.currency,
      rate:
        draft.currency === undefined || draft.currency === place.currency ? "1" : (draft.exchangeRate ?? "1"),
    },
    taxesIncluded: draft.taxesIncluded,
    taxExempt: draft.taxExempt,
    sourceName: draft.sourceName ?? (draft.inStore ? "pos" : "web"),
    app: draft.app,
    merchantOfRecord: draft.marketplace,
    inStore: draft.inStore,
    customerId: place.customer?.id ?? null,
    company,
    email: place.customer?.email ?? null,
    billingAddress: billing,
    shippingAddress:
      shipping === null
        ? null
        : { ...(billing ?? addressOf({}, draft, place)), ...definedOf(shipping ?? {}) },
    customerLocale: place.customer?.locale ?? "sv",
    poNumber: draft.poNumber,
    note: draft.note,
    tags: [...draft.tags],
    attributes: draft.attributes,
    localizedFields: draft.localizedFields,
    paymentTerms:
      days === undefined
        ? null
        : {
            id: place.nextId(),
            days,
            name: days === 0 ? "Due on receipt" : `Net ${days}`,
            issuedAt: processedAt,
            dueAt: utc(new Date(Date.parse(processedAt) + days * 86_400_000)),
          },
    discounts: [],
    lines: [],
    shipping: [],
    additionalFees: [],
    transactions: [],
    refunds: [],
    returns: [],
    agreements: [],
    metafields: [],
  };
}

function addressOf(
  given: NonNullable<CompleteDraft["billingAddress"]>,
  { customer, company }: CompleteDraft,
  { country }: Pick<OrderPlace, "country">,
): Address {
  return {
    firstName: customer?.firstName ?? null,
    lastName: customer?.lastName ?? null,
    company: company?.name ?? null,
    address1: "Storgatan 1",
    address2: null,
    city: "Stockholm",
    zip: "111 22",
    provinceCode: null,
    countryCode: customer?.country ?? country,
    ...definedOf(given),
  };
}

const NO_ADDRESS: Address = {
  firstName: null,
  lastName: null,
  company: null,
  address1: null,
  address2: null,
  city: null,
  zip: null,
  provinceCode: null,
  countryCode: null,
};

function definedOf<T extends object>(given: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
