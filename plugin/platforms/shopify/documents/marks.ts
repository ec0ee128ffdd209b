/** Shows how an order stands in the books: a metafield of our own, and a tag the order list can be filtered by. */
export const markDocument = `mutation Mark($metafields: [MetafieldsSetInput!]!, $id: ID!, $add: [String!]!, $adds: Boolean!, $remove: [String!]!) {
  metafieldsSet(metafields: $metafields) { userErrors { field message code } }
  tagsRemove(id: $id, tags: $remove) { userErrors { field message } }
  tagsAdd(id: $id, tags: $add) @include(if: $adds) { userErrors { field message } } }`;
