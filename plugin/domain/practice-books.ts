/**
 * Books that have no pages of their own, in the form ours show them. Amounts are decimal texts; those of documents in the
 * document's currency and positive also on credit notes, those of the ledger in the ledger's own currency.
 */
export interface PracticePaper {
  readonly number: string;
  readonly kind: "invoice" | "credit_note";
  readonly isBooked: boolean;
  readonly date: string;
  readonly currency: string;
  readonly orderId: string;
  readonly orderNumber: string;
  /** Whom it is made out to; null when that card is gone. */
  readonly customer: string | null;
  readonly reference: string | null;
  readonly legalTexts: readonly string[];
  readonly rows: readonly PracticePaperRow[];
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  /** What is still to be paid, or paid back. */
  readonly open: string;
  /** The document a credit note reduces. */
  readonly credits: string | null;
  /** Its own and those of its payments, in the order of their making. */
  readonly vouchers: readonly PracticeVoucher[];
}

export interface PracticePaperRow {
  readonly text: string;
  readonly quantity: string;
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  readonly vatRate: string;
  readonly account: string;
  /** Only words. */
  readonly isText: boolean;
}

/** One entry of the journal: debits equal credits. */
export interface PracticeVoucher {
  readonly kind: "invoice" | "credit_note" | "payment" | "journal";
  readonly number: string;
  readonly date: string;
  readonly text: string;
  /** The books' own. */
  readonly currency: string;
  readonly lines: readonly PracticeLine[];
}

export interface PracticeLine {
  readonly account: string;
  readonly name: string;
  /** One of the two is zero. */
  readonly debit: string;
  readonly credit: string;
}

/** The general ledger. */
export interface PracticeLedger {
  readonly currency: string;
  readonly accounts: readonly PracticeAccount[];
  readonly debit: string;
  readonly credit: string;
  /** Newest first. */
  readonly papers: readonly Pick<
    PracticePaper,
    "number" | "kind" | "isBooked" | "date" | "currency" | "gross" | "open" | "orderId" | "orderNumber"
  >[];
  readonly vouchers: number;
}

export interface PracticeAccount {
  readonly account: string;
  readonly name: string;
  readonly debit: string;
  readonly credit: string;
  /** Debits less credits. */
  readonly balance: string;
}
