import { address } from "./fragments.ts";

/** Where changes of buyers are looked for. */
export type BuyerList = "customers" | "companies" | "companyLocations";

const PAGE = "pageInfo { hasNextPage endCursor }";
const lastBought = `
fragment LastBought on Company { id orders(first: 1, reverse: true, sortKey: CREATED_AT) { nodes { legacyResourceId } } }`;

/**
 * What changed in some lists of buyers in one question, oldest first, each with the last order; of a person who buys
 * for a company that company too, where the shop shows any. Variables: first, query, and for each list its cursor.
 */
export function changedBuyersDocument(lists: readonly BuyerList[], seesCompanies: boolean): string {
  const bought = seesCompanies
    ? "purchasingEntity { ... on PurchasingCompany { company { ...LastBought } } }"
    : "";
  const nodes: Readonly<Record<BuyerList, string>> = {
    customers: `legacyResourceId updatedAt lastOrder { legacyResourceId createdAt ${bought} }`,
    companies: "updatedAt ...LastBought",
    companyLocations: "updatedAt company { ...LastBought }",
  };
  const fields = lists.map(
    (list) => `${list}(first: $first, after: $${list}, query: $query, sortKey: UPDATED_AT) {
    nodes { ${nodes[list]} } ${PAGE} }`,
  );
  const cursors = lists.map((list) => `, $${list}: String`).join("");
  return `query ChangedBuyers($first: Int!, $query: String!${cursors}) {
  ${fields.join("\n  ")} }${seesCompanies ? lastBought : ""}`;
}

/** What a customer's card shows. Variables: id. */
export const customerDocument = `query Customer($id: ID!) { customer(id: $id) {
  defaultEmailAddress { emailAddress } defaultAddress { ...Address } } }${address}`;
