/** What an entity holds. Amounts are decimal texts; those of transactions are signed: a debit is positive. */

/** Fields as they came over the wire, by the vendor's names. */
export type WireRecord = Record<string, string | null>;

export type TransactionType = "SI" | "SN" | "SR" | "SD" | "GA" | "PI" | "PN";

export interface TransactionRecord {
  readonly id: number;
  readonly type: TransactionType;
  /** Null on journals of the general ledger. */
  readonly accountCode: string | null;
  readonly currency: string;
  readonly date: string;
  readonly createdAt: string;
  readonly internalNumber: string;
  readonly externalReference: string;
  readonly description: string;
  readonly exchangeRate: string;
  readonly isBatch: boolean;
  /** Of the item invoice or credit note it was posted from. */
  readonly invoiceId: number | null;
  readonly dueDate: string | null;
  /** What the debtors' or the creditors' account bears. */
  readonly amount: string;
  outstanding: string;
  readonly lines: readonly TransactionLine[];
}

export interface TransactionLine {
  readonly account: string;
  readonly amount: string;
  readonly kind: "control" | "net" | "tax" | "bank";
  readonly taxCode: string | null;
  readonly department: string | null;
  readonly description: string;
}

export interface AllocationRecord {
  readonly id: number;
  readonly debit: number;
  readonly credit: number;
  readonly amount: string;
  readonly date: string;
  readonly reference: string;
}

/** An item invoice or credit note: its head as it came, and its lines. */
export interface ItemDocumentRecord {
  readonly id: number;
  readonly kind: "invoice" | "note";
  head: WireRecord;
  lines: readonly WireRecord[];
  status: "Processed" | "Posted" | "Cancelled";
  net: string;
  tax: string;
  transactionId: number | null;
}

export interface AccountRecord {
  readonly code: string;
  readonly description: string;
  readonly kind: "posting" | "control" | "heading";
  readonly isActive: boolean;
  readonly isDepartmental: boolean;
  readonly category: string;
}

export interface TaxRecord {
  readonly code: string;
  readonly description: string;
  /** A fraction: "0.23". */
  readonly rate: string;
  /** Of sales, else of purchases. */
  readonly isSales: boolean;
  readonly isEuSale: boolean;
  readonly isGoods: boolean;
  readonly isPartial: boolean;
  readonly isExcluded: boolean;
  readonly isStandard: boolean;
}

export interface BankRecord {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly iban: string;
}

export interface DepartmentRecord {
  readonly id: string;
  readonly description: string;
  readonly codes: readonly string[];
  readonly isActive: boolean;
}

export interface DocumentRecord {
  readonly id: number;
  readonly masterType: string;
  readonly masterId: string;
  readonly name: string;
  readonly content: string;
  readonly comments: string;
}

export interface EmailRecord {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly attachments: readonly string[];
}
