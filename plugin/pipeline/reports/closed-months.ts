import { dayIn } from "../../decision/dates.ts";
import type { ReconciledCurrency } from "../../domain/reconciliation.ts";
import type { StoredConnection } from "../../store/connections.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import {
  type ClosedMonth,
  closeMonth,
  closings,
  closingsOf,
  openMonth,
  renewSums,
} from "../../store/reports/closed-months.ts";
import type { Context } from "../context.ts";
import { daysOfMonth, endOf, startOf } from "../day-bounds.ts";
import { releaseHeld } from "../inbox/sync.ts";
import { untilPutDown } from "../lease.ts";
import { reconcile } from "./reconcile.ts";

/** Whose months, and who asks. */
export interface Books {
  readonly installation: Pick<StoredInstallation, "id" | "timeZone">;
  readonly connection: Pick<StoredConnection, "id" | "closedUntil">;
}

/** How one month stands. */
export interface MonthStatus {
  readonly month: string;
  /** Closed by itself, or because a later one is. */
  readonly isClosed: boolean;
  /** Over, and not closed: it can be closed now. */
  readonly canClose: boolean;
  /** Only the last closed month can be opened: the months before it stay closed. */
  readonly canOpen: boolean;
  /** The last closing, also one that was taken back; null when nobody closed it. */
  readonly closing: ClosedMonth | null;
}

export async function monthStatus(context: Context, books: Books, month: string): Promise<MonthStatus> {
  const { installation, connection } = books;
  const { to } = daysOfMonth(month);
  const { closedUntil } = connection;
  const [closing = null] = await closingsOf(context.store, keyOf(books), month);
  const isClosed = closedUntil !== null && to <= closedUntil;
  const today = dayIn(installation.timeZone, new Date(context.ports.clock.now()).toISOString());
  return { month, isClosed, canClose: !isClosed && to < today, canOpen: to === closedUntil, closing };
}

/** The months that were ever closed, newest first. */
export async function closedMonths(context: Context, books: Books): Promise<MonthStatus[]> {
  const found = await closings(context.store, keyOf(books), MOST_LISTED);
  const months = [...new Set(found.map(({ month }) => month))];
  return await Promise.all(months.map((month) => monthStatus(context, books, month)));
}

const MOST_LISTED = 240;

/**
 * Closes a month, and with it every month before: no document, payment or voucher is dated into it any more. Its sums are
 * kept as they are then, with what was under way when it was closed. False when it is not over yet, or closed already.
 */
export async function close(context: Context, books: Books, month: string, by: string): Promise<boolean> {
  const { canClose } = await monthStatus(context, books, month);
  if (!canClose) return false;
  const { store, ports } = context;
  const sums = await sumsOfMonth(context, books, month);
  const closing = { month, closedBy: by, sums, until: daysOfMonth(month).to };
  if (!(await closeMonth(store, keyOf(books), closing, ports.clock.now()))) return false;
  // Whoever has an order in hand has read that the month is open.
  await untilPutDown(context, keyOf(books));
  const after = await sumsOfMonth(context, books, month);
  if (hasChanged(sums, after)) await renewSums(store, keyOf(books), { month, sums: after });
  return true;
}

/** Opens the last closed month again, and has the orders looked at that waited for it. False for any other month. */
export async function open(context: Context, books: Books, month: string, by: string): Promise<boolean> {
  const { to } = daysOfMonth(month);
  const earlier = await closings(context.store, keyOf(books), MOST_LISTED);
  // Months before it were closed with it, or by themselves: those by themselves stay closed.
  const before = earlier.find((one) => one.month < month && one.openedAt === null);
  const until = before === undefined ? null : daysOfMonth(before.month).to;
  const now = context.ports.clock.now();
  const opened = await openMonth(context.store, keyOf(books), { month, from: to, until, by }, now);
  if (opened) await releaseHeld(context, books.installation.id, books.connection.id, "PERIOD_LOCKED");
  return opened;
}

export async function sumsOfMonth(
  context: Context,
  { installation, connection }: Books,
  month: string,
): Promise<readonly ReconciledCurrency[]> {
  const { from, to } = daysOfMonth(month);
  const { timeZone } = installation;
  const filter = {
    installationId: installation.id,
    connectionIds: [connection.id],
    from: startOf(from, timeZone),
    to: endOf(to, timeZone),
    timeZone,
  };
  return (await reconcile(context, filter, 0)).currencies;
}

/** Whether anything about a month's orders is other than when it was closed. */
export function hasChanged(then: readonly ReconciledCurrency[], now: readonly ReconciledCurrency[]): boolean {
  return JSON.stringify(then) !== JSON.stringify(now);
}

const keyOf = ({ installation, connection }: Books) => ({
  installationId: installation.id,
  connectionId: connection.id,
});
