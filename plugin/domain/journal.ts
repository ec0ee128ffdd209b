import { type Money, parseMoney, subtract, sum } from "./money.ts";

/**
 * A voucher of its own, beside the documents: what a prepaid period moves from month to month (R18) and what a payout
 * settles (R15). Plain JSON; amounts are decimal texts in `currency`, never negative. Debits equal credits exactly (T12).
 */
export interface PlannedJournal {
  /** Unique within the order or payout and stable for ever: `defer-L1`, `defer-L1-2026-03`, `defer-refund-R1`, `payout`. */
  readonly key: string;
  /** Day in the shop's time zone, YYYY-MM-DD. */
  readonly date: string;
  readonly text: string;
  /** The ledger's own currency. */
  readonly currency: string;
  /** The ledger's series for it, from the settings; null lets the ledger choose. */
  readonly series: string | null;
  readonly lines: readonly JournalLine[];
}

export interface JournalLine {
  readonly account: string;
  /** One of the two is zero. */
  readonly debit: string;
  readonly credit: string;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly text: string;
  /** Rule and setting behind it, in one sentence. */
  readonly why: string;
  /** What the amount belongs to, where one voucher serves several: the key of a deferred line; else null. */
  readonly source: string | null;
}

/** Debits less credits: zero for every voucher that may be sent (T12). */
export function imbalance(journal: Pick<PlannedJournal, "currency" | "lines">): Money {
  const total = (side: "debit" | "credit"): Money =>
    sum(
      journal.lines.map((line) => parseMoney(line[side], journal.currency)),
      journal.currency,
    );
  return subtract(total("debit"), total("credit"));
}
