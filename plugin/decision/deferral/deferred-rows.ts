import type { PlannedJournal } from "../../domain/journal.ts";
import {
  allocate,
  convert,
  decimalsEqual,
  isNegative,
  isZero,
  type Money,
  parseDecimal,
  parseMoney,
  subtract,
  times,
} from "../../domain/money.ts";
import type { Order, Period } from "../../domain/order.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import type { DecisionInput } from "../input.ts";
import { inShop, Refusal, settingsField } from "../refusal.ts";
import { MOST_PARTS, type PeriodPart, partsOf } from "./deferral-parts.ts";

/** A booked row that pays for several months ahead. Amounts are in the ledger's own currency. */
export interface DeferredRow {
  /** `defer-<line>`: the key of its first voucher and the beginning of its others. */
  readonly key: string;
  readonly document: PlannedDocument;
  readonly row: PlannedRow;
  readonly period: Period;
  /** The parts still to come on the day of the invoice, and how many there are in all. */
  readonly parts: readonly PeriodPart[];
  readonly count: number;
  readonly net: Money;
  /** What of the net is not earned yet on the day of the invoice. */
  readonly unearned: Money;
  readonly salesAccount: string;
  readonly deferralAccount: string;
}

/**
 * The rows of booked invoices that pay for more than a month (R18). With the setting switched off, and of invoices from
 * before its first day, only those go on whose deferral is in the ledger: revenue that waits there must not be forgotten.
 */
export function deferredRows(documents: readonly PlannedDocument[], input: DecisionInput): DeferredRow[] {
  const begun = input.journals ?? [];
  const { enabled, from = "" } = input.settings.deferral;
  const periods = periodsOf(input.order);
  const keys = new Set<string>();
  const found: DeferredRow[] = [];
  for (const document of documents) {
    if (document.kind !== "invoice" || document.booking !== "book") continue;
    for (const row of document.specification ?? document.rows) {
      const isSold = row.sourceId !== null && isSale(row, document.currency);
      const period = isSold ? periods.get(row.sourceId) : undefined;
      if (period === undefined) continue;
      const key = freeKey(`defer-${row.sourceId}`, keys);
      const first = begun.find((one) => one.key === key);
      if (first === undefined && !(enabled && document.date >= from)) continue;
      const deferred = deferredRow(key, document, row, period, first, input);
      if (deferred !== null) found.push(deferred);
    }
  }
  return found;
}

function deferredRow(
  key: string,
  document: PlannedDocument,
  row: PlannedRow,
  period: Period,
  first: PlannedJournal | undefined,
  input: DecisionInput,
): DeferredRow | null {
  const all = partsOf(period);
  if (all.length > MOST_PARTS) {
    const message = `"${row.text}" is sold for ${period.start} to ${period.end}, longer than anything is deferred.`;
    throw new Refusal("ORDER_UNREADABLE", message, inShop);
  }
  const parts = all.filter((part) => part.date > document.date);
  if (all.length < 2 || parts.length === 0) return null;
  const net = inBase(row.net, document, input);
  if (isZero(net)) return null;
  const earned = times(equalShare(net, all.length), parseDecimal(String(all.length - parts.length)));
  return {
    key,
    document,
    row,
    period,
    parts,
    count: all.length,
    net,
    unearned: subtract(net, earned),
    salesAccount: first === undefined ? salesAccount(row, input) : accountOn("debit", first),
    deferralAccount: first === undefined ? deferralAccount(input) : accountOn("credit", first),
  };
}

/** `amount / count` rounded down to the minor unit: the last of equal parts takes what is left (R18). */
export function equalShare(amount: Money, count: number): Money {
  const weight = parseMoney("1", amount.currency);
  const shares = allocate(
    amount,
    Array.from({ length: count }, () => weight),
  );
  return shares.at(-1) ?? amount;
}

/** An amount of a document in the ledger's own currency, at the document's rate (R11). */
export function inBase(amount: string, document: PlannedDocument, input: DecisionInput): Money {
  const { baseCurrency } = input.facts;
  const money = parseMoney(amount, document.currency);
  if (document.currency === baseCurrency) return money;
  if (document.exchangeRate === null) {
    const message = `${input.ledgerName} has no exchange rate for ${document.currency}, so a prepaid period cannot be deferred.`;
    throw new Refusal("CURRENCY_NOT_ENABLED", message, { place: "ledger" });
  }
  return convert(money, parseDecimal(document.exchangeRate), baseCurrency);
}

function isSale(row: PlannedRow, currency: string): boolean {
  const net = parseMoney(row.net, currency);
  return (row.kind === "line" || row.kind === "fee") && !isNegative(net) && !isZero(net);
}

function periodsOf(order: Order): ReadonlyMap<string, Period> {
  const lines = [...order.lines, ...order.edits.flatMap((edit) => edit.added), ...order.exchangeLines];
  return new Map(lines.flatMap((line) => (line.period === null ? [] : [[line.id, line.period] as const])));
}

/** A line booked in several rows, or again after an edit, is deferred row by row. */
function freeKey(key: string, taken: Set<string>): string {
  let free = key;
  for (let count = 2; taken.has(free); count += 1) free = `${key}#${count}`;
  taken.add(free);
  return free;
}

function salesAccount(row: PlannedRow, { facts }: DecisionInput): string {
  const standard = facts.defaultAccounts.find(
    (one) =>
      one.treatment === row.treatment && decimalsEqual(parseDecimal(one.rate), parseDecimal(row.vatRate)),
  );
  const account = row.account ?? standard?.account;
  if (account !== undefined) return account;
  const message = `The ledger chooses the sales account of "${row.text}" itself. Name it, so that the prepaid period can be deferred.`;
  throw new Refusal("DEFERRAL_UNMAPPED", message, settingsField("vat.treatments"));
}

function deferralAccount({ settings, facts }: DecisionInput): string {
  const { account } = settings.deferral;
  const field = settingsField("deferral.account");
  if (account === undefined) {
    throw new Refusal(
      "DEFERRAL_UNMAPPED",
      "Prepaid periods have no account for deferred revenue yet.",
      field,
    );
  }
  if (facts.accounts?.includes(account) === false) {
    const message = `Account ${account} for deferred revenue is not an active account of the ledger.`;
    throw new Refusal("DEFERRAL_UNMAPPED", message, field);
  }
  return account;
}

function accountOn(side: "debit" | "credit", journal: PlannedJournal): string {
  const line = journal.lines.find((one) => !isZero(parseMoney(one[side], journal.currency)));
  if (line === undefined) throw new Error(`the voucher ${journal.key} has no ${side}`);
  return line.account;
}
