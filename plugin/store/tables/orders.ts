import type { Generated } from "kysely";

export interface InboxTable {
  id: Generated<number>;
  installation_id: number;
  /** The platform's id of the delivery, or our own for what we put in ourselves. */
  delivery_id: string;
  /** Random, to tell after a shared insert which rows were new. */
  receipt: string;
  source: "webhook" | "sweep" | "sync" | "import";
  type: string;
  /** JSON array of order ids the row points at. */
  order_ids: string;
  /** Raw bytes as text, for webhooks. */
  body: string | null;
  received_at: string;
  taken_at: string | null;
  /** The one connection an import is for; null = all of the installation. */
  connection_id: number | null;
}

export interface TransfersTable {
  installation_id: number;
  /** 0 while the installation has no connection. */
  connection_id: number;
  order_id: string;
  /** A payout goes by `payout:<id>` and is left out of everything that shows or counts orders. */
  kind: "order" | "payout";
  state: "waiting" | "booked" | "skipped" | "held";
  code: string | null;
  message: string | null;
  /** Where to mend it: JSON of FixPlace. */
  fix: string | null;
  warnings: string | null;
  /** Bumped by every hint; `handled_seq` follows when a worker is done. */
  wanted_seq: number;
  handled_seq: number;
  /** Who works on it; the lease ends at `due_at`. */
  owner: string | null;
  /** When it has to be looked at next: a retry's time, or the end of the lease. Null = nothing to do. */
  due_at: string | null;
  attempts: number;
  /** What the lists show of the order. */
  number: string | null;
  customer: string | null;
  /** Who that is: the key of a buyer (`buyerKey`), as mappings have it; null when erased, or not handled since. */
  buyer_key: Generated<string | null>;
  total: string | null;
  currency: string | null;
  ordered_at: string | null;
  platform_url: string | null;
  /** The platform's `updated_at` of the order as last handled: the sweep passes over what is known. */
  version: string | null;
  /** Fingerprint of the state last shown in the platform. */
  shown: string | null;
  /** JSON of OrderSums; null until a run has filled it. */
  sums: string | null;
  /** 1 = an import brought it: the start date does not leave it out. */
  imported: Generated<number>;
  /** The delivery that pointed at it last. */
  cause: string | null;
  /** JSON of LeftOut: a person's decision, until somebody asks for the order again. */
  skip: Generated<string | null>;
  /** The numbers of its documents in the ledger, with spaces between. */
  documents: Generated<string | null>;
  /** The code a mail has told it is held for; null = no mail yet, or settled since. */
  reported_code: Generated<string | null>;
  /** The mail that told so: the instant it was written. */
  reported_at: Generated<string | null>;
  /** What the shop's lists said of its money when it was handled last; null where they are not compared. */
  listed_sums: Generated<string | null>;
  created_at: string;
  updated_at: string;
}

export interface TransferLogTable {
  id: Generated<number>;
  installation_id: number;
  connection_id: number;
  order_id: string;
  at: string;
  step: string;
  message: string;
  /** JSON, without secrets. */
  detail: string | null;
}

export interface EffectsTable {
  installation_id: number;
  connection_id: number;
  /** The key is order / document / step, unique per connection (design section 5). */
  order_id: string;
  document: string;
  step: string;
  state: "sending" | "done";
  /** JSON of the planned document or payment as it was sent: the frozen truth for later decisions. */
  planned: string | null;
  /** JSON of LedgerRef. */
  ref: string | null;
  /** JSON of LedgerTotals. */
  totals: string | null;
  /** What the merchant should know although it is done. */
  warning: string | null;
  /** Our reference on the document, of the step `create` only. */
  reference: string | null;
  /** JSON of what a person changed about the document in the ledger, on the step `create` only. */
  changed: string | null;
  created_at: string;
  updated_at: string;
}

export interface MappingsTable {
  installation_id: number;
  connection_id: number;
  kind: "customer" | "article";
  /** The platform's id of it. */
  platform_key: string;
  state: "sending" | "done";
  ledger_number: string | null;
  /** Hash of the data last sent, to see a change without asking. */
  fingerprint: string;
  owner: string | null;
  owner_until: string | null;
  created_at: string;
  updated_at: string;
}

export interface ImportsTable {
  id: Generated<number>;
  installation_id: number;
  connection_id: number;
  /** Days in the shop's time zone, both belong to it. */
  from_day: string;
  to_day: string;
  /** The file its orders come from; null = the shop's list. */
  file_id: Generated<number | null>;
  created_after: string;
  created_before: string;
  dry_run: number;
  state: "running" | "paused" | "cancelled" | "done";
  /** Where the shop's list goes on; null = at its beginning. */
  page_cursor: string | null;
  /** JSON array: orders of the page read last that nobody has been pointed at yet. */
  pending: string | null;
  /** JSON array: orders that have entered and were not seen to be looked at yet. */
  under_way: string | null;
  is_last_page: number;
  found: number;
  /** JSON of what a dry run has decided so far. */
  report: string | null;
  message: string | null;
  attempts: number;
  owner: string | null;
  due_at: string | null;
  created_by: string;
  created_at: string;
  updated_at: string;
}

export interface ImportOrdersTable {
  import_id: number;
  order_id: string;
}

/** A file of orders that somebody has handed in. */
export interface OrderFilesTable {
  id: Generated<number>;
  installation_id: number;
  name: string;
  /** JSON of what reading it has come to; see `order-files.ts`. */
  report: string;
  /** 1 = an import has begun with it: it is kept. Others are forgotten after a while. */
  begun: number;
  created_by: string;
  created_at: string;
}

/** An order as it stands in one file. */
export interface FileOrdersTable {
  installation_id: number;
  file_id: number;
  /** Counted from 1 in the order of the file. */
  place: number;
  order_id: string;
  /** Without a leading #. */
  number: string;
  /** `taken`: it is the order of this id, at most one; `known`: the shop itself has relayed this number. */
  standing: "staged" | "taken" | "known";
  /** JSON of the order. */
  content: string;
}
