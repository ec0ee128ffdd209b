import type { Selectable } from "kysely";
import { formatMoney, parseMoney } from "../../domain/money.ts";
import type { SettledMovement } from "../../domain/payout.ts";
import type { PayoutMovementsTable, Store } from "../database.ts";
import { isDuplicateKey } from "../dialect.ts";
import { instant } from "../time.ts";

interface ConnectionKey {
  readonly installationId: number;
  readonly connectionId: number;
}

const BATCH = 500;

/** What payouts have settled of the orders, in the order in which they did. */
export async function movementsOf(
  store: Store,
  connection: ConnectionKey,
  orderIds: readonly string[],
): Promise<SettledMovement[]> {
  const found: SettledMovement[] = [];
  for (let start = 0; start < orderIds.length; start += BATCH) {
    const rows = await store.db
      .selectFrom("payout_movements")
      .selectAll()
      .where("installation_id", "=", connection.installationId)
      .where("connection_id", "=", connection.connectionId)
      .where("order_id", "in", orderIds.slice(start, start + BATCH))
      .orderBy("order_id")
      .orderBy("turn")
      .execute();
    found.push(...rows.map(fromRow));
  }
  return found;
}

/**
 * Writes what a payout is about to settle behind what was `seen` of its orders, all of it or nothing. False when another
 * payout has settled something of these orders since: what was decided is to be decided again.
 */
export async function claimMovements(
  store: Store,
  connection: ConnectionKey,
  movements: readonly SettledMovement[],
  seen: readonly SettledMovement[],
): Promise<boolean> {
  const last = new Map(seen.map((one) => [one.orderId, one.turn]));
  const rows = movements.map((one) => {
    const turn = (last.get(one.orderId) ?? 0) + 1;
    last.set(one.orderId, turn);
    return toRow(connection, { ...one, turn });
  });
  // One order of keys for everybody: two payouts wait for each other instead of ending in a deadlock.
  rows.sort((a, b) => (a.order_id < b.order_id ? -1 : a.order_id > b.order_id ? 1 : a.turn - b.turn));
  try {
    await store.db.transaction().execute(async (db) => {
      for (let start = 0; start < rows.length; start += BATCH) {
        await db
          .insertInto("payout_movements")
          .values(rows.slice(start, start + BATCH))
          .execute();
      }
    });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Takes back what a payout claimed whose voucher is certainly not in the ledger. Reads first: few ever have any. */
export async function dropMovements(
  store: Store,
  connection: ConnectionKey,
  payoutId: string,
): Promise<void> {
  const own = await store.db
    .selectFrom("payout_movements")
    .select(["order_id", "turn"])
    .where("installation_id", "=", connection.installationId)
    .where("connection_id", "=", connection.connectionId)
    .where("payout_id", "=", payoutId)
    .execute();
  if (own.length === 0) return;
  await store.db
    .deleteFrom("payout_movements")
    .where("installation_id", "=", connection.installationId)
    .where("connection_id", "=", connection.connectionId)
    .where("payout_id", "=", payoutId)
    .execute();
}

function toRow({ installationId, connectionId }: ConnectionKey, one: SettledMovement) {
  return {
    installation_id: installationId,
    connection_id: connectionId,
    order_id: one.orderId,
    turn: one.turn,
    payout_id: one.payoutId,
    paid_at: instant(Date.parse(one.paidAt)),
    movement: one.movement,
    kind: one.kind,
    amount: formatMoney(one.amount),
    currency: one.amount.currency,
  };
}

function fromRow(row: Selectable<PayoutMovementsTable>): SettledMovement {
  return {
    orderId: row.order_id,
    turn: row.turn,
    payoutId: row.payout_id,
    paidAt: row.paid_at,
    movement: row.movement,
    kind: row.kind,
    amount: parseMoney(row.amount, row.currency),
  };
}
