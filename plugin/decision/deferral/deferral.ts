import type { JournalLine, PlannedJournal } from "../../domain/journal.ts";
import { formatMoney, type Money, parseMoney, sum, zero } from "../../domain/money.ts";
import type { Plan } from "../../domain/plan.ts";
import { dayIn, documentDate } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { guarded, held } from "../outcomes.ts";
import { Refusal } from "../refusal.ts";
import { type Words, wordsFor } from "../words.ts";
import { deferralCredits } from "./deferral-credits.ts";
import { type DeferralEntry, entriesOf, type Posted } from "./deferral-schedule.ts";
import { type DeferredRow, deferredRows } from "./deferred-rows.ts";

/** The plan with the vouchers of its prepaid periods (R18); what keeps them from being made holds the order. */
export function withDeferral(plan: Plan, input: DecisionInput): Plan {
  const made = input.journals ?? [];
  const fresh = guarded(() => freshJournals(plan, input));
  if (!(fresh instanceof Refusal)) {
    return made.length + fresh.length === 0 ? plan : { ...plan, journals: [...made, ...fresh] };
  }
  const outcome = plan.outcome.state === "held" ? plan.outcome : held(fresh);
  return { ...plan, outcome, journals: made };
}

interface Named extends DeferralEntry {
  readonly row: DeferredRow;
}

function freshJournals({ documents }: Plan, input: DecisionInput): PlannedJournal[] {
  const rows = deferredRows(documents, input);
  // Nor is a rate asked for where nothing waits: a ledger may convert what it books by rates it does not tell.
  if (rows.length === 0) return [];
  const made = new Set((input.journals ?? []).map((one) => one.key));
  const credits = deferralCredits(rows, documents, input).filter((one) => !made.has(one.key));
  const entries = rows.flatMap((row): Named[] =>
    entriesOf(row, credits, postedOf(row, input), endOf(row, input)).map((entry) => ({ ...entry, row })),
  );
  // What is deferred is written before anything is taken off it.
  entries.sort((a, b) => Number(b.kind === "defer") - Number(a.kind === "defer"));
  return [...Map.groupBy(entries, (entry) => entry.key)]
    .map(([, together]) => journalOf(together, input))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** What of a row is in the ledger: each voucher says with its lines which row an amount belongs to. */
function postedOf(row: DeferredRow, { journals = [], facts }: DecisionInput): Posted[] {
  return journals.flatMap(({ key, lines }) => {
    const own = lines.filter((line) => line.source === row.key);
    const amounts = own.map((line) => parseMoney(line.debit, facts.baseCurrency));
    return own.length === 0 ? [] : [{ key, amount: sum(amounts, facts.baseCurrency) }];
  });
}

/**
 * The day a subscription ended before its period did: nothing more is owed, so what is left is earned. That is the day
 * of the order's last change; an order that has not changed since it was invoiced ends the day we learn of it.
 */
function endOf({ document, period }: DeferredRow, { order, today }: DecisionInput): string | null {
  const isEnded = order.subscription?.state === "expired" || order.status === "cancelled";
  if (!isEnded) return null;
  const changed = dayIn(order.timeZone, order.cancelledAt ?? order.updatedAt);
  const day = changed > document.date ? changed : today;
  return day === undefined || day >= period.end ? null : day;
}

function journalOf(entries: readonly Named[], input: DecisionInput): PlannedJournal {
  const [first] = entries;
  if (first === undefined) throw new Error("a voucher needs an entry");
  const { settings, facts, today, ledgerName } = input;
  const isDue = today !== undefined && first.date <= today;
  return {
    key: first.key,
    // A period that is locked today says nothing about a day to come.
    date: isDue ? documentDate(first.date, facts, settings, ledgerName) : first.date,
    text: textOf(first, input.order.number, wordsFor(input)),
    currency: facts.baseCurrency,
    series: settings.deferral.voucher_series ?? null,
    lines: entries.flatMap(linesOf),
  };
}

function linesOf(entry: Named): JournalLine[] {
  const { row, amount } = entry;
  const nothing = zero(amount.currency);
  const line = (account: string, debit: Money, credit: Money): JournalLine => ({
    account,
    debit: formatMoney(debit),
    credit: formatMoney(credit),
    costCentre: row.row.costCentre,
    project: row.row.project,
    text: row.row.text,
    why: `${WHY[entry.kind]} (R18) · setting deferral.account`,
    source: row.key,
  });
  const isDeferred = entry.kind === "defer";
  return [
    line(isDeferred ? row.salesAccount : row.deferralAccount, amount, nothing),
    line(isDeferred ? row.deferralAccount : row.salesAccount, nothing, amount),
  ];
}

const WHY = {
  defer: "paid for months to come, so it is not revenue yet; its VAT is not deferred",
  credit: "credited before it was earned",
  release: "an equal part for each month, the rest in the last",
  end: "the subscription ended early: what is left is earned",
} as const;

function textOf({ kind, part, row }: Named, order: string, words: Words): string {
  const { start, end } = row.period;
  switch (kind) {
    case "defer":
      return words.prepaid(order, row.row.text, start, end);
    case "release":
      return words.part(order, row.row.text, part, row.count);
    case "credit":
      return words.prepaidCredited(order);
    case "end":
      return words.endedEarly(order, row.row.text);
  }
}
