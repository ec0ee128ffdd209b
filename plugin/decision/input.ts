import type { PlannedJournal } from "../domain/journal.ts";
import type { LedgerFacts } from "../domain/ledger-facts.ts";
import type { Order } from "../domain/order.ts";
import type { PlannedDocument } from "../domain/plan.ts";
import type { Settings } from "../settings/schema.ts";

/** Everything the decision may look at. No clock, no database, no network: the same input gives the same plan. */
export interface DecisionInput {
  readonly order: Order;
  readonly settings: Settings;
  readonly facts: LedgerFacts;
  /** Documents of this order that are in the ledger already, oldest first: frozen, never decided again (R16). */
  readonly existing: readonly ExistingDocument[];
  /** The shop's own country, when the settings name none. */
  readonly shopCountry: string;
  /** Most rows the ledger takes on one document. */
  readonly maxRows: number;
  readonly ledgerName: string;
  /** Vouchers of this order that are in the ledger already, in the order they were made: never decided again. */
  readonly journals?: readonly PlannedJournal[];
  /** Today in the shop's time zone: only vouchers whose day has come can meet a locked period. */
  readonly today?: string;
}

export interface ExistingDocument {
  /** As it was sent. */
  readonly planned: PlannedDocument;
  readonly isBooked: boolean;
}
