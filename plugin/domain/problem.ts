/**
 * Every code an order can carry, with the plain sentence shown when the decision has no better one, and who must act.
 * `docs/reference/errors.md` is tested against this table both ways. Codes are never renamed, only added.
 */
export const codes = {
  ZERO_TOTAL: { state: "skipped", sentence: "The order's total is zero, so there is nothing to book." },
  NOTHING_TO_BOOK: {
    state: "skipped",
    sentence: "The order was paid and refunded before it was transferred.",
  },
  CANCELLED_BEFORE_CAPTURE: { state: "skipped", sentence: "The order was cancelled before any money moved." },
  FILTERED: { state: "skipped", sentence: "A filter in the settings leaves this order out." },
  BEFORE_START_DATE: {
    state: "skipped",
    sentence: "The order is older than the start date in the settings.",
  },
  SKIPPED_BY_HAND: { state: "skipped", sentence: "Somebody of the shop left this order out." },
  NOTHING_TO_BUY: {
    state: "skipped",
    sentence: "The company that sells has left the order out, so there is nothing to buy.",
  },
  UNDONE: { state: "skipped", sentence: "Somebody of the shop took this order out of the books." },
  NOT_TAKEN: { state: "skipped", sentence: "Another connection of the shop takes this order." },
  BOOKED_ELSEWHERE: {
    state: "skipped",
    sentence: "Another accounting link of the shop has booked this order already.",
  },
  CREDIT_NOT_SET_OFF: {
    state: "skipped",
    sentence:
      "The credit is not set off against an invoice, and the settings name no account for such credit.",
  },
  DUPLICATE_NUMBER: {
    state: "skipped",
    sentence: "An order with this number was imported from a file. It is booked once.",
  },

  TRIGGER_NOT_REACHED: {
    state: "waiting",
    sentence: "The order has not reached the state at which it is booked.",
  },
  REFUND_PENDING: {
    state: "waiting",
    sentence: "A refund is on its way; it is booked when the money has moved.",
  },
  RETRYING: {
    state: "waiting",
    sentence: "The ledger or the shop did not answer. It is tried again by itself.",
  },
  NOT_CONNECTED: {
    state: "waiting",
    sentence: "No ledger is connected. The order is booked as soon as one is.",
  },
  SALE_NOT_BOOKED: {
    state: "waiting",
    sentence: "It is bought here as soon as the company that sells has booked the sale.",
  },
  PAUSED: { state: "waiting", sentence: "The connection is paused. The order is booked when it is resumed." },
  FLOW_WAITING: {
    state: "waiting",
    sentence: "The order stands at a step of its flow; the next is taken when it reaches its state.",
  },
  QUEUED: { state: "waiting", sentence: "The order is about to be looked at." },

  TOTAL_MISMATCH: {
    state: "held",
    sentence: "The order's total does not agree with its lines. We never guess.",
  },
  VAT_NUMBER_REQUIRED: {
    state: "held",
    sentence: "Sold without VAT to a company, but no valid VAT number is known.",
  },
  VAT_UNMAPPED: { state: "held", sentence: "A VAT rate of this order has no account in the settings." },
  VAT_GROUND_MISSING: { state: "held", sentence: "Sold without VAT, but nothing in the order justifies it." },
  PAYOUT_UNMAPPED: {
    state: "held",
    sentence: "The payout needs an account that the settings do not name yet.",
  },
  ALREADY_SETTLED: {
    state: "held",
    sentence: "The payout settles a movement that an earlier payout has settled already.",
  },
  DEFERRAL_UNMAPPED: {
    state: "held",
    sentence: "A prepaid period cannot be deferred: an account is missing in the settings.",
  },
  PURCHASE_UNMAPPED: {
    state: "held",
    sentence: "The purchase that goes with the sale needs something that the settings do not name yet.",
  },
  DOUBLE_BOOKING_RISK: {
    state: "held",
    sentence: "Another accounting link of the shop knows this customer and may book the order as well.",
  },
  CURRENCY_NOT_ENABLED: { state: "held", sentence: "The ledger does not have the order's currency." },
  PERIOD_LOCKED: { state: "held", sentence: "The period of the document is locked in the ledger." },
  REFUND_EXCEEDS_REMAINING: { state: "held", sentence: "More was paid back than is left of the invoice." },
  TOO_MANY_ROWS: { state: "held", sentence: "The order has more rows than the ledger takes." },
  CUSTOMER_NOT_FOUND: {
    state: "held",
    sentence: "The customer is not in the ledger and may not be created.",
  },
  EAN_INVALID: { state: "held", sentence: "The buyer's EAN number is missing or wrong." },
  EAN_REFERENCE_MISSING: {
    state: "held",
    sentence: "A public buyer's order bears no reference, without which an e-invoice is refused.",
  },
  CUSTOMER_AMBIGUOUS: { state: "held", sentence: "Several customers in the ledger match this one." },
  PRODUCT_NOT_FOUND: { state: "held", sentence: "A product is not in the ledger and may not be created." },
  LEDGER_REJECTED: { state: "held", sentence: "The ledger refused the document." },
  LEDGER_TOTAL_DIFFERS: {
    state: "held",
    sentence: "The ledger's total differs from the shop's, so it was not booked.",
  },
  CHANGED_IN_LEDGER: {
    state: "held",
    sentence: "A document of this order was changed or removed in the ledger.",
  },
  UNDO_IMPOSSIBLE: {
    state: "held",
    sentence: "The order cannot be taken out of the books without a person's hand in the ledger.",
  },
  PERMISSION_MISSING: {
    state: "held",
    sentence: "The connection lacks a permission that the settings need. Connect the ledger again.",
  },
  BOOKING_UNCONFIRMED: {
    state: "held",
    sentence:
      "Documents stay drafts until a person books them: automatic booking is not confirmed for this ledger.",
  },
  LEDGER_IN_DOUBT: {
    state: "held",
    sentence: "A write to the ledger has an unknown outcome that cannot be looked up.",
  },
  NO_CONNECTION_TAKES: {
    state: "held",
    sentence: "No connection of the shop takes this order.",
  },
  CAPTURE_REFUSED: { state: "held", sentence: "The shop did not let the reserved money be taken." },
  WEBHOOK_UNANSWERED: {
    state: "held",
    sentence: "The address of a step of the flow does not answer, so the flow stands still.",
  },
  ORDER_UNREADABLE: { state: "held", sentence: "The shop's data for this order cannot be read." },
  INTERNAL: {
    state: "held",
    sentence: "Something went wrong on our side. We have been told and look at it.",
  },
} as const satisfies Record<string, { state: Exclude<TransferState, "booked">; sentence: string }>;

export type TransferState = "waiting" | "booked" | "skipped" | "held";

export type Code = keyof typeof codes;
export type CodeOf<S extends TransferState> = {
  [C in Code]: (typeof codes)[C]["state"] extends S ? C : never;
}[Code];
export type HeldCode = CodeOf<"held">;
export type SkippedCode = CodeOf<"skipped">;
export type WaitingCode = CodeOf<"waiting">;

export const warnings = {
  PAYMENT_METHOD_UNMAPPED: "A payment method has no account in the settings, so the invoice stays open.",
  PAYMENT_NOT_SEEN:
    "The shop calls the order paid, but does not show all of the money, so the invoice stays open.",
  PAYMENT_TAKEN_BACK:
    "A payment that is in the ledger failed or was taken back in the shop; take it back in the ledger.",
  CANCELLED_WITH_MONEY_KEPT:
    "The shop cancelled the order and kept the money, so the sale stays in the books until money goes back.",
  CUSTOMER_NOT_UPDATED:
    "The ledger refused to update the customer's card; the document bears the right data.",
  CUSTOMER_DATA_LEFT_OUT:
    "A number or an address of the customer is malformed, so it was left out in the ledger.",
  ARTICLE_NOT_USED:
    "A product has no usable article in the ledger, so its row was booked as text or with the fallback article.",
  ORDERS_NOT_SUPPORTED: "This ledger has no sales orders, so an invoice was made instead.",
  PAYMENT_EXCEEDS_TOTAL:
    "The customer has paid more than the order comes to; the surplus is not in the ledger.",
  REFUND_PARTLY_PAID:
    "A credit note comes to more than the shop shows as paid back; the rest is open in the ledger.",
  SURPLUS_PAID_BACK: "An overpayment that is in the ledger was paid back; take it off its account there.",
  PAYMENT_CURRENCY_DIFFERS:
    "A payment in another currency says nothing of its rate, so it is not in the ledger.",
  CHARGEBACK: "The bank took a payment back. The sale stays; the money is missing from the payout.",
  OPEN_AGAINST_EACH_OTHER:
    "An invoice and a credit note of this order are open against each other; settle them in the ledger.",
  EMAIL_NOT_SENT: "The document is booked, but it could not be sent by e-mail.",
  E_INVOICE_NOT_SENT:
    "The buyer takes e-invoices, and this ledger sends none by itself. Send it from the ledger.",
  CHANGED_AFTER_UNDO:
    "The shop changed this order after it was taken out of the books; nothing of that is booked.",
  SPECIFICATION_NOT_ATTACHED:
    "The rows of the order were merged, and their specification could not be attached in the ledger.",
} as const;

export type Warning = keyof typeof warnings;

/** Where a person goes to mend it: a settings field, the order's page, the connection, the shop or the ledger. */
export type FixPlace =
  | {
      readonly place: "settings";
      readonly field: string;
      /** What a row of that list, or a word of it, has to say, where it is known. */
      readonly row?: Readonly<Record<string, string>>;
    }
  | { readonly place: "order" }
  | { readonly place: "connection" }
  | { readonly place: "shop" }
  | { readonly place: "ledger"; readonly url?: string };

/**
 * An expected failure, sorted by who must act.
 * `fix`: a person; `retry`: time heals it (limit, outage); mistakes of ours are thrown, never modelled.
 */
export type Problem = FixProblem | RetryProblem;

export interface FixProblem {
  readonly act: "fix";
  readonly code: HeldCode | "NOT_CONNECTED";
  /** One plain sentence with the numbers and names at hand. */
  readonly message: string;
  readonly fix: FixPlace;
  /** The ledger's or platform's own words and code, for the log. */
  readonly theirs?: string;
  /** Last locked day YYYY-MM-DD, when the ledger names it in refusing a date. */
  readonly lockedUntil?: string;
}

export interface RetryProblem {
  readonly act: "retry";
  readonly message: string;
  /** Milliseconds the other side asked us to wait, when it said so. */
  readonly afterMs?: number;
  /** True when a write may have taken effect: it is looked up before it is repeated (R17). */
  readonly inDoubt: boolean;
  readonly theirs?: string;
}

export function fix(code: FixProblem["code"], message: string, place: FixPlace, theirs?: string): FixProblem {
  return theirs === undefined
    ? { act: "fix", code, message, fix: place }
    : { act: "fix", code, message, fix: place, theirs };
}
