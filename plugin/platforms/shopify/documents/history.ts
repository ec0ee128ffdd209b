/** How many orders a search finds, counted no further than needed. Variables: query, limit. */
export const countDocument = `query Count($query: String!, $limit: Int!) { ordersCount(query: $query, limit: $limit) { count } }`;

/** What Shopify is asked to write down: one root, one connection, no variables (shopify.md 3.3). */
export function historyQuery(search: string): string {
  return `{ orders(query: ${JSON.stringify(search)}, sortKey: PROCESSED_AT) { edges { node { legacyResourceId updatedAt } } } }`;
}

/** Begins to write. Variables: query. */
export const beginDocument = `mutation Begin($query: String!) { bulkOperationRunQuery(query: $query, groupObjects: false) {
  bulkOperation { id } userErrors { code message } } }`;

/** What is being written for us already: the newest first. */
export const writingDocument = `query Writing { bulkOperations(first: 10) { nodes { id status query } } }`;

/** How far one is. Variables: id. */
export const writtenDocument = `query Written($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount url } }`;
