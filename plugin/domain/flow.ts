/** Where an order stands on the merchant's line of steps (setting orders.flow), and what it asks for besides documents. */
export interface PlannedFlow {
  readonly steps: readonly PlannedStep[];
  /** Money reserved in the shop that is taken now. */
  readonly captures: readonly PlannedCapture[];
  /** Messages that go out now. */
  readonly messages: readonly PlannedMessage[];
  /** Whether the step that sends the invoice by e-mail is reached. */
  readonly sendsEmail: boolean;
}

export interface PlannedStep {
  /** The state of the order, as the settings name it. */
  readonly when: string;
  readonly do: readonly string[];
  /** `answering`: reached, and the next step waits for its captures and the answer to its webhook. */
  readonly stands: "done" | "answering" | "next" | "later";
  /** Day in the shop's time zone on which it was reached. */
  readonly day: string | null;
  /** What it does and what it waits for, one sentence. */
  readonly why: string;
}

export interface PlannedCapture {
  /** The platform's id of the movement that reserved the money. */
  readonly authorization: string;
  /** Decimal text in `currency`. */
  readonly amount: string;
  readonly currency: string;
  readonly why: string;
}

/** Reserved money that a flow has taken in the shop. */
export interface TakenMoney {
  /** The platform's id of the movement that took it. */
  readonly movement: string;
  /** Decimal text in `currency`. */
  readonly amount: string;
  readonly currency: string;
}

export interface PlannedMessage {
  /** The state of its step; one message per order and step. */
  readonly when: string;
  readonly url: string;
  readonly isAwaited: boolean;
  readonly day: string;
  readonly why: string;
}

/** Effects of a flow belong to the order, not to one of its documents. */
export const FLOW_DOCUMENT = "flow";
export const captureStep = (authorization: string): string => `capture:${authorization}`;
export const messageStep = (when: string): string => `message:${when}`;
