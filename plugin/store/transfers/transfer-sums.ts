import type { Selectable } from "kysely";
import type { OrderSums } from "../../domain/order-sums.ts";
import type { Code } from "../../domain/problem.ts";
import type { Store, TransfersTable } from "../database.ts";
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

/** What the sums of a report need of an order. */
export interface SummedTransfer extends Pick<Transfer, "orderId" | "state" | "code"> {
  readonly orderedAt: string;
  /** Null where nobody could read the order yet. */
  readonly sums: OrderSums | null;
}

/** Orders of a period, oldest first, page by page: a report of any length holds one page at a time. */
export async function* sumsOfPeriod(
  store: Store,
  filter: SumsFilter,
): AsyncGenerator<readonly SummedTransfer[]> {
  let last: Place | undefined;
  for (;;) {
    const after: Place | undefined = last;
    let query = store.db
      .selectFrom("transfers")
      .select(["order_id", "state", "code", "ordered_at", "sums", "total", "currency"])
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
    yield rows.flatMap((row) => (row.ordered_at === null ? [] : [summed(row, row.ordered_at)]));
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE || end.ordered_at === null) return;
    last = { at: end.ordered_at, id: end.order_id };
  }
}

type SumsRow = Pick<
  Selectable<TransfersTable>,
  "order_id" | "state" | "code" | "sums" | "total" | "currency"
>;

function summed(row: SumsRow, orderedAt: string): SummedTransfer {
  const { state, total, currency } = row;
  const sums = row.sums === null ? null : (JSON.parse(row.sums) as OrderSums);
  return {
    orderId: row.order_id,
    state,
    code: row.code as Code | null,
    orderedAt,
    sums: sumsOf({ state, total, currency, sums }),
  };
}

/** The whole rows of these orders, by their ids. */
export async function transfersNamed(
  store: Store,
  filter: Pick<SumsFilter, "installationId" | "connectionId">,
  orderIds: readonly string[],
): Promise<Map<string, Transfer>> {
  const found = new Map<string, Transfer>();
  for (let start = 0; start < orderIds.length; start += PAGE) {
    const rows = await store.db
      .selectFrom("transfers")
      .selectAll()
      .where("installation_id", "=", filter.installationId)
      .where("connection_id", "=", filter.connectionId)
      .where("order_id", "in", orderIds.slice(start, start + PAGE))
      .execute();
    for (const row of rows) found.set(row.order_id, transferFromRow(row));
  }
  return found;
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
export function sumsOf({
  sums,
  total,
  currency,
  state,
}: Pick<Transfer, "sums" | "total" | "currency" | "state">): OrderSums | null {
  if (sums !== null) return sums;
  if (total === null || currency === null) return null;
  return { currency, charged: total, refunded: "0", booked: state === "booked" ? total : "0" };
}
