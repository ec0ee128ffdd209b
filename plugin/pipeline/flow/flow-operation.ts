import type { AnyOperation } from "../../connectors/connector.ts";
import type { PlannedCapture, PlannedMessage } from "../../domain/flow.ts";

/** Reserved money that is taken in the shop. */
export interface CaptureOperation {
  readonly step: "capture";
  readonly capture: PlannedCapture;
  /** Ids of the order's movements before: another one of the same amount is this capture. */
  readonly known: readonly string[];
}

/** A message to the address of a step; repeated, it has the same id, by which its reader knows it. */
export interface MessageOperation {
  readonly step: "message";
  readonly message: PlannedMessage;
  readonly messageId: string;
  readonly body: string;
}

export type FlowOperation = CaptureOperation | MessageOperation;

/** Whatever an effect may do: writes to the ledger, files, and what a flow asks of the shop and of others. */
export type EffectOperation = AnyOperation | FlowOperation;
