import type { Selectable } from "kysely";
import type { OrderSums } from "../../domain/order-sums.ts";
import type { Code, FixPlace, TransferState, Warning } from "../../domain/problem.ts";
import type { Store, TransfersTable } from "../database.ts";

/** A person's decision that an order stays out of the books. */
export interface LeftOut {
  readonly reason: string;
  /** What is in the ledger already is taken back; without it, such an order stays booked. */
  readonly undo?: true;
  /** The platform's id of the person. */
  readonly by: string;
  /** UTC instant. */
  readonly at: string;
}

/** The state of one order towards one connection. */
export interface Transfer {
  readonly installationId: number;
  /** 0 while the installation has no connection. */
  readonly connectionId: number;
  readonly orderId: string;
  readonly kind: "order" | "payout";
  readonly state: TransferState;
  readonly code: Code | null;
  readonly message: string | null;
  readonly fix: FixPlace | null;
  readonly warnings: readonly Warning[];
  readonly wantedSeq: number;
  readonly handledSeq: number;
  readonly dueAt: string | null;
  readonly attempts: number;
  readonly number: string | null;
  readonly customer: string | null;
  readonly total: string | null;
  readonly currency: string | null;
  readonly orderedAt: string | null;
  readonly platformUrl: string | null;
  readonly version: string | null;
  readonly shown: string | null;
  /** Null until a run has read the order. */
  readonly sums: OrderSums | null;
  /** An import brought it. */
  readonly imported: boolean;
  /** The delivery that pointed at it last. */
  readonly cause: string | null;
  readonly leftOut: LeftOut | null;
  /** Numbers of its documents in the ledger. */
  readonly documents: readonly string[];
  readonly updatedAt: string;
}

/** The person's decision as the order is decided with it. */
export function wishOf(transfer: Pick<Transfer, "leftOut"> | null): {
  readonly leftOut?: string;
  readonly undone?: { readonly reason: string; readonly at: string };
} {
  const decision = transfer?.leftOut ?? null;
  if (decision === null) return {};
  const { reason, at } = decision;
  return decision.undo === true ? { undone: { reason, at } } : { leftOut: reason };
}

export interface TransferKey {
  readonly installationId: number;
  readonly connectionId: number;
  readonly orderId: string;
}

export async function readTransfer(store: Store, key: TransferKey): Promise<Transfer | null> {
  const row = await store.db
    .selectFrom("transfers")
    .selectAll()
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .executeTakeFirst();
  return row === undefined ? null : transferFromRow(row);
}

const MOST_NAMED = 500;

/** These orders towards every connection of the installation; of what is named beyond 500 a piece at a time. */
export async function transfersOfOrders(
  store: Store,
  installationId: number,
  orderIds: readonly string[],
): Promise<Transfer[]> {
  const found: Transfer[] = [];
  for (let from = 0; from < orderIds.length; from += MOST_NAMED) {
    const rows = await store.db
      .selectFrom("transfers")
      .selectAll()
      .where("installation_id", "=", installationId)
      .where("order_id", "in", orderIds.slice(from, from + MOST_NAMED))
      .where("kind", "=", "order")
      .execute();
    found.push(...rows.map(transferFromRow));
  }
  return found;
}

/** Those of the orders that are booked or left out: nothing more is to be done about them. */
export async function settledOrders(
  store: Store,
  connection: Omit<TransferKey, "orderId">,
  orderIds: readonly string[],
): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const rows = await store.db
    .selectFrom("transfers")
    .select("order_id")
    .where("installation_id", "=", connection.installationId)
    .where("connection_id", "=", connection.connectionId)
    .where("order_id", "in", [...orderIds])
    .where("state", "in", ["booked", "skipped"])
    .execute();
  return rows.map((row) => row.order_id);
}

export function transferFromRow(row: Selectable<TransfersTable>): Transfer {
  return {
    installationId: row.installation_id,
    connectionId: row.connection_id,
    orderId: row.order_id,
    kind: row.kind,
    state: row.state,
    code: row.code as Code | null,
    message: row.message,
    fix: row.fix === null ? null : (JSON.parse(row.fix) as FixPlace),
    warnings: row.warnings === null ? [] : (JSON.parse(row.warnings) as Warning[]),
    wantedSeq: row.wanted_seq,
    handledSeq: row.handled_seq,
    dueAt: row.due_at,
    attempts: row.attempts,
    number: row.number,
    customer: row.customer,
    total: row.total,
    currency: row.currency,
    orderedAt: row.ordered_at,
    platformUrl: row.platform_url,
    version: row.version,
    shown: row.shown,
    sums: row.sums === null ? null : (JSON.parse(row.sums) as OrderSums),
    imported: row.imported === 1,
    cause: row.cause,
    leftOut: row.skip === null ? null : (JSON.parse(row.skip) as LeftOut),
    documents: row.documents === null ? [] : row.documents.split(" "),
    updatedAt: row.updated_at,
  };
}
