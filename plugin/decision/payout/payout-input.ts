import type { LedgerFacts } from "../../domain/ledger-facts.ts";
import type { Money } from "../../domain/money.ts";
import type { Payout, PayoutLine, SettledMovement } from "../../domain/payout.ts";
import type { Settings } from "../../settings/schema.ts";

/** Everything the decision about a payout may look at: no clock, no database, no network. */
export interface PayoutInput {
  readonly payout: Payout;
  readonly lines: readonly SettledLine[];
  /** What other payouts have settled of these lines' orders. */
  readonly settled: readonly SettledMovement[];
  readonly settings: Settings;
  readonly facts: LedgerFacts;
  /** The shop's own; the day of the payout is one of this zone (R16). */
  readonly timeZone: string;
  readonly shopCountry: string;
  readonly ledgerName: string;
}

/** What a line of a payout is about. `fee`: the provider's own charge or credit, no movement of a customer. */
export type SettledKind = "charge" | "refund" | "dispute" | "won_dispute" | "fee" | "unknown";

/** A line of a payout with what is known of its movement. */
export interface SettledLine {
  readonly line: PayoutLine;
  readonly kind: SettledKind;
  /** The platform's name of the payment method. */
  readonly method: string;
  /** What of the movement is in the ledger: where, and at which rate. Empty while its order is not booked. */
  readonly registered: readonly RegisteredPayment[];
  /** What the movement came to, as the ledger or the shop knows it; null = neither does in the line's currency. */
  readonly whole: Money | null;
  /** Units of the ledger's currency per unit of the order's, as the order itself says; null = it does not. */
  readonly orderRate: string | null;
}

export interface RegisteredPayment {
  /** Null when the ledger chose it by a mode of payment. */
  readonly account: string | null;
  readonly amount: Money;
  readonly exchangeRate: string | null;
}
