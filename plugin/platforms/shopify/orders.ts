import { z } from "zod";
import type { ChangedPage, Shop, ShopResult } from "../platform.ts";
import type { Ask } from "./client.ts";
import { ordersDocument } from "./documents/lists.ts";
import { unreadable } from "./read-order.ts";
import { instant, number, pageOf } from "./schema/members.ts";
import { atSecond, term } from "./search.ts";

const PAGE_SIZE = 250; // Shopify's largest

const answer = z.object({ orders: pageOf(z.object({ legacyResourceId: number, updatedAt: instant })) });

type Wanted = Parameters<Shop["changedOrders"]>[0];

/** The search for orders by their last change or by the day they were sold. Test orders are left out. */
export function searchFor(from: Wanted): string {
  const terms =
    "updatedAfter" in from
      ? [term("updated_at", ">=", atSecond(from.updatedAfter))]
      : [
          term("processed_at", ">=", atSecond(from.createdAfter)),
          term("processed_at", "<", atSecond(from.createdBefore)),
        ];
  return [...terms, "test:false"].join(" AND ");
}

/** Orders changed since an instant, or sold within a range: one page, oldest first. */
export async function changedOrders(
  ask: Ask,
  from: Wanted,
  cursor: string | null,
): Promise<ShopResult<ChangedPage>> {
  const asked = await ask(ordersDocument, {
    first: PAGE_SIZE,
    after: cursor,
    query: searchFor(from),
    sortKey: "updatedAfter" in from ? "UPDATED_AT" : "PROCESSED_AT",
  });
  if (!asked.ok) return asked;
  const read = answer.safeParse(asked.data);
  if (!read.success) return unreadable("the list of orders", read.error);
  const { nodes, pageInfo } = read.data.orders;
  return {
    ok: true,
    value: {
      orders: nodes.map((one) => ({ id: one.legacyResourceId, updatedAt: one.updatedAt })),
      nextCursor: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
    },
  };
}
