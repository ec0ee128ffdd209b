import { add, formatMoney, isZero, type Money, parseMoney, subtract, zero } from "./money.ts";
import type { OrderSums } from "./order-sums.ts";
import type { Code, TransferState } from "./problem.ts";

/** Why money of an order is not in the ledger; DIFFERENCE: booked as the settings ask, but not what the shop keeps. */
export type Reason = Code | "DIFFERENCE";

/** One order as the reconciliation sees it. */
export interface ReconciledOrder {
  /** YYYY-MM of the day it was created, in the shop's time zone. */
  readonly month: string;
  readonly state: TransferState;
  readonly code: Code | null;
  readonly sums: OrderSums;
}

export interface Amount {
  /** Orders in this state. */
  readonly count: number;
  readonly sum: string;
}

export interface Unbooked extends Amount {
  readonly reasons: readonly (Amount & { readonly code: Reason })[];
}

/** shop_total = charged - refunded = booked + skipped + waiting + held, to the cent. */
export interface Reconciled {
  readonly orders: number;
  readonly charged: string;
  readonly refunded: string;
  readonly shopTotal: string;
  readonly booked: Amount;
  readonly skipped: Unbooked;
  readonly waiting: Unbooked;
  readonly held: Unbooked;
}

export interface ReconciledCurrency extends Reconciled {
  readonly currency: string;
  readonly months: readonly (Reconciled & { readonly month: string })[];
}

/** What of an order is not in the ledger: negative when a refund is missing there. */
export function unbookedOf({ currency, charged, refunded, booked }: OrderSums): Money {
  const money = (text: string): Money => parseMoney(text, currency);
  return subtract(subtract(money(charged), money(refunded)), money(booked));
}

function reasonFor({ state, code }: ReconciledOrder, unbooked: Money): Reason | null {
  if (state !== "booked") return code ?? "QUEUED";
  return isZero(unbooked) ? null : "DIFFERENCE";
}

type Bucket = Exclude<TransferState, "booked">;

interface Counted {
  count: number;
  sum: Money;
}

/**
 * Adds orders of one currency up. What is in the ledger counts as booked whatever the state of its order; the rest
 * counts under the state and its reason, so that the four always sum to what the shop keeps.
 */
class Tally {
  readonly #currency: string;
  #orders = 0;
  #charged: Money;
  #refunded: Money;
  readonly #booked: Counted;
  readonly #reasons = new Map<Bucket, Map<Reason, Counted>>();

  constructor(currency: string) {
    this.#currency = currency;
    this.#charged = zero(currency);
    this.#refunded = zero(currency);
    this.#booked = { count: 0, sum: zero(currency) };
  }

  /** Gives the reason why something of the order is missing in the ledger; null when nothing is. */
  add(order: ReconciledOrder): Reason | null {
    const { sums, state } = order;
    const money = (text: string): Money => parseMoney(text, this.#currency);
    const [charged, refunded, booked] = [money(sums.charged), money(sums.refunded), money(sums.booked)];
    const unbooked = subtract(subtract(charged, refunded), booked);
    this.#orders += 1;
    this.#charged = add(this.#charged, charged);
    this.#refunded = add(this.#refunded, refunded);
    this.#booked.sum = add(this.#booked.sum, booked);
    if (state === "booked") this.#booked.count += 1;
    const reason = reasonFor(order, unbooked);
    if (reason === null) return null;
    this.#count(state === "booked" ? "skipped" : state, reason, state === "booked" ? 0 : 1, unbooked);
    return reason;
  }

  /** Adds what another tally of the same currency has counted. */
  take(other: Tally): void {
    this.#orders += other.#orders;
    this.#charged = add(this.#charged, other.#charged);
    this.#refunded = add(this.#refunded, other.#refunded);
    this.#booked.count += other.#booked.count;
    this.#booked.sum = add(this.#booked.sum, other.#booked.sum);
    for (const [bucket, reasons] of other.#reasons) {
      for (const [reason, { count, sum }] of reasons) this.#count(bucket, reason, count, sum);
    }
  }

  #count(bucket: Bucket, reason: Reason, count: number, sum: Money): void {
    const reasons = this.#reasons.get(bucket) ?? new Map<Reason, Counted>();
    this.#reasons.set(bucket, reasons);
    const counted = reasons.get(reason) ?? { count: 0, sum: zero(this.#currency) };
    reasons.set(reason, { count: counted.count + count, sum: add(counted.sum, sum) });
  }

  result(): Reconciled {
    return {
      orders: this.#orders,
      charged: formatMoney(this.#charged),
      refunded: formatMoney(this.#refunded),
      shopTotal: formatMoney(subtract(this.#charged, this.#refunded)),
      booked: { count: this.#booked.count, sum: formatMoney(this.#booked.sum) },
      skipped: this.#unbooked("skipped"),
      waiting: this.#unbooked("waiting"),
      held: this.#unbooked("held"),
    };
  }

  #unbooked(bucket: Bucket): Unbooked {
    const reasons = [...(this.#reasons.get(bucket) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const count = reasons.reduce((all, [, one]) => all + one.count, 0);
    const whole = reasons.reduce((all, [, one]) => add(all, one.sum), zero(this.#currency));
    return {
      count,
      sum: formatMoney(whole),
      reasons: reasons.map(([code, one]) => ({ code, count: one.count, sum: formatMoney(one.sum) })),
    };
  }
}

/** Adds orders up per currency and month. */
export class Reconciliation {
  readonly #months = new Map<string, Map<string, Tally>>();

  /** Gives the reason why something of the order is missing in the ledger; null when nothing is. */
  add(order: ReconciledOrder): Reason | null {
    const { currency } = order.sums;
    const months = this.#months.get(currency) ?? new Map<string, Tally>();
    this.#months.set(currency, months);
    const tally = months.get(order.month) ?? new Tally(currency);
    months.set(order.month, tally);
    return tally.add(order);
  }

  result(): ReconciledCurrency[] {
    return [...this.#months]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, tallies]) => {
        const months = [...tallies].sort(([a], [b]) => (a < b ? -1 : 1));
        const all = new Tally(currency);
        for (const [, tally] of months) all.take(tally);
        return {
          currency,
          ...all.result(),
          months: months.map(([month, tally]) => ({ month, ...tally.result() })),
        };
      });
  }
}
