import type { Granted } from "../scopes.ts";
import { address, agreement, bag, line, transaction } from "./fragments.ts";

const company = `purchasingEntity { __typename ... on PurchasingCompany { company { id name }
    location { id name taxSettings { taxRegistrationId taxExempt } billingAddress { companyName address1 address2 zip city countryCode } } } }`;

/** Payments and refunds are plain lists, which say nothing of what they leave out. */
export const MOST_MOVEMENTS = 100;

/**
 * One order with everything that is booked of it. What a shop has not granted is left out rather than asked for: a
 * refused field would make the whole answer an error (shopify.md 1.2). The movements of refunds stand among those of
 * the order; naming them here is a third of the price of saying them twice. Variables: id,
 * lines, agreements and sales (how many at once), salesAfter (null).
 */
export function orderDocument(granted: Granted): string {
  const optional = [
    granted("read_customers")
      ? "customer { legacyResourceId displayName defaultEmailAddress { emailAddress } }"
      : "",
    granted("read_customers") || granted("read_companies") ? company : "",
    granted("read_payment_terms")
      ? "paymentTerms { dueInDays paymentSchedules(first: 1) { nodes { issuedAt dueAt } } }"
      : "",
  ];
  return `query Order($id: ID!, $lines: Int!, $agreements: Int!, $sales: Int!, $salesAfter: String) { order(id: $id) {
  legacyResourceId name poNumber note test createdAt processedAt updatedAt cancelledAt closedAt
  displayFinancialStatus displayFulfillmentStatus currencyCode presentmentCurrencyCode taxesIncluded
  sourceName app { id } merchantOfRecordApp { id }
  email billingAddress { ...Address } shippingAddress { ...Address }
  ${optional.filter((part) => part !== "").join("\n  ")}
  customAttributes { key value } discountCodes tags
  originalTotalPriceSet { ...Bag } currentTotalPriceSet { ...Bag } currentTotalTaxSet { ...Bag }
  totalReceivedSet { ...Bag } totalRefundedSet { ...Bag } totalCashRoundingAdjustment { paymentSet { ...Bag } }
  shippingLines(first: 50, includeRemovals: true) { nodes { id title } pageInfo { hasNextPage } }
  lineItems(first: $lines) { nodes { ...Line } pageInfo { hasNextPage endCursor } }
  transactions(first: ${MOST_MOVEMENTS}) { ...Transaction } transactionsCount { count }
  refunds(first: ${MOST_MOVEMENTS}) { legacyResourceId createdAt processedAt note
    transactions(first: 20) { nodes { id } pageInfo { hasNextPage } } }
  agreements(first: $agreements) { edges { cursor node { ...Agreement } } pageInfo { hasNextPage } }
} }${bag}${address}${line(granted)}${transaction}${agreement}`;
}

/** More lines of a long order. Variables: id, lines, after. */
export function orderLinesDocument(granted: Granted): string {
  return `query OrderLines($id: ID!, $lines: Int!, $after: String) { order(id: $id) {
  updatedAt lineItems(first: $lines, after: $after) { nodes { ...Line } pageInfo { hasNextPage endCursor } }
} }${bag}${line(granted)}`;
}

/** The agreement after a cursor, and of its sales those after another. Variables: id, after, sales, salesAfter. */
export const orderAgreementDocument = `query OrderAgreement($id: ID!, $after: String, $sales: Int!, $salesAfter: String) { order(id: $id) {
  updatedAt agreements(first: 1, after: $after) { edges { cursor node { ...Agreement } } pageInfo { hasNextPage } }
} }${bag}${agreement}`;
