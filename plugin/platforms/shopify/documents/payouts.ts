/** Payouts of Shopify Payments, oldest first. Variables: first, after, query. */
export const payoutsDocument = `query Payouts($first: Int!, $after: String, $query: String) { shopifyPaymentsAccount {
  payouts(first: $first, after: $after, query: $query, sortKey: ISSUED_AT) {
    nodes { legacyResourceId issuedAt status net { amount currencyCode } } pageInfo { hasNextPage endCursor } } } }`;

/** What a payout settles. Variables: query, after. */
export const payoutLinesDocument = `query PayoutLines($query: String!, $after: String) { shopifyPaymentsAccount {
  balanceTransactions(first: 100, after: $after, query: $query, sortKey: PROCESSED_AT) {
    nodes { type test amount { amount currencyCode } fee { amount currencyCode } sourceOrderTransactionId
      associatedOrder { id } } pageInfo { hasNextPage endCursor } } } }`;
