import type { LedgerFacts } from "../domain/ledger-facts.ts";
import type { PlannedArticle, PlannedCustomer, PlannedDocument, PlannedPayment } from "../domain/plan.ts";
import type { PracticeLedger, PracticePaper } from "../domain/practice-books.ts";
import type { FixProblem } from "../domain/problem.ts";
import type {
  FileOperation,
  LedgerRef,
  LedgerResult,
  Operation,
  Performed,
  PurchaseOperation,
  PurchaseSetOff,
} from "./operation.ts";

/** What the settings ask of a ledger beyond what every connection needs. */
export interface Needs {
  /** Orders of the ledger, which a consent may have to name. */
  readonly orders?: boolean;
  /** Where payments are registered, by the shop's name of the method. */
  readonly receipts?: readonly Receipt[];
}

/** The account, or the mode that stands for one, of a payment method. */
export type Receipt = Pick<PlannedPayment, "method" | "mode" | "account">;

/**
 * The books of one connection. Every method returns expected failures and throws only bugs.
 * Nothing is looked up that the operation already knows.
 */
export interface Ledger {
  /**
   * Looks the operation's object up by our reference, before a write whose outcome is unknown is repeated.
   * null = certainly absent (never "could not ask"). `unfindable` = this ledger cannot tell; the order is held.
   * For `book`, `book-payment`, `remove` it tells whether that has happened already, by whomever: an order counts as
   * booked once it is invoiced, and the answer names the invoice. For `update`, whether the document has exactly the
   * rows of `document`.
   */
  find(operation: Operation): Promise<LedgerResult<Performed | null | "unfindable">>;
  perform(operation: Operation): Promise<LedgerResult<Performed>>;
  /** Customers that match exactly by one of the keys, in the order of `by`; the first key that finds any wins. */
  matchCustomers(
    customer: PlannedCustomer,
    by: readonly CustomerKey[],
  ): Promise<LedgerResult<readonly MatchedCustomer[]>>;
  /** The number a SKU becomes, in the ledger's characters and length; `suffix` is never cut off. Null: nothing is left. */
  articleNumber(sku: string, suffix?: string): string | null;
  matchArticle(article: PlannedArticle, by: "sku" | "barcode"): Promise<LedgerResult<MatchedArticle | null>>;
  /** False where a document's rows bear no articles, so that none is matched or made for it; absent = they always do. */
  bearsArticles?(document: PlannedDocument): Promise<boolean>;
  /** Stock on hand; null where the ledger keeps none. */
  readonly stock: StockReader | null;
  /** What the decision has to know of the ledger. Lists that cannot be read are null: unknown, never empty. */
  facts(): Promise<LedgerResult<LedgerFacts>>;
  choices(list: string): Promise<LedgerResult<readonly Choice[]>>;
  /** The document as the ledger prints it; where it can. */
  pdf?(ref: LedgerRef): Promise<LedgerResult<Uint8Array>>;
  /** Where invoices of suppliers can be written. */
  readonly purchases?: LedgerPurchases;
  /** Where files can be kept with a document. */
  readonly files?: LedgerFiles;
  /** Where the ledger can tell what people changed in it. */
  readonly watch?: LedgerWatch;
  /** What ours show of books that have no pages of their own. */
  readonly pages?: LedgerPages;
  /** Pre-flight: licence, scopes, year open, bank details, and what the settings need besides. */
  check(needs?: Needs): Promise<LedgerResult<readonly FixProblem[]>>;
}

/** For people who want to see what stands in books without pages of their own. */
export interface LedgerPages {
  /** Null when there is none such. */
  paper(number: string): Promise<PracticePaper | null>;
  ledger(): Promise<PracticeLedger>;
}

/** Invoices of suppliers; each is looked up by our reference as documents are. */
export interface LedgerPurchases {
  find(operation: PurchaseOperation): Promise<LedgerResult<Performed | null | "unfindable">>;
  perform(operation: PurchaseOperation): Promise<LedgerResult<Performed>>;
  /** Where a credit note and its invoice can settle each other. What a person has settled otherwise is `leftOut`. */
  readonly setOff?: {
    find(operation: PurchaseSetOff): Promise<LedgerResult<Performed | null | "unfindable">>;
    perform(operation: PurchaseSetOff): Promise<LedgerResult<Performed>>;
  };
}

/** Files of the ledger. A consent without the right to them answers with a problem to fix. */
export interface LedgerFiles {
  /** Files go to documents that are booked; absent = only before that. */
  readonly attachesToBooked?: true;
  /** Gives where the file is; uploading it twice leaves an unused copy and nothing else. */
  upload(
    operation: Extract<FileOperation, { step: "upload" }>,
    content: string,
  ): Promise<LedgerResult<Performed>>;
  /** Puts the uploaded file to the document, to go with it when the ledger sends it. */
  attach(operation: Extract<FileOperation, { step: "attach" }>): Promise<LedgerResult<Performed>>;
  isAttached(operation: Extract<FileOperation, { step: "attach" }>): Promise<LedgerResult<boolean>>;
}

/** What changed in the ledger, our own writes among it. */
export interface LedgerWatch {
  /** Documents with a reference that were touched since; at least once each, in no order, page by page. */
  changed(sinceMs: number, cursor: string | null): Promise<LedgerResult<ChangedPage>>;
  /** Id of the document that a credit note reduces; null when it is linked to none. */
  creditedBy(creditNote: string): Promise<LedgerResult<string | null>>;
}

export interface ChangedPage {
  readonly documents: readonly ChangedDocument[];
  readonly nextCursor: string | null;
}

/** A document as the ledger's list shows it. */
export interface ChangedDocument {
  readonly id: string;
  readonly number: string;
  /** Our reference, which a credit note or copy that a person made of the document may bear too. */
  readonly reference: string;
  readonly currency: string;
  /** What is to be paid, with the ledger's own rounding; negative on a credit note. */
  readonly total: string;
  readonly isBooked: boolean;
  readonly isCancelled: boolean;
}

export type CustomerKey = "organisation_number" | "vat_number" | "email" | "phone" | "customer_number";

export interface StockReader {
  /** Every active article with what of it can be sold. */
  levels(): Promise<LedgerResult<readonly StockLevel[]>>;
  /** Whether the ledger keeps stock of this article at all: where it does not, 0 does not mean sold out. */
  isTracked(article: string): Promise<LedgerResult<boolean>>;
}

export interface StockLevel {
  readonly article: string;
  /** Decimal text; negative when more was sold than there was. */
  readonly available: string;
}

export interface MatchedCustomer {
  readonly number: string;
  /** Position by age where the ledger tells: the lower the older. */
  readonly age: number;
}

export interface MatchedArticle extends LedgerRef {
  readonly isActive: boolean;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}
