import { sql } from "kysely";
import type { TransferState } from "../../domain/problem.ts";
import type { Store } from "../database.ts";
import { type Transfer, transferFromRow } from "./transfers.ts";

/** What the lists and the overview ask of the transfers. Every query leads with the installation and the connection. */
export interface TransferFilter {
  readonly installationId: number;
  readonly connectionId: number;
  /** Orders unless payouts are asked for. */
  readonly kind?: "order" | "payout" | undefined;
  readonly state?: TransferState | undefined;
  readonly code?: string | undefined;
  /** Part of the order's number or id, of the customer's name, of a document's number, or the order's total. */
  readonly q?: string | undefined;
  /** Instants, the second exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Continue after this row, as given by the last page. Orders nobody has looked at yet have no time and stand last. */
  readonly after?: { readonly orderedAt: string | null; readonly orderId: string } | undefined;
  readonly limit: number;
}

/** Newest order first. */
export async function listTransfers(store: Store, filter: TransferFilter): Promise<Transfer[]> {
  let query = store.db
    .selectFrom("transfers")
    .selectAll()
    .where("installation_id", "=", filter.installationId)
    .where("connection_id", "=", filter.connectionId)
    .where("kind", "=", filter.kind ?? "order");
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.code !== undefined) query = query.where("code", "=", filter.code);
  if (filter.from !== undefined) query = query.where("ordered_at", ">=", filter.from);
  if (filter.to !== undefined) query = query.where("ordered_at", "<", filter.to);
  if (filter.q !== undefined && filter.q !== "") {
    // Upper and lower case are one on both engines; what would be a wildcard is what the person typed.
    const part = `%${filter.q.replace(/[!%_]/g, "!$&")}%`;
    const holds = (column: "number" | "order_id" | "customer" | "documents") =>
      sql<boolean>`lower(${sql.ref(column)}) like lower(${part}) escape '!'`;
    const amount = amountIn(filter.q);
    query = query.where(({ or, eb }) =>
      or([
        ...(["number", "order_id", "customer", "documents"] as const).map(holds),
        ...(amount === null
          ? []
          : [
              eb("total", "=", amount),
              eb("total", "like", amount.includes(".") ? `${amount}%` : `${amount}.%`),
            ]),
      ]),
    );
  }
  const after = filter.after;
  if (after !== undefined) {
    const { orderedAt, orderId } = after;
    query = query.where((where) =>
      orderedAt === null
        ? where.and([where("ordered_at", "is", null), where("order_id", "<", orderId)])
        : where.or([
            where("ordered_at", "<", orderedAt),
            where("ordered_at", "is", null),
            where.and([where("ordered_at", "=", orderedAt), where("order_id", "<", orderId)]),
          ]),
    );
  }
  const rows = await query
    .orderBy("ordered_at", "desc")
    .orderBy("order_id", "desc")
    .limit(filter.limit)
    .execute();
  return rows.map(transferFromRow);
}

/** A typed amount as totals are stored: `1 284,50` and `1,284.50` are 1284.50. Null for what is none. */
function amountIn(text: string): string | null {
  const bare = text.replace(/[\s'\u00a0\u202f]/g, "");
  const [, whole = "", , decimals] = /^(\d[\d.,]*?)(?:([.,])(\d{1,2}))?$/.exec(bare) ?? [];
  const digits = whole.replace(/[.,]/g, "");
  if (!/^\d{1,12}$/.test(digits)) return null;
  return decimals === undefined ? digits : `${digits}.${decimals}`;
}

export interface StateCount {
  readonly state: TransferState;
  readonly code: string | null;
  readonly currency: string | null;
  readonly count: number;
}

export interface DayCount {
  /** The first 15 signs of the orders' UTC instants: ten minutes, fine enough to tell the day in any time zone. */
  readonly at: string;
  readonly state: TransferState;
  readonly count: number;
}

/** Orders by state and time of their creation, since the instant. */
export async function countByTime(
  store: Store,
  filter: Pick<TransferFilter, "installationId" | "connectionId"> & { readonly from: string },
): Promise<DayCount[]> {
  const at = sql<string>`substr(ordered_at, 1, 15)`;
  const rows = await store.db
    .selectFrom("transfers")
    .select(({ fn }) => [at.as("at"), "state", fn.countAll<number>().as("count")])
    .where("installation_id", "=", filter.installationId)
    .where("connection_id", "=", filter.connectionId)
    .where("kind", "=", "order")
    .where("ordered_at", ">=", filter.from)
    .groupBy([at, "state"])
    .execute();
  return rows.map((row) => ({ at: row.at, state: row.state, count: Number(row.count) }));
}

/** Orders by state, code and currency. */
export async function countTransfers(
  store: Store,
  installationId: number,
  connectionId: number,
): Promise<StateCount[]> {
  const rows = await store.db
    .selectFrom("transfers")
    .select(({ fn }) => ["state", "code", "currency", fn.countAll<number>().as("count")])
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("kind", "=", "order")
    .groupBy(["state", "code", "currency"])
    .execute();
  return rows.map((row) => ({
    state: row.state,
    code: row.code,
    currency: row.currency,
    count: Number(row.count),
  }));
}
