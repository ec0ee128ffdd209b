import { address } from "./fragments.ts";

/** Customers by time of change, oldest first, with the last order of each. Variables: first, after, query. */
export const customersDocument = `query Customers($first: Int!, $after: String, $query: String!) {
  customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { legacyResourceId updatedAt lastOrder { legacyResourceId createdAt } } pageInfo { hasNextPage endCursor } } }`;

/** What a customer's card shows. Variables: id. */
export const customerDocument = `query Customer($id: ID!) { customer(id: $id) {
  defaultEmailAddress { emailAddress } defaultAddress { ...Address } } }${address}`;
