import { add, allocate, isNegative, isZero, type Money, sum, zero } from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import { rateKey } from "../credits/remaining.ts";
import type { DecisionInput } from "../input.ts";
import { type DeferredRow, inBase } from "./deferred-rows.ts";

/** What one credit note takes back of the deferred rows, by their keys, in the ledger's currency. */
export interface DeferralCredit {
  /** `defer-<key of the credit note>` */
  readonly key: string;
  readonly date: string;
  readonly net: ReadonlyMap<string, Money>;
}

/** Net amounts that booked credit notes take back of prepaid periods, oldest first. */
export function deferralCredits(
  rows: readonly DeferredRow[],
  documents: readonly PlannedDocument[],
  input: DecisionInput,
): DeferralCredit[] {
  return documents
    .filter((document) => document.kind === "credit_note" && document.booking === "book")
    .map((document) => ({
      key: `defer-${document.key}`,
      date: document.date,
      net: creditedNet(document, rows, documents, input),
    }));
}

function creditedNet(
  credit: PlannedDocument,
  rows: readonly DeferredRow[],
  documents: readonly PlannedDocument[],
  input: DecisionInput,
): Map<string, Money> {
  const { baseCurrency } = input.facts;
  const net = new Map<string, Money>();
  const give = (shares: readonly Money[], among: readonly DeferredRow[]): void => {
    for (const [index, row] of among.entries()) {
      const share = shares[index] ?? zero(baseCurrency);
      net.set(row.key, add(net.get(row.key) ?? zero(baseCurrency), share));
    }
  };
  const credited = credit.specification ?? credit.rows;
  for (const one of credited) {
    const amount = inBase(one.net, credit, input);
    const among = rows.filter(({ row }) => isSameLine(row, one));
    // What lowers a credit (a restocking fee) is revenue of its own.
    if (among.length === 0 || isNegative(amount)) continue;
    give(
      allocate(
        amount,
        among.map((row) => row.net),
      ),
      among,
    );
  }
  for (const [key, sourceless] of Map.groupBy(credited.filter(isWithoutLine), rateKey)) {
    const among = rows.filter(({ row }) => rateKey(row) === key);
    const amount = sum(
      sourceless.map((one) => inBase(one.net, credit, input)),
      baseCurrency,
    );
    if (among.length === 0 || isNegative(amount) || isZero(amount)) continue;
    const others = isForUnusedPeriod(credit, input)
      ? zero(baseCurrency)
      : otherSales(key, rows, documents, input);
    give(allocate(amount, [...among.map((row) => row.net), others]), among);
  }
  return net;
}

const isSameLine = (row: PlannedRow, credited: PlannedRow): boolean =>
  credited.sourceId === row.sourceId && credited.kind === row.kind && rateKey(credited) === rateKey(row);

const isWithoutLine = (row: PlannedRow): boolean => row.kind === "adjustment" && row.sourceId === null;

/** What was given back for time not used belongs to the prepaid periods alone. */
function isForUnusedPeriod(credit: PlannedDocument, { order }: DecisionInput): boolean {
  const refund = order.refunds.find((one) => `refund-${one.id}` === credit.key);
  return refund?.adjustments.some((one) => one.kind === "unused_period") === true;
}

/** Sales at the same rate that are not deferred: an amount without lines reduces them too (R6). */
function otherSales(
  key: string,
  rows: readonly DeferredRow[],
  documents: readonly PlannedDocument[],
  input: DecisionInput,
): Money {
  const deferred = new Set(rows.map((one) => one.row));
  const others = documents
    .filter((document) => document.kind === "invoice")
    .flatMap((document) =>
      (document.specification ?? document.rows)
        .filter((row) => rateKey(row) === key && !deferred.has(row))
        .map((row) => inBase(row.net, document, input)),
    );
  const all = sum(others, input.facts.baseCurrency);
  return isNegative(all) ? zero(input.facts.baseCurrency) : all;
}
