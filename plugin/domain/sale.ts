import type { PlannedDocument } from "./plan.ts";
import type { TransferState } from "./problem.ts";

/** How an order stands in the books of another company of the same shop, which sells what is bought here (R19). */
export interface Sale {
  /** "Harbour Goods Ltd" */
  readonly seller: string;
  readonly state: TransferState;
  /** Why it stands so, in one sentence; null where there is nothing to say. */
  readonly message: string | null;
  /** Nothing of the order waits to be looked at there. */
  readonly isSettled: boolean;
  /** What is booked there, oldest first, as it was written last. */
  readonly documents: readonly SoldDocument[];
}

export interface SoldDocument {
  /** What a person calls it: the invoice number. */
  readonly number: string;
  readonly document: PlannedDocument;
}
