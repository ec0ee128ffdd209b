import type { OrderSums } from "../domain/order-sums.ts";
import type { Store } from "./database.ts";
import { type Transfer, transferFromRow } from "./transfers.ts";

export interface SumsFilter {
  readonly installationId: number;
  readonly connectionId: number;
  /** Instants of the orders' creation, the second exclusive. */
  readonly from: string;
  readonly to: string;
}

const PAGE = 1_000;

/** The last order of a page. */
interface Place {
  readonly at: string;
  readonly id: string;
}

/** Orders of a period, oldest first, page by page: a report of any length holds one page at a time. */
export async function* transfersOfPeriod(
  store: Store,
  filter: SumsFilter,
): AsyncGenerator<readonly Transfer[]> {
  let last: Place | undefined;
  for (;;) {
    const after: Place | undefined = last;
    let query = store.db
      .selectFrom("transfers")
      .selectAll()
      .where("installation_id", "=", filter.installationId)
      .where("connection_id", "=", filter.connectionId)
      .where("kind", "=", "order")
      .where("ordered_at", ">=", after?.at ?? filter.from)
      .where("ordered_at", "<", filter.to);
    if (after !== undefined) {
      query = query.where(({ and, eb, or }) =>
        or([
          eb("ordered_at", ">", after.at),
          and([eb("ordered_at", "=", after.at), eb("order_id", ">", after.id)]),
        ]),
      );
    }
    const rows = await query.orderBy("ordered_at").orderBy("order_id").limit(PAGE).execute();
    if (rows.length > 0) yield rows.map(transferFromRow);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE || end.ordered_at === null) return;
    last = { at: end.ordered_at, id: end.order_id };
  }
}

/** Orders the shop pointed at that nobody has been able to read yet: they belong to no period. */
export async function unreadTransfers(
  store: Store,
  filter: Pick<SumsFilter, "installationId" | "connectionId">,
  limit: number,
): Promise<Transfer[]> {
  const rows = await store.db
    .selectFrom("transfers")
    .selectAll()
    .where("installation_id", "=", filter.installationId)
    .where("connection_id", "=", filter.connectionId)
    .where("kind", "=", "order")
    .where("ordered_at", "is", null)
    .orderBy("order_id")
    .limit(limit)
    .execute();
  return rows.map(transferFromRow);
}

/** What is known of an order that was read before sums were kept; its next run tells more. */
export function sumsOf({ sums, total, currency, state }: Transfer): OrderSums | null {
  if (sums !== null) return sums;
  if (total === null || currency === null) return null;
  return { currency, charged: total, refunded: "0", booked: state === "booked" ? total : "0" };
}
