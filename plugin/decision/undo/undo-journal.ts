import type { JournalLine, PlannedJournal } from "../../domain/journal.ts";
import { convert, formatMoney, type Money, parseDecimal, zero } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { documentDate } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { Refusal } from "../refusal.ts";
import { wordsFor } from "../words.ts";
import { UNDO } from "./lives.ts";
import type { Place, Shift } from "./registered-places.ts";

/**
 * The voucher that evens out accounts on either side: what came in on one and is owed, or went back, on another. No
 * document could bear it. Throws UNDO_IMPOSSIBLE where a mode of payment hides its account.
 */
export function undoJournal(
  shifts: readonly Shift[],
  original: PlannedDocument | undefined,
  day: string,
  input: DecisionInput,
): PlannedJournal | null {
  if (shifts.length === 0 || original === undefined) return null;
  const { order, facts, settings, ledgerName } = input;
  return {
    key: UNDO,
    date: documentDate(day, facts, settings, ledgerName),
    text: wordsFor(input).takenOut(order.number),
    currency: facts.baseCurrency,
    series: null,
    lines: shifts.flatMap((shift) => linesOf(shift, original, input)),
  };
}

function linesOf(
  { from, to, amount }: Shift,
  original: PlannedDocument,
  input: DecisionInput,
): JournalLine[] {
  const moved = inBase(amount, original, input);
  const nothing = formatMoney(zero(moved.currency));
  const line = (place: Place, side: "debit" | "credit"): JournalLine => ({
    account: accountOf(place, { from, to, amount }, input),
    debit: side === "debit" ? formatMoney(moved) : nothing,
    credit: side === "credit" ? formatMoney(moved) : nothing,
    costCentre: null,
    project: null,
    text: wordsFor(input).order(input.order.number),
    why: "evens out what the order has left on its accounts (R16)",
    source: null,
  });
  return [line(to, "debit"), line(from, "credit")];
}

function inBase(
  amount: Money,
  { exchangeRate }: PlannedDocument,
  { facts, ledgerName }: DecisionInput,
): Money {
  if (amount.currency === facts.baseCurrency) return amount;
  if (exchangeRate !== null) return convert(amount, parseDecimal(exchangeRate), facts.baseCurrency);
  const message = `${ledgerName} has no exchange rate for ${amount.currency}, so the accounts of this order cannot be evened out.`;
  throw new Refusal("UNDO_IMPOSSIBLE", message, { place: "ledger" });
}

function accountOf({ account }: Place, { from, to, amount }: Shift, { ledgerName }: DecisionInput): string {
  if (account !== null) return account;
  const message = `${formatMoney(amount)} ${amount.currency} came in by ${from.method} and went back by ${to.method}; ${ledgerName} does not tell the account of a mode of payment, so take this order back there by hand.`;
  throw new Refusal("UNDO_IMPOSSIBLE", message, { place: "ledger" });
}
