import type { Generated } from "kysely";

export interface ProductsTable {
  installation_id: number;
  sku: string;
  /** JSON of Product. */
  product: string;
  updated_at: string;
}

export interface ProductReadsTable {
  installation_id: number;
  due_at: string;
  /** Newest change of the shop's catalogue that was read. */
  read_to: string | null;
  /** When the catalogue was last read to its end. */
  completed_at: string | null;
}

export interface StockRunsTable {
  installation_id: number;
  connection_id: number;
  /** When stock is next passed on, or the end of the lease of whoever is at it. Null = not at all. */
  due_at: string | null;
  /** JSON of what came of the last run. */
  report: string | null;
  created_at: string;
  updated_at: string;
}

export interface StockLevelsTable {
  installation_id: number;
  connection_id: number;
  /** The article's number in the ledger. */
  article: string;
  /** Decimal text. */
  available: string;
  /** `unknown`: the shop has no such SKU; `untracked`: the ledger keeps no stock of it. */
  state: "sent" | "unknown" | "untracked";
  updated_at: string;
}

/** VAT of another member state on one document, at one rate. Amounts bear the sign of the supply: credits are negative. */
export interface PayoutMovementsTable {
  installation_id: number;
  connection_id: number;
  order_id: string;
  /** Which settlement of the order it is, counted from 1. */
  turn: number;
  payout_id: string;
  paid_at: string;
  movement: string;
  kind: "charge" | "refund" | "dispute" | "won_dispute";
  amount: string;
  currency: string;
}

export interface OssRowsTable {
  installation_id: number;
  connection_id: number;
  order_id: string;
  document: string;
  /** Where the VAT is owed, ISO 3166 alpha-2. */
  country: string;
  /** Percent. */
  rate: string;
  nature: "goods" | "service";
  /** Day of the document, in the shop's time zone. */
  day: string;
  /** Day of the supply: of the document a credit note reduces, else its own. */
  supply_day: string;
  currency: string;
  net: string;
  vat: string;
}

/** What VIES said, kept as evidence: rows are added and never changed. */
export interface VatNumberChecksTable {
  id: Generated<number>;
  installation_id: number;
  /** With its prefix. */
  number: string;
  /** The seller's own number; empty = asked without. */
  requester: string;
  verdict: "valid" | "invalid";
  name: string | null;
  consultation: string | null;
  checked_at: string;
}

/** What stands in a merchant's practice books. */
export interface PracticeRecordsTable {
  installation_id: number;
  connection_id: number;
  kind: string;
  /** As a person sees it; unique within its kind. */
  number: string;
  /** Counted from 1 within its kind, in the order of making. */
  position: number;
  /** Our reference; null once the object was taken away. */
  reference: string | null;
  /** Bumped by every change. */
  revision: number;
  /** JSON of the connector's own shape. */
  content: string;
  created_at: string;
  updated_at: string;
}
