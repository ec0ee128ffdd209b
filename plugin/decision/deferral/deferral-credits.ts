import {
  add,
  allocate,
  isNegative,
  isZero,
  type Money,
  negate,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import { isCreditOfAll } from "../credits/credit-of-all.ts";
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
  const left = new NetLeft(rows, input);
  return documents.flatMap((document): DeferralCredit[] => {
    if (document.kind === "invoice") left.enter(document);
    if (document.kind !== "credit_note" || document.booking !== "book") return [];
    const net = creditedNet(document, left.entered(), left, input);
    return [{ key: `defer-${document.key}`, date: document.date, net }];
  });
}

/**
 * What is sold ahead and otherwise, less what credits took back, in the ledger's currency. A credit is counted for what
 * was sold before it, never for what a later document sells.
 */
class NetLeft {
  readonly #rows: readonly DeferredRow[];
  readonly #input: DecisionInput;
  readonly #currency: string;
  readonly #documents = new Set<PlannedDocument>();
  readonly #deferred = new Map<string, Money>();
  readonly #others = new Map<string, Money>();

  constructor(rows: readonly DeferredRow[], input: DecisionInput) {
    this.#rows = rows;
    this.#input = input;
    this.#currency = input.facts.baseCurrency;
  }

  enter(document: PlannedDocument): void {
    this.#documents.add(document);
    for (const row of document.specification ?? document.rows) {
      const deferred = this.#rows.find((one) => one.row === row);
      if (deferred === undefined) this.addOther(row, inBase(row.net, document, this.#input));
      else this.#deferred.set(deferred.key, deferred.net);
    }
  }

  entered(): DeferredRow[] {
    return this.#rows.filter(({ document }) => this.#documents.has(document));
  }

  ofRow({ key }: DeferredRow): Money {
    return notNegative(this.#deferred.get(key) ?? zero(this.#currency));
  }

  /** Sales at the rate of a row that are not deferred. */
  ofOthers(row: PlannedRow): Money {
    return notNegative(this.#others.get(rateKey(row)) ?? zero(this.#currency));
  }

  take({ key }: DeferredRow, amount: Money): void {
    this.#deferred.set(key, subtract(this.#deferred.get(key) ?? zero(this.#currency), amount));
  }

  addOther(row: PlannedRow, amount: Money): void {
    const key = rateKey(row);
    this.#others.set(key, add(this.#others.get(key) ?? zero(this.#currency), amount));
  }
}

const notNegative = (amount: Money): Money => (isNegative(amount) ? zero(amount.currency) : amount);

function creditedNet(
  credit: PlannedDocument,
  rows: readonly DeferredRow[],
  left: NetLeft,
  input: DecisionInput,
): Map<string, Money> {
  // An order that is taken back has nothing more to earn, whatever earlier credits without lines were counted for.
  if (isCreditOfAll(credit)) return new Map(rows.map((row) => [row.key, row.net]));
  const { baseCurrency } = input.facts;
  const net = new Map<string, Money>();
  const give = (shares: readonly Money[], among: readonly DeferredRow[]): void => {
    for (const [index, row] of among.entries()) {
      const share = shares[index] ?? zero(baseCurrency);
      net.set(row.key, add(net.get(row.key) ?? zero(baseCurrency), share));
      left.take(row, share);
    }
  };
  const credited = credit.specification ?? credit.rows;
  for (const one of credited.filter((row) => !isWithoutLine(row))) {
    const amount = inBase(one.net, credit, input);
    const among = rows.filter(({ row }) => isSameLine(row, one));
    if (among.length === 0) left.addOther(one, negate(amount));
    // What lowers a credit (a restocking fee) is revenue of its own.
    else if (!isNegative(amount))
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
    const [first] = sourceless;
    if (first === undefined || among.length === 0 || isNegative(amount) || isZero(amount)) continue;
    const others = isForUnusedPeriod(credit, input) ? zero(baseCurrency) : left.ofOthers(first);
    const weights = [...among.map((row) => left.ofRow(row)), others];
    // Nothing is left but cents of rounding: as it was sold.
    const isEmpty = weights.every(isZero);
    const shares = allocate(amount, isEmpty ? [...among.map((row) => row.net), others] : weights);
    give(shares, among);
    left.addOther(first, negate(shares.at(-1) ?? zero(baseCurrency)));
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
