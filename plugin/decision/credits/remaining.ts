import {
  absolute,
  add,
  compare,
  isNegative,
  isZero,
  larger,
  type Money,
  negate,
  parseMoney,
  smaller,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";

/** An amount with its VAT and what credits have left of it. */
interface Left {
  readonly row: PlannedRow;
  gross: Money;
  vat: Money;
}

/** A row of an invoice and what credits have left of it. */
export type LineLeft = Left;

/** All rows of the same VAT and account together: what may still be credited at that rate (R6). */
export interface RateLeft extends Left {
  /** What was left when counting began. */
  readonly before: { gross: Money; vat: Money };
}

/** Ids of lines and of shipping lines are two series: both may have a "1". */
export type Source = "line" | "shipping";

/**
 * What is left of an order's invoices after its credit notes: per line, per rate, and of the rounding rows.
 * An amount credited without lines lowers its rate only; no credit ever passes either of the two.
 */
export class Remaining {
  readonly currency: string;
  readonly #lines = new Map<string, LineLeft[]>();
  readonly #rates = new Map<string, RateLeft>();
  #rounding: Money;

  constructor(documents: readonly PlannedDocument[], currency: string) {
    this.currency = currency;
    this.#rounding = zero(currency);
    for (const document of documents) this.#enter(document);
    for (const rate of this.#rates.values()) {
      rate.before.gross = rate.gross;
      rate.before.vat = rate.vat;
    }
  }

  /** The rows of one line that still have something left. */
  lines(source: Source, id: string): LineLeft[] {
    return this.known(source, id).filter((line) => !isZero(line.gross));
  }

  /** The rows of one line, those that are used up too. */
  known(source: Source, id: string): LineLeft[] {
    return this.#lines.get(`${source} ${id}`) ?? [];
  }

  rates(): RateLeft[] {
    return [...this.#rates.values()].filter((rate) => !isZero(rate.gross) && !isNegative(rate.gross));
  }

  /** The rows with something left that belong to a rate. */
  linesOf(rate: RateLeft): LineLeft[] {
    const key = rateKey(rate.row);
    return [...this.#lines.values()]
      .flat()
      .filter((line) => !isZero(line.gross) && rateKey(line.row) === key);
  }

  /** Every rate with something left or owed, negative ones too. */
  allRates(): RateLeft[] {
    return [...this.#rates.values()].filter((rate) => !isZero(rate.gross));
  }

  rateOf(row: PlannedRow): RateLeft {
    const key = rateKey(row);
    const known = this.#rates.get(key);
    if (known !== undefined) return known;
    const nothing = zero(this.currency);
    const fresh = { row, gross: nothing, vat: nothing, before: { gross: nothing, vat: nothing } };
    this.#rates.set(key, fresh);
    return fresh;
  }

  gross(): Money {
    return sum(
      [...this.#rates.values()].map((rate) => rate.gross),
      this.currency,
    );
  }

  /** What is left of the rounding rows. */
  rounding(): Money {
    return this.#rounding;
  }

  isEmpty(): boolean {
    return this.allRates().length === 0;
  }

  /** The first rate of which more was taken than was left. */
  passed(): RateLeft | undefined {
    return [...this.#rates.values()].find((rate) =>
      isNegative(rate.before.gross) ? compare(rate.gross, zero(this.currency)) > 0 : isNegative(rate.gross),
    );
  }

  /** Takes a credited amount out of its rate, and out of its line when it has one. Negative amounts give back. */
  take(row: PlannedRow, line: LineLeft | null, gross: Money, vat: Money): void {
    const rate = this.rateOf(row);
    rate.gross = subtract(rate.gross, gross);
    rate.vat = subtract(rate.vat, vat);
    if (line === null) return;
    line.gross = subtract(line.gross, gross);
    line.vat = subtract(line.vat, vat);
  }

  #enter(document: PlannedDocument): void {
    const isCredit = document.kind === "credit_note";
    for (const row of document.specification ?? document.rows) {
      const gross = signed(row.gross, isCredit, this.currency);
      const vat = signed(row.vat, isCredit, this.currency);
      if (row.kind === "text") continue;
      if (row.kind === "rounding") {
        this.#rounding = add(this.#rounding, gross);
        continue;
      }
      const rate = this.rateOf(row);
      rate.gross = add(rate.gross, gross);
      rate.vat = add(rate.vat, vat);
      if (row.sourceId !== null) this.#enterLine(row, `${sourceOf(row)} ${row.sourceId}`, gross, vat);
    }
  }

  #enterLine(row: PlannedRow, key: string, gross: Money, vat: Money): void {
    const lines = this.#lines.get(key) ?? [];
    this.#lines.set(key, lines);
    const known = lines.find((line) => rateKey(line.row) === rateKey(row));
    if (known === undefined) {
      lines.push({ row, gross, vat });
      return;
    }
    known.gross = add(known.gross, gross);
    known.vat = add(known.vat, vat);
  }
}

/** As much of `wanted` as `limit` allows: between nothing and the limit, on the limit's side of zero. */
export function within(wanted: Money, limit: Money): Money {
  const nothing = zero(limit.currency);
  return isNegative(limit)
    ? smaller(nothing, larger(wanted, limit))
    : larger(nothing, smaller(wanted, limit));
}

/** What `wanted` goes beyond `limit`, both on the same side of zero; all of it when they are not. */
export function beyond(wanted: Money, limit: Money): Money {
  return subtract(wanted, within(wanted, limit));
}

/** True when both are used up together. */
export function empties(gross: Money, left: { readonly gross: Money }): boolean {
  return isZero(subtract(gross, left.gross));
}

export function sameAmount(a: Money, b: Money): boolean {
  return compare(a, b) === 0;
}

export function isLarger(a: Money, b: Money): boolean {
  return compare(absolute(a), absolute(b)) > 0;
}

function signed(text: string, isCredit: boolean, currency: string): Money {
  const amount = parseMoney(text, currency);
  return isCredit ? negate(amount) : amount;
}

/** A marketplace's tax row belongs to the line or shipping line it was charged on. */
function sourceOf(row: PlannedRow): Source {
  return row.kind === "shipping" || row.ofShipping === true ? "shipping" : "line";
}

/** What makes rows one rate: VAT, where it is owed, and the accounts. */
export function rateKey(row: PlannedRow): string {
  return [row.vatRate, row.treatment, row.country, row.account, row.vatCode].join("|");
}
