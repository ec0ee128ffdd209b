import type { PlannedJournal } from "../domain/journal.ts";
import type {
  PlannedArticle,
  PlannedCustomer,
  PlannedDocument,
  PlannedEmail,
  PlannedPayment,
} from "../domain/plan.ts";
import type { Problem, Warning } from "../domain/problem.ts";
import type { Product } from "../domain/product.ts";
import type { PlannedPurchase } from "../domain/purchase.ts";

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

/** Sets a supplier's credit note off against the invoice it reduces, so that neither stays open in the ledger. */
export interface PurchaseSetOff {
  readonly step: "set-off-purchase";
  /** The credit note. */
  readonly purchase: PlannedPurchase;
  readonly ref: LedgerRef;
  readonly credits: LedgerRef;
  /** Decimal text in the purchase's currency, above zero. */
  readonly amount: string;
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

export type AnyOperation = Operation | FileOperation | PurchaseOperation | PurchaseSetOff;
