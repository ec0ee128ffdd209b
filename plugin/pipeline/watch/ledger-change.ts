import type { ChangedDocument, LedgerRef, LedgerTotals } from "../../connectors/connector.ts";
import type { LedgerChange } from "../../domain/ledger-change.ts";
import { absolute, add, compare, formatMoney, parseMoney } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { capital, label } from "../effects/document-name.ts";

/** A document of ours as we know it, and as the ledger's list shows it now. */
export interface Sighting {
  readonly planned: PlannedDocument;
  readonly ref: LedgerRef;
  /** We took it away ourselves, or are about to. */
  readonly isRemoved: boolean;
  readonly seen: ChangedDocument;
  readonly ledgerName: string;
}

/** Told from the totals we stored when we made the document: most of what a list shows are our own writes. */
export function isAsMade(totals: LedgerTotals | null, isBooked: boolean, seen: ChangedDocument): boolean {
  if (seen.isCancelled) return false;
  if (!seen.isBooked) return true;
  if (!isBooked || totals === null || totals.currency !== seen.currency) return false;
  const made = add(parseMoney(totals.gross, totals.currency), parseMoney(totals.rounding, totals.currency));
  return compare(absolute(made), absolute(parseMoney(seen.total, seen.currency))) === 0;
}

/**
 * What a person changed: a document that was cancelled, or was booked over another amount than the shop charged (R1).
 * A draft that somebody is still working on is nobody's business but theirs.
 */
export function changeOf({ planned, ref, isRemoved, seen, ledgerName }: Sighting): LedgerChange | null {
  const name = `${capital(label(planned))} ${ref.number}`;
  if (seen.isCancelled) {
    return isRemoved ? null : finding("cancelled", `${name} was cancelled in ${ledgerName}.`);
  }
  if (!seen.isBooked || isCharged(planned, seen)) return null;
  const charged = formatMoney(chargeOf(planned));
  const total = formatMoney(absolute(parseMoney(seen.total, seen.currency)));
  return finding(
    "total",
    `${name} comes to ${total} ${seen.currency} in ${ledgerName}; the shop charged ${charged} ${planned.currency}.`,
  );
}

/** A credit note that a person made of our invoice: a refund of the shop would credit it once more (R6). */
export function creditOf({ planned, ref, seen, ledgerName }: Omit<Sighting, "isRemoved">): LedgerChange {
  const amount = formatMoney(absolute(parseMoney(seen.total, seen.currency)));
  const message = `${capital(label(planned))} ${ref.number} was credited by hand in ${ledgerName}: credit note ${seen.number} over ${amount} ${seen.currency}.`;
  return { ...finding("credited", message), creditNote: seen.id };
}

/** Compared as magnitudes: each ledger has its own sign for credit notes. */
function isCharged(planned: PlannedDocument, seen: ChangedDocument): boolean {
  if (seen.currency !== planned.currency) return false;
  return compare(absolute(parseMoney(seen.total, seen.currency)), absolute(chargeOf(planned))) === 0;
}

function chargeOf({ gross, rounding, currency }: PlannedDocument) {
  return add(parseMoney(gross, currency), parseMoney(rounding, currency));
}

const finding = (what: LedgerChange["what"], message: string): LedgerChange => ({
  what,
  message,
  creditNote: null,
  isAccepted: false,
});
