import type { FlowAction, FlowStep } from "../../settings/groups/flow.ts";

/** How far an order has come on the merchant's line of steps. */
export interface FlowStand {
  readonly steps: readonly StandingStep[];
  /** Whether a step that is reached does this. */
  has(action: FlowAction): boolean;
  /** The day on which the step that does one of these was reached; null while it is not. */
  dayOf(...actions: readonly FlowAction[]): string | null;
}

export interface StandingStep extends FlowStep {
  /** Day in the shop's time zone; null while it is not reached. */
  readonly day: string | null;
  /** Reached, with nothing left that the next step has to wait for. */
  readonly isPassed: boolean;
}
