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

/** The reason why something of the order is missing in the ledger; null when nothing is. */
export function reasonOf(order: Pick<ReconciledOrder, "state" | "code" | "sums">): Reason | null {
  if (order.state !== "booked") return order.code ?? "QUEUED";
  return isZero(unbookedOf(order.sums)) ? null : "DIFFERENCE";
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

  add(order: ReconciledOrder): void {
    const { sums, state } = order;
    const money = (text: string): Money => parseMoney(text, this.#currency);
    this.#orders += 1;
    this.#charged = add(this.#charged, money(sums.charged));
    this.#refunded = add(this.#refunded, money(sums.refunded));
    this.#booked.sum = add(this.#booked.sum, money(sums.booked));
    if (state === "booked") this.#booked.count += 1;
    const reason = reasonOf(order);
    if (reason === null) return;
    const counted = this.#reason(state === "booked" ? "skipped" : state, reason);
    counted.sum = add(counted.sum, unbookedOf(sums));
    if (state !== "booked") counted.count += 1;
  }

  #reason(bucket: Bucket, reason: Reason): Counted {
    const reasons = this.#reasons.get(bucket) ?? new Map<Reason, Counted>();
    this.#reasons.set(bucket, reasons);
    const counted = reasons.get(reason) ?? { count: 0, sum: zero(this.#currency) };
    reasons.set(reason, counted);
    return counted;
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
  readonly #tallies = new Map<string, { readonly all: Tally; readonly months: Map<string, Tally> }>();

  add(order: ReconciledOrder): void {
    const { currency } = order.sums;
    const known = this.#tallies.get(currency) ?? { all: new Tally(currency), months: new Map() };
    this.#tallies.set(currency, known);
    const month = known.months.get(order.month) ?? new Tally(currency);
    known.months.set(order.month, month);
    known.all.add(order);
    month.add(order);
  }

  result(): ReconciledCurrency[] {
    return [...this.#tallies]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { all, months }]) => ({
        currency,
        ...all.result(),
        months: [...months]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([month, tally]) => ({ month, ...tally.result() })),
      }));
  }
}
