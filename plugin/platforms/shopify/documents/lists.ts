/** Orders by time of change or of sale, oldest first. Variables: first, after, query, sortKey. */
export const ordersDocument = `query Orders($first: Int!, $after: String, $query: String!, $sortKey: OrderSortKeys!) {
  orders(first: $first, after: $after, query: $query, sortKey: $sortKey) {
    nodes { legacyResourceId updatedAt } pageInfo { hasNextPage endCursor } } }`;

const variant = `
fragment Variant on ProductVariant { sku barcode title price taxable updatedAt inventoryItem { unitCost { amount currencyCode } } }`;

/** Products with their variants, oldest change first, and whether the shop's prices contain VAT. Variables: first, after, query. */
export const productsDocument = `query Products($first: Int!, $after: String, $query: String) {
  shop { taxesIncluded }
  products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { id title updatedAt variants(first: 50) { nodes { ...Variant } pageInfo { hasNextPage endCursor } } }
    pageInfo { hasNextPage endCursor } } }${variant}`;

/** More variants of one product. Variables: id, after. */
export const variantsDocument = `query Variants($id: ID!, $after: String) { product(id: $id) {
  variants(first: 250, after: $after) { nodes { ...Variant } pageInfo { hasNextPage endCursor } } } }${variant}`;
