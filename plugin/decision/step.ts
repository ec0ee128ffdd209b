import type { Refund } from "../domain/order.ts";
import type { PlannedDocument } from "../domain/plan.ts";

/** One thing that happened to an order and the document it asks for. */
export interface Step {
  readonly key: string;
  /** The refund a step books; its money goes with its document. */
  readonly refund: Refund | null;
  /** What keeps a refund from being booked: its money has not moved. Null for all else. */
  readonly waitsFor: string | null;
  /**
   * The document on top of those that are there already; null when nothing is to be booked. Throws what holds it.
   * `earlier` are those of what happened earlier: a late decision must not see more than a timely one.
   */
  readonly make: (
    before: readonly PlannedDocument[],
    earlier: readonly PlannedDocument[],
  ) => PlannedDocument | null;
}
