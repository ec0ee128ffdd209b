import type { Money } from "./money.ts";

/** What a payment provider paid into the bank, and what for. */
export interface Payout {
  readonly id: string;
  readonly gateway: string;
  readonly paidAt: string;
  readonly updatedAt: string;
  /** What arrived at the bank, in the payout's currency; negative when the provider collected. */
  readonly net: Money;
  readonly lines: readonly PayoutLine[];
}

/** One movement in a payout; amount and fee are in one currency, which may not be the payout's. */
export interface PayoutLine {
  readonly orderId: string | null;
  readonly transactionId: string | null;
  readonly refundId: string | null;
  /** Negative when the provider keeps it back: a refund, a dispute. */
  readonly amount: Money;
  /** What the provider keeps for itself; negative when it gives a fee back. */
  readonly fee: Money;
}

/** A movement of a customer that a payout has settled, and as what. */
export interface SettledMovement {
  readonly orderId: string;
  /** Which settlement of the order it is, counted from 1; 0 while the payout is being decided. */
  readonly turn: number;
  readonly payoutId: string;
  readonly paidAt: string;
  /** As `movementOf` names it. */
  readonly movement: string;
  readonly kind: "charge" | "refund" | "dispute" | "won_dispute";
  /** In the line's currency; negative when the provider kept it back. */
  readonly amount: Money;
}

/** The name of a line's movement within its order, the same in every payout; empty when it bears no number. */
export function movementOf({ transactionId, refundId }: PayoutLine): string {
  return refundId === null ? (transactionId ?? "") : `refund:${refundId}`;
}

const PREFIX = "payout:";

/** A payout travels the road of orders under this id. */
export const payoutKey = (payoutId: string): string => `${PREFIX}${payoutId}`;

/** The payout's own id, or null for an order's. */
export function payoutIdOf(key: string): string | null {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : null;
}
