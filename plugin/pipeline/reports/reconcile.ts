import { dayIn } from "../../decision/dates.ts";
import { formatMoney } from "../../domain/money.ts";
import { codes } from "../../domain/problem.ts";
import {
  type Reason,
  type ReconciledCurrency,
  Reconciliation,
  unbookedOf,
} from "../../domain/reconciliation.ts";
import {
  type SumsFilter,
  sumsOf,
  sumsOfPeriod,
  transfersNamed,
  unreadTransfers,
} from "../../store/transfers/transfer-sums.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";

/** An order that is not, or not wholly, in the ledger. Amounts are null while nobody could read the order. */
export interface UnbookedOrder {
  readonly transfer: Transfer;
  readonly code: Reason;
  readonly message: string;
  readonly currency: string | null;
  /** What of it is missing in the ledger; negative for a refund that is not there yet. */
  readonly amount: string | null;
}

export interface ReconciliationReport {
  readonly currencies: readonly ReconciledCurrency[];
  /** Orders the shop pointed at that could not be read yet; they belong to no month. */
  readonly unread: number;
  readonly unbookedCount: number;
  /** The first of them, at most as many as were asked for; those nobody could read come first. */
  readonly unbooked: readonly UnbookedOrder[];
}

const MOST_UNREAD = 10_000;
const DIFFERENCE =
  "Everything the settings ask for is in the ledger, but it is not what the shop keeps of the order.";

/** What is added up: of one connection, or of several together. */
export type ReconciledPeriod = Omit<SumsFilter, "connectionId"> & {
  readonly connectionIds: readonly number[];
  readonly timeZone: string;
};

/**
 * Compares what the shop keeps of its orders with what of them is in the ledger, to the cent. An order that a connection
 * leaves to another counts there, so that several connections together come to the shop's orders, each once.
 */
export async function reconcile(
  context: Context,
  period: ReconciledPeriod,
  limit: number,
): Promise<ReconciliationReport> {
  const tally = new Reconciliation();
  const unread: Transfer[] = [];
  const unbooked: UnbookedOrder[] = [];
  let unbookedCount = 0;
  for (const connectionId of period.connectionIds) {
    const filter = { ...period, connectionId };
    // Several connections have not read the same order: it is one that nobody has read.
    const seen = new Set(unread.map((one) => one.orderId));
    const more = await unreadTransfers(context.store, filter, MOST_UNREAD);
    unread.push(...more.filter((one) => !seen.has(one.orderId)));
    const listed = new Map<string, Reason>();
    for await (const page of sumsOfPeriod(context.store, filter)) {
      for (const { orderId, state, code, orderedAt, sums } of page) {
        if (sums === null || code === "NOT_TAKEN") continue;
        const month = dayIn(period.timeZone, orderedAt).slice(0, 7);
        const reason = tally.add({ month, state, code, sums });
        if (reason === null) continue;
        unbookedCount += 1;
        if (unread.length + unbooked.length + listed.size < limit) listed.set(orderId, reason);
      }
    }
    unbooked.push(...(await listedOrders(context, filter, listed)));
  }
  unbookedCount += unread.length;
  unbooked.unshift(...unread.map((transfer) => unbookedOrder(transfer, transfer.code ?? "QUEUED")));
  unbooked.splice(limit);
  return { currencies: tally.result(), unread: unread.length, unbookedCount, unbooked };
}

async function listedOrders(
  context: Context,
  filter: SumsFilter,
  listed: ReadonlyMap<string, Reason>,
): Promise<UnbookedOrder[]> {
  const rows = await transfersNamed(context.store, filter, [...listed.keys()]);
  return [...listed].flatMap(([orderId, reason]) => {
    const transfer = rows.get(orderId);
    return transfer === undefined ? [] : [unbookedOrder(transfer, reason)];
  });
}

function unbookedOrder(transfer: Transfer, code: Reason): UnbookedOrder {
  const sums = sumsOf(transfer);
  const sentence = code === "DIFFERENCE" ? DIFFERENCE : codes[code].sentence;
  return {
    transfer,
    code,
    message: transfer.message ?? sentence,
    currency: sums?.currency ?? transfer.currency,
    amount: sums === null ? null : formatMoney(unbookedOf(sums)),
  };
}
