import type { ChangedOrder, Shop } from "../../../plugin/platforms/platform.ts";
import { worked } from "./results.ts";

/** Before any shop of ours. */
export const EVER = "2020-01-01T00:00:00Z";
const MOST_PAGES = 20;

/** Every page of what changed; `between` happens after each but the last. */
export async function allPages(
  shop: Shop,
  range: Parameters<Shop["changedOrders"]>[0],
  between: (page: number) => Promise<void> = async () => {},
): Promise<(readonly ChangedOrder[])[]> {
  const pages: (readonly ChangedOrder[])[] = [];
  let cursor: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const read: Awaited<ReturnType<Shop["changedOrders"]>> = await shop.changedOrders(range, cursor);
    const { orders, nextCursor } = worked(read);
    pages.push(orders);
    if (nextCursor === null) return pages;
    await between(page);
    cursor = nextCursor;
  }
  throw new Error("the list does not end");
}
