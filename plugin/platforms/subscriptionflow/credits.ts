import { compare, isZero, type Money, smaller, subtract } from "../../domain/money.ts";
import type { Payment, Refund } from "../../domain/order.ts";

/** A credit note or a refund of one invoice, with what of it is that invoice's. */
export interface CreditEvent {
  readonly kind: "note" | "refund";
  readonly id: string;
  /** The day it bears. */
  readonly at: string;
  /** When the site wrote it down: never changes, so neither does the order of events. */
  readonly createdAt: string;
  readonly amount: Money;
  readonly note: string | null;
  /** Of a refund: the movement of money. */
  readonly payment: Payment | null;
}

interface Standing {
  readonly event: CreditEvent;
  /** What no event of the other kind has been set against yet. */
  open: Money;
  /** What this event was the first to credit. */
  readonly credited: Money;
  readonly payments: Payment[];
}

/**
 * Credit notes and refunds as refunds of the order, each amount credited once. The site knows the two apart: giving
 * money back leaves the invoice unpaid, a credit note then settles it, or the other way round. So what comes second
 * belongs to what came first, as far as amounts go, and only what goes beyond is a credit of its own. Each event looks
 * at earlier ones only: what was decided on earlier stays as it was.
 */
export function refundsOf(events: readonly CreditEvent[]): Refund[] {
  const standing: Standing[] = [];
  for (const event of [...events].sort(byTime)) {
    let rest = event.amount;
    const opposite = standing.filter((one) => one.event.kind !== event.kind && !isZero(one.open));
    for (const other of opposite) {
      const shared = smaller(rest, other.open);
      if (isZero(shared)) break;
      rest = subtract(rest, shared);
      other.open = subtract(other.open, shared);
      // Money that comes after its credit note is that credit's; a note that comes after the money adds nothing.
      if (event.payment !== null) other.payments.push(partOf(event.payment, shared, other.event.id));
    }
    const own = event.payment === null || isZero(rest) ? [] : [{ ...event.payment, amount: rest }];
    standing.push({ event, open: rest, credited: rest, payments: own });
  }
  return standing.filter((one) => !isZero(one.credited)).map(toRefund);
}

function toRefund({ event, credited, payments }: Standing): Refund {
  return {
    id: event.id,
    createdAt: event.at,
    note: event.note,
    lines: [],
    shipping: [],
    // The site states neither lines nor tax: the amount contains VAT and is spread over what is left (R6).
    adjustments: [{ kind: "other", gross: credited, tax: null }],
    payments,
  };
}

/** A movement that earlier credits explain in part is several movements, each under an id of its own. */
function partOf(payment: Payment, amount: Money, creditId: string): Payment {
  const isWhole = compare(amount, payment.amount) === 0;
  return { ...payment, id: isWhole ? payment.id : `${payment.id}:${creditId}`, amount };
}

function byTime(a: CreditEvent, b: CreditEvent): number {
  return (
    Date.parse(a.createdAt) - Date.parse(b.createdAt) ||
    a.kind.localeCompare(b.kind) ||
    a.id.localeCompare(b.id)
  );
}
