import type { Money } from "../../domain/money.ts";
import type { Payment } from "../../domain/order.ts";
import type { Notice, PlannedDocument, PlannedPayment } from "../../domain/plan.ts";

/** A movement of money and the documents it may belong to, by key, in the order in which it pays them. */
export interface Movement {
  readonly payment: Payment;
  readonly direction: "in" | "out";
  readonly targets: readonly string[];
}

/** The documents with their payments while these are being worked out. */
export interface Ledgered {
  readonly documents: readonly PlannedDocument[];
  /** What each document, by its key, still wants to be paid. */
  readonly open: Map<string, Money>;
  readonly payments: Map<string, PlannedPayment[]>;
  readonly notices: Notice[];
}

/** A movement and what of it the documents take. */
export interface Placed {
  readonly movement: Movement;
  readonly standing: "registered" | "not registered" | "unmapped";
  /** What goes to documents now; what is registered already is not among it. */
  readonly shares: readonly { readonly key: string; readonly amount: Money; readonly surplus: Money }[];
  /** True when nothing of it is registered yet. */
  readonly isNew: boolean;
  /** Account on which an earlier run kept what was paid too much, and what of it is still there. */
  readonly keptOn: string | null;
  readonly kept: Money;
  /** What no document takes and nobody has kept. */
  readonly rest: Money;
}
