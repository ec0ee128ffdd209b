import type { z } from "zod";
import type { PlannedJournal } from "../domain/journal.ts";
import type { LedgerFacts } from "../domain/ledger-facts.ts";
import type {
  PlannedArticle,
  PlannedCustomer,
  PlannedDocument,
  PlannedEmail,
  PlannedPayment,
} from "../domain/plan.ts";
import type { PracticeLedger, PracticePaper } from "../domain/practice-books.ts";
import type { FixProblem, Problem, Warning } from "../domain/problem.ts";
import type { Product } from "../domain/product.ts";
import type { PlannedPurchase } from "../domain/purchase.ts";
import type { Clock, Http, Lane, Limiter, Log, Vault } from "../ports.ts";
import type { VendorValues, VendorVariable } from "../vendor.ts";

/** A ledger before the operator's variables are known. */
export interface LedgerSystem {
  readonly id: string;
  readonly variables: readonly VendorVariable[];
  connector(values: VendorValues): Connector;
}

/** An accounting system. One folder each; nothing outside the folder knows its words. */
export interface Connector {
  readonly id: string;
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly auth: ConsentFlow | CredentialsFlow | OwnBooks;
  /** Books for trying out: nothing in them counts, and nothing of them reaches anybody. */
  readonly isPractice?: true;
  /** Groups of settings, without those of orders and VAT, that a new connection starts with; `today` is YYYY-MM-DD. */
  startSettings?(shop: { readonly country: string }, today: string): object;
  /** What only this ledger lets a merchant choose; kept under `ledger` of the settings, every field with a default. */
  readonly settings?: z.ZodObject;
  /**
   * Which documents stay drafts until a person books them, whatever the settings of orders and refunds say; told by the
   * merchant's own settings of this ledger. Absent or null = none.
   */
  leavesDrafts?(own: unknown): "all" | "orders" | null;
  /** The ledger of one connection. Cheap: no call is made. */
  open(connection: ConnectionView, ports: LedgerPorts): Ledger;
}

/** What the ledger can do; the operations of a plan are expanded along it. */
export interface Capabilities {
  /** Most rows on one document. */
  readonly maxRows: number;
  /** A payment may go to several accounts: less a fee, or with a surplus. Absent = it goes to one. */
  readonly splitsPayments?: boolean;
  /** Decimals kept of an amount; absent = as many as the currency has. */
  readonly decimals?: number;
  /** A document can be made first and booked after its totals were read back. */
  readonly booksSeparately: boolean;
  /** A payment is made first and booked by a second call. */
  readonly booksPaymentsSeparately: boolean;
  readonly canEmail: boolean;
  /** An unbooked document can be removed. */
  readonly removesDrafts: boolean;
  /** Vouchers of our own can be written and found again. */
  readonly journals: boolean;
  /** Invoices and credit notes of suppliers can be written: its ledgers have `purchases`; absent = they cannot. */
  readonly purchases?: boolean;
  /** An unbooked document can be changed; absent = it stays as it was made. */
  readonly updatesDrafts?: boolean;
  /** There are sales orders that become invoices; absent = there are none. */
  readonly orders?: boolean;
  /** A document that is to be booked can be made, booked and paid by one call: `create` is told its payment. */
  readonly createsPaid?: boolean;
  /** A credit note and an invoice settle each other without an account between them. */
  readonly setsOff?: boolean;
  /** A customer's card has one currency: a buyer has a card for each. */
  readonly customerPerCurrency?: boolean;
}

/** Parts of a ledger that only some settings need and that a consent has to name. */
export interface Needs {
  readonly orders?: boolean;
}

export interface ConnectionView {
  readonly id: number;
  readonly installationId: number;
  /** The ledger's own id of the company, for limits and links; null until known. */
  readonly ledgerTenant: string | null;
}

export interface LedgerPorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly vault: Vault;
  readonly limiter: Limiter;
  readonly lane: Lane;
  /** The merchant's choices of this connector's own `settings`, as stored; the connector's schema reads them. */
  readonly settings: () => Promise<unknown>;
  readonly shelf: Shelf;
}

/**
 * What our own database keeps for one connection, for books that have no server of their own. Texts are the connector's
 * JSON. Throws only when the database is away.
 */
export interface Shelf {
  get(
    kind: string,
    by: { readonly number: string } | { readonly reference: string },
  ): Promise<Shelved | null>;
  /** Of one kind, in the order of making. */
  list(kind: string): Promise<readonly Shelved[]>;
  count(kind: string): Promise<number>;
  /** Made once: where its number or reference is taken, what stands there is given back unchanged. Number null = the next. */
  add(fresh: {
    readonly kind: string;
    readonly number: string | null;
    readonly reference: string | null;
    readonly content: string;
  }): Promise<Shelved>;
  /** False when it has changed since it was read. */
  change(
    item: Shelved,
    to: { readonly content: string; readonly reference: string | null },
  ): Promise<boolean>;
}

export interface Shelved {
  readonly kind: string;
  readonly number: string;
  readonly reference: string | null;
  readonly revision: number;
  readonly content: string;
}

/** Connecting without anybody's consent: the books are ours. */
export interface OwnBooks {
  readonly kind: "own";
  /** Opens books for a shop; each connection has its own. */
  open(shop: { readonly country: string; readonly currency: string }, connectionId: number): ConsentDone;
}

/** Connecting by a consent screen in the browser. */
export interface ConsentFlow {
  readonly kind: "consent";
  /** Address of the consent screen. */
  authorizeUrl(input: {
    readonly redirectUri: string;
    readonly state: string;
    readonly needs?: Needs;
  }): string;
  /** After the consent: the secrets to keep and the company they open, or why not. */
  finish(
    query: Readonly<Record<string, string>>,
    redirectUri: string,
    ports: Pick<LedgerPorts, "http" | "clock" | "log" | "limiter">,
  ): Promise<LedgerResult<ConsentDone>>;
}

export interface ConsentDone {
  readonly secrets: Readonly<Record<string, string>>;
  readonly ledgerTenant: string;
  readonly companyName: string;
}

/** Connecting by keys that a person types on our page. */
export interface CredentialsFlow {
  readonly kind: "credentials";
  readonly fields: readonly CredentialField[];
  /**
   * Proves the keys by a real call. Where they open several companies, `company` among the credentials names one by the
   * value of its choice, and without it the answer lists them.
   */
  connect(
    credentials: Readonly<Record<string, string>>,
    ports: Pick<LedgerPorts, "http" | "clock" | "log" | "limiter">,
  ): Promise<LedgerResult<ConsentDone | CompanyChoice>>;
}

export interface CredentialField {
  /** As the merchant API names it; never `company`. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** Not shown again once typed. */
  readonly isSecret: boolean;
  /** Left empty it is not sent; absent = it has to be given. */
  readonly isOptional?: true;
  /** The only values there are. */
  readonly options?: readonly Choice[];
}

export interface CompanyChoice {
  readonly companies: readonly Choice[];
}

export type LedgerResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** Where a written object lives in the ledger. */
export interface LedgerRef {
  readonly id: string;
  /** What a person calls it: the invoice number. */
  readonly number: string;
  /** The page in the ledger, when it has an address. */
  readonly url: string | null;
}

/** What the ledger says a document came to, in the document's currency; positive magnitudes also for credit notes. */
export interface LedgerTotals {
  readonly currency: string;
  readonly gross: string;
  readonly vat: string;
  /** Rounding the ledger added by itself (whole units). */
  readonly rounding: string;
}

/**
 * One write, one object. `reference` is our external reference: fixed width, unique per connection and document,
 * searchable in the ledger, so that a write in doubt can be found again.
 */
export type Operation =
  | { readonly step: "customer"; readonly customer: PlannedCustomer; readonly reference: string }
  | { readonly step: "update-customer"; readonly customer: PlannedCustomer; readonly number: string }
  | {
      readonly step: "article";
      readonly article: PlannedArticle;
      /** What the shop's catalogue says of it, where the settings ask for that. */
      readonly product: Product | null;
      readonly reference: string;
    }
  | {
      readonly step: "update-article";
      readonly article: PlannedArticle;
      readonly product: Product | null;
      readonly number: string;
      /** It was made inactive in the ledger and is sold again. */
      readonly reactivate: boolean;
    }
  | {
      readonly step: "create";
      readonly document: PlannedDocument;
      readonly reference: string;
      readonly customerNumber: string;
      /** SKU -> article number in the ledger. */
      readonly articles: Readonly<Record<string, string>>;
      /** The document a credit note reduces. */
      readonly credits: LedgerRef | null;
      /** The payment that settles it in full, where the ledger `createsPaid`; whether it was is `Performed.payment`. */
      readonly paid?: { readonly payment: PlannedPayment; readonly reference: string };
    }
  /** Adds a rounding row so that the ledger's total meets the charge; only on an unbooked document. */
  | {
      readonly step: "adjust";
      readonly document: PlannedDocument;
      readonly reference: string;
      readonly customerNumber: string;
      readonly articles: Readonly<Record<string, string>>;
      readonly credits: LedgerRef | null;
      readonly ref: LedgerRef;
    }
  /**
   * Brings a document that nobody has booked up to date. Refused with CHANGED_IN_LEDGER when it no longer is as it was
   * written last, so that nobody's own changes are lost.
   */
  | {
      readonly step: "update";
      readonly document: PlannedDocument;
      readonly reference: string;
      readonly customerNumber: string;
      readonly articles: Readonly<Record<string, string>>;
      readonly credits: LedgerRef | null;
      readonly ref: LedgerRef;
      /** As it was written last. */
      readonly before: WrittenDocument;
    }
  /** Has the ledger make the invoice of an order of its own; `document` is the invoice. */
  | {
      readonly step: "invoice-order";
      readonly document: PlannedDocument;
      readonly reference: string;
      readonly customerNumber: string;
      readonly articles: Readonly<Record<string, string>>;
      readonly credits: LedgerRef | null;
      readonly order: LedgerRef;
    }
  | { readonly step: "book"; readonly document: PlannedDocument; readonly ref: LedgerRef }
  | {
      readonly step: "pay";
      readonly document: PlannedDocument;
      readonly ref: LedgerRef;
      readonly payment: PlannedPayment;
      /** Ids in the ledger of this document's payments that are known to be others. */
      readonly known: readonly string[];
      /** Our reference of this payment, and whom the document is made out to; absent on those of earlier versions. */
      readonly reference?: string;
      readonly customerNumber?: string;
      /** The other document of a set-off. */
      readonly against?: LedgerRef;
    }
  | {
      readonly step: "book-payment";
      readonly document: PlannedDocument;
      readonly payment: PlannedPayment;
      readonly ref: LedgerRef;
      /** The document that is paid; absent on those of earlier versions. */
      readonly documentRef?: LedgerRef;
    }
  | {
      readonly step: "email";
      readonly document: PlannedDocument;
      readonly ref: LedgerRef;
      readonly email: PlannedEmail;
    }
  | { readonly step: "remove"; readonly document: PlannedDocument; readonly ref: LedgerRef }
  /** A voucher: final once written. */
  | { readonly step: "journal"; readonly journal: PlannedJournal; readonly reference: string };

/** What a written document is made of besides its number. */
export interface WrittenDocument {
  readonly document: PlannedDocument;
  readonly reference: string;
  readonly customerNumber: string;
  readonly articles: Readonly<Record<string, string>>;
  readonly credits: LedgerRef | null;
}

export type Step = Operation["step"];

/** One write about a file that goes with a document; for ledgers that have `files`. */
export type FileOperation =
  | {
      readonly step: "upload";
      readonly document: PlannedDocument;
      readonly ref: LedgerRef;
      readonly name: string;
    }
  | {
      readonly step: "attach";
      readonly document: PlannedDocument;
      readonly ref: LedgerRef;
      readonly file: LedgerRef;
    };

/** A supplier's invoice or credit note, final once written; for ledgers that have `purchases`. */
export interface PurchaseOperation {
  readonly step: "purchase";
  readonly purchase: PlannedPurchase;
  readonly reference: string;
  /** Where the purchase is that a credit note reduces. */
  readonly credits: LedgerRef | null;
}

export interface Performed {
  readonly ref: LedgerRef;
  /** Given by `create`, `adjust`, `update`, `invoice-order` and by `find` of these: read back from the ledger. */
  readonly totals?: LedgerTotals;
  /** `create`: the document was booked by the same call. */
  readonly isBooked?: true;
  /** `create`: the payment it was told of, registered and booked by the same call. */
  readonly payment?: LedgerRef;
  readonly warning?: Warning;
  /** What the ledger could not keep and was left out, in words for the merchant's log. */
  readonly leftOut?: readonly string[];
}

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

export type AnyOperation = Operation | FileOperation | PurchaseOperation;

/** Invoices of suppliers; each is looked up by our reference as documents are. */
export interface LedgerPurchases {
  find(operation: PurchaseOperation): Promise<LedgerResult<Performed | null | "unfindable">>;
  perform(operation: PurchaseOperation): Promise<LedgerResult<Performed>>;
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
