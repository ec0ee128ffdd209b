const FIELD = {
  name: "Mark",
  variable: "$metafields: [MetafieldsSetInput!]!",
  mutation: "metafieldsSet(metafields: $metafields) { userErrors { field message code } }",
};
const UNTAG = {
  name: "Untag",
  variable: "$remove: [String!]!",
  mutation: "tagsRemove(id: $id, tags: $remove) { userErrors { field message } }",
};
const TAG = {
  name: "Tag",
  variable: "$add: [String!]!",
  mutation: "tagsAdd(id: $id, tags: $add) { userErrors { field message } }",
};

/**
 * Shows how an order stands in the books, in one request: a metafield of our own, and a tag the order list can be
 * filtered by. Each mutation costs ten points, so what need not change is not in it (shopify.md 3.4). `orderUpdate`
 * would do everything for ten, but it sets the whole list of tags and loses one that somebody adds meanwhile.
 * Variables: metafields; remove, add and id as far as tags change.
 */
export function markDocument(tags: { readonly remove: boolean; readonly add: boolean }): string {
  const parts = [FIELD, ...(tags.remove ? [UNTAG] : []), ...(tags.add ? [TAG] : [])];
  const variables = [...parts.map((one) => one.variable), ...(parts.length > 1 ? ["$id: ID!"] : [])];
  return `mutation ${parts.map((one) => one.name).join("")}(${variables.join(", ")}) {
  ${parts.map((one) => one.mutation).join("\n  ")} }`;
}
