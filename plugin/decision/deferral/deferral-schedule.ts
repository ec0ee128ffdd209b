import { add, isZero, type Money, smaller, subtract, zero } from "../../domain/money.ts";
import type { DeferralCredit } from "./deferral-credits.ts";
import { type DeferredRow, equalShare } from "./deferred-rows.ts";

/** One movement between the sales account and the deferral account. */
export interface DeferralEntry {
  readonly key: string;
  readonly date: string;
  readonly kind: "defer" | "credit" | "release" | "end";
  readonly amount: Money;
  /** Which of the parts a release is, counted from 1. */
  readonly part: number | null;
}

/** What of a row is in the ledger already, in the order it was made. */
export interface Posted {
  readonly key: string;
  readonly amount: Money;
}

/**
 * The entries of one row that are still to be made, oldest first. What is in the ledger is taken as it is. A credit
 * takes back as much as is still deferred, and what is left is spread over the parts to come anew; an early end earns
 * the rest at once. Equal parts, the rest in the last; all entries together leave nothing (R18).
 */
export function entriesOf(
  row: DeferredRow,
  credits: readonly DeferralCredit[],
  posted: readonly Posted[],
  endedOn: string | null,
): DeferralEntry[] {
  const made = new Set(posted.map((one) => one.key));
  const releases = row.parts.map((part, index) => ({
    key: `${row.key}-${part.month}`,
    date: part.date,
    part: row.count - row.parts.length + index + 1,
  }));
  let open = releases.length;
  let left = zero(row.net.currency);
  let share = left;
  const entries: DeferralEntry[] = [];
  const spread = (): void => {
    share = open > 0 ? equalShare(left, open) : left;
  };

  for (const { key, amount } of posted) {
    const isRelease = releases.some((one) => one.key === key);
    // Vouchers of one day may have been written in any order.
    left = key === row.key ? add(left, amount) : subtract(left, amount);
    if (isRelease) open -= 1;
    else spread();
  }
  if (!made.has(row.key)) {
    left = add(left, row.unearned);
    entries.push({ key: row.key, date: row.document.date, kind: "defer", amount: row.unearned, part: null });
    spread();
  }
  const take = (amount: Money, entry: Omit<DeferralEntry, "amount">): void => {
    const taken = smaller(amount, left);
    if (isZero(taken)) return;
    left = subtract(left, taken);
    entries.push({ ...entry, amount: taken });
  };
  // What was refunded before it was invoiced is taken back with the day it is deferred on.
  const later = (date: string): string => (date < row.document.date ? row.document.date : date);
  // On one day a credit comes first: what is given back was not earned.
  const events = [
    ...credits.map((credit) => ({ date: later(credit.date), key: credit.key, credit, part: 0 })),
    ...releases.map((release) => ({ ...release, credit: null })),
  ]
    .filter((event) => !made.has(event.key))
    .sort((a, b) => (a.date === b.date ? a.part - b.part : a.date < b.date ? -1 : 1));
  for (const { date, key, credit, part } of events) {
    if (credit !== null) {
      const credited = credit.net.get(row.key) ?? zero(left.currency);
      if (isZero(credited)) continue;
      take(credited, { key, date, kind: "credit", part: null });
      spread();
    } else if (endedOn === null || date <= endedOn) {
      take(open === 1 ? left : share, { key, date, kind: "release", part });
      open -= 1;
    }
  }
  if (endedOn !== null) {
    const lastCredit = [endedOn, ...credits.map((one) => one.date)].sort().at(-1) ?? endedOn;
    take(left, { key: `${row.key}-end`, date: lastCredit, kind: "end", part: null });
  }
  return entries;
}
