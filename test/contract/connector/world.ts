import type {
  Capabilities,
  Connector,
  ConsentDone,
  LedgerResult,
  Shelf,
  Step,
} from "../../../plugin/connectors/connector.ts";
import type { HttpRequest } from "../../../plugin/ports.ts";

/** What may happen to the next call that writes a step. */
export type Trouble = "answer lost" | "outage before writing" | "too many calls" | "login expired";

/** A connector and the stand-in it talks to; one factory per ledger. */
export interface LedgerWorld {
  readonly connector: Connector;
  /** What our own database keeps for it; absent = nothing. */
  readonly shelf?: Shelf;
  /** The merchant's choices of the connector's own settings, complete; absent = it needs none. */
  readonly ownSettings?: unknown;
  /** Goes through the connecting in a person's stead, who gives a consent or the right keys, or does not. */
  connect(answer: "allow" | "deny"): Promise<LedgerResult<ConsentDone>>;
  next(step: Step | "create order", trouble: Trouble): void;
  lockUntil(day: string | null): void;
  revokeConsent(): void;
  /** Does what the ledger leaves to a person: books vouchers that wait in a draft. Absent = nothing is left. */
  bookkeep?(): void;
  books(): Books;
  /** How the ledger's answers are written, for tests that change them on their way; absent = it gives none by HTTP. */
  readonly answers?: AnswerForms;
  /** Where the ledger takes invoices of suppliers. */
  readonly purchases?: PurchaseWorld;
  readonly baseCurrency: string;
  /** Domestic rates the ledger has accounts for by itself. */
  readonly domesticRates: readonly string[];
  /** Accounts that exist in the stand-in. */
  readonly accounts: { readonly sales: string; readonly rounding: string; readonly clearing: string };
  close(): Promise<void>;
}

export interface AnswerForms {
  /** True for the request that writes a document, of several the one that is answered with its number. */
  writesDocument(request: Pick<HttpRequest, "method" | "url" | "headers">): boolean;
  /** The answer with fields that nobody knows. */
  withMore(body: string): string;
  /** The answer, well-formed, without what it was asked for. */
  withLess(body: string): string;
}

export interface PurchaseWorld {
  readonly supplier: string;
  readonly account: string;
  /** Whether the supplier's card has the base currency is the world's to see to. */
  next(trouble: Trouble): void;
  /** What suppliers are owed by each document, oldest first: negative amounts are owed. */
  documents(): readonly { readonly id: string; readonly owed: string; readonly vat: string }[];
}

/** What stands in the ledger, in the ledger's own signs. */
export interface Books {
  readonly customers: readonly { readonly number: string; readonly name: string }[];
  readonly articles: readonly { readonly number: string }[];
  readonly documents: readonly {
    readonly id: string;
    readonly total: string;
    readonly vat: string;
    readonly booked: boolean;
    readonly cancelled: boolean;
    readonly open: string;
  }[];
  readonly payments: readonly { readonly amount: string; readonly booked: boolean }[];
  readonly vouchers: readonly {
    readonly number: string;
    readonly date: string;
    /** "account debit credit" */
    readonly lines: readonly string[];
  }[];
  /** With the document's id. */
  readonly emails: readonly { readonly to: string; readonly document: string }[];
}

/** What only some ledgers can do, and what some cannot. */
export interface Abilities extends Pick<Capabilities, "updatesDrafts" | "orders"> {
  readonly lacks?: readonly ("barcodes" | "lock dates" | "a rounding account" | "invoicing orders")[];
  /** A document that is to be booked is made and booked by one call, so that nothing about it can be corrected. */
  readonly booksAtOnce?: boolean;
  /** A login that expired is made anew from what we keep; absent = where a consent was given. */
  readonly renewsLogin?: boolean;
  /**
   * Kept in our own database: there is nobody to sign in to and no call to count, and an outage is the database's, which
   * is thrown and leaves the order to its lease.
   */
  readonly isOurs?: boolean;
}
