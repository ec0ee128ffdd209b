import type { ReconciledCurrency } from "../../domain/reconciliation.ts";
import type { StoredConnection } from "../../store/connections.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import type { StateCount } from "../../store/transfers/transfer-lists.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";

/** Whose mail it is. */
export interface About {
  readonly installation: StoredInstallation;
  readonly connection: StoredConnection;
}

/** A side that refuses us until somebody lets us in again. */
export type Trouble = "ledger" | "shop";

export interface ErrorReport extends About {
  /** Held orders that were not reported before, the newest of them. */
  readonly held: readonly Transfer[];
  /** How many there are of each code, also of those not listed. */
  readonly counts: readonly StateCount[];
  /** Held payouts that were not reported before. */
  readonly payouts: readonly Transfer[];
  readonly troubles: readonly Trouble[];
  /** Orders that wait for the ledger to be connected again. */
  readonly waiting: number;
}

export interface DigestReport extends About {
  /** First and last day, in the shop's time zone. */
  readonly from: string;
  readonly to: string;
  /** Orders of these days. */
  readonly currencies: readonly ReconciledCurrency[];
  /** Everything that is held now, whenever it was ordered. */
  readonly held: readonly Transfer[];
  readonly payouts: readonly Transfer[];
  /** All orders by state. */
  readonly counts: readonly StateCount[];
}

export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A customer who asked the shop what is held about her. */
export interface DataRequestNotice extends About {
  /** Until when the file can be had, UTC instant. */
  readonly until: string;
}

/** Writes mails to the merchant, in the language of the shop's country. Links carry no session. */
export interface NotificationWriter {
  errors(report: ErrorReport): WrittenMail;
  digest(report: DigestReport): WrittenMail;
  test(about: About): WrittenMail;
  dataRequest(notice: DataRequestNotice): WrittenMail;
}
