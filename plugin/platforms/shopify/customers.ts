import { z } from "zod";
import type { Order } from "../../domain/order.ts";
import type { ChangedCustomer, ShopCustomers, ShopResult } from "../platform.ts";
import type { Ask } from "./client.ts";
import { customerDocument, customersDocument } from "./documents/customers.ts";
import type { WholeOrder } from "./normalise/order.ts";
import { unreadable } from "./read-order.ts";
import { instant, number, pageOf, text } from "./schema/members.ts";
import { address } from "./schema/order.ts";
import { atSecond, term } from "./search.ts";

const PAGE_SIZE = 100;
/** An order changes its customer too: her count of orders, what she spent. Within this time it was the order. */
const OF_THE_ORDER_MS = 10 * 60_000;

interface Reading {
  readonly ask: Ask;
  /** An order with all its pages; null when the shop does not know it. */
  readonly read: (id: string) => Promise<ShopResult<WholeOrder | null>>;
  readonly normalise: (whole: WholeOrder) => ShopResult<Order>;
}

const changedAnswer = z.object({
  customers: pageOf(
    z.object({
      legacyResourceId: number,
      updatedAt: instant,
      lastOrder: z.object({ legacyResourceId: number, createdAt: instant }).nullish(),
    }),
  ),
});
const customerAnswer = z.object({
  customer: z
    .object({
      defaultEmailAddress: z.object({ emailAddress: text }).nullish(),
      defaultAddress: address.nullish(),
    })
    .nullish(),
});

/** Customers and what they changed of themselves; what an order says of its buyer is read with the order. */
export function customersOf({ ask, read, normalise }: Reading): ShopCustomers {
  return {
    async changed(updatedAfter, cursor) {
      const query = term("updated_at", ">=", atSecond(updatedAfter));
      const asked = await ask(customersDocument, { first: PAGE_SIZE, after: cursor, query });
      if (!asked.ok) return asked;
      const answer = changedAnswer.safeParse(asked.data);
      if (!answer.success) return unreadable("the list of customers", answer.error);
      const { nodes, pageInfo } = answer.data.customers;
      const customers = nodes.flatMap(({ legacyResourceId: id, updatedAt, lastOrder }): ChangedCustomer[] => {
        if (lastOrder == null) return [];
        const sinceOrder = Date.parse(updatedAt) - Date.parse(lastOrder.createdAt);
        return sinceOrder < OF_THE_ORDER_MS ? [] : [{ id, lastOrderId: lastOrder.legacyResourceId }];
      });
      return {
        ok: true,
        value: { customers, nextCursor: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null },
      };
    },

    async today({ id, lastOrderId }) {
      const asked = await ask(customerDocument, { id: `gid://shopify/Customer/${id}` });
      if (!asked.ok) return asked;
      const answer = customerAnswer.safeParse(asked.data);
      if (!answer.success) return unreadable("this customer", answer.error);
      const { customer } = answer.data;
      const whole = await read(lastOrderId);
      if (!whole.ok) return whole;
      if (customer == null || whole.value === null) return { ok: true, value: null };
      const { order } = whole.value;
      const email = customer.defaultEmailAddress?.emailAddress ?? order.email;
      const billingAddress = customer.defaultAddress ?? order.billingAddress;
      return normalise({ ...whole.value, order: { ...order, email, billingAddress } });
    },
  };
}
