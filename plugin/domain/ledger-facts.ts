import type { Treatment } from "./plan.ts";

/** Cached per connection, JSON in the store. */
export interface LedgerFacts {
  readonly baseCurrency: string;
  /** Base-currency units per unit, today's rate; null = list not known. */
  readonly currencies: readonly { readonly code: string; readonly rate: string | null }[] | null;
  /** Last locked day, YYYY-MM-DD; null = open or unknown. */
  readonly lockedUntil: string | null;
  /** The last day of months that a person of the shop closed here, where that is what `lockedUntil` says. */
  readonly closedHere?: string;
  /** Open financial years; null = unknown. */
  readonly years: readonly { readonly from: string; readonly to: string }[] | null;
  readonly roundingAccount: string | null;
  /** Numbers of active accounts; null = unknown. */
  readonly accounts: readonly string[] | null;
  /** Accounts the ledger itself uses, for treatments the settings do not map. */
  readonly defaultAccounts: readonly DefaultAccount[];
  readonly readAt: string;
}

export interface DefaultAccount {
  readonly treatment: Treatment;
  readonly rate: string;
  readonly account: string;
  readonly vatCode: string | null;
}
