/** Variants by SKU with what can be sold of them at one place. Variables: query, location. */
export const stockDocument = `query Stock($query: String!, $location: ID!, $after: String) {
  productVariants(first: 100, after: $after, query: $query) { nodes { sku
    inventoryItem { id tracked inventoryLevel(locationId: $location) { quantities(names: ["available"]) { quantity } } } }
    pageInfo { hasNextPage endCursor } } }`;

/** Places where stock is kept; the first active one that sends online orders is the shop's own choice. */
export const locationsDocument = `query Locations { locations(first: 50) { nodes { id name isActive fulfillsOnlineOrders } } }`;

/** Sets quantities, each only if nobody changed it since it was read. Variables: input, key. */
export const setStockDocument = `mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { code field message } } }`;
