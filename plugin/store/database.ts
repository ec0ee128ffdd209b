import type { Generated, Kysely, Transaction } from "kysely";
import type { Role } from "../domain/role.ts";

/**
 * Table types. Rows never leave `plugin/store/`: each file turns them into domain values in one named function.
 * The same on both engines: instants are UTC text `YYYY-MM-DDTHH:MM:SS.sssZ` (sortable), JSON and money are text,
 * truth values are 0 and 1. Every hot table leads with the installation.
 */
export interface Database {
  installations: InstallationsTable;
  connections: ConnectionsTable;
  settings_versions: SettingsVersionsTable;
  oauth_states: OauthStatesTable;
  signing_keys: SigningKeysTable;
  inbox: InboxTable;
  transfers: TransfersTable;
  erasures: ErasuresTable;
  closed_months: ClosedMonthsTable;
  data_requests: DataRequestsTable;
  effects: EffectsTable;
  mappings: MappingsTable;
  transfer_log: TransferLogTable;
  products: ProductsTable;
  product_reads: ProductReadsTable;
  stock_runs: StockRunsTable;
  stock_levels: StockLevelsTable;
  notifications: NotificationsTable;
  oss_rows: OssRowsTable;
  payout_movements: PayoutMovementsTable;
  imports: ImportsTable;
  import_orders: ImportOrdersTable;
  order_files: OrderFilesTable;
  file_orders: FileOrdersTable;
  api_keys: ApiKeysTable;
  accountant_links: AccountantLinksTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_deliveries: WebhookDeliveriesTable;
  vat_number_checks: VatNumberChecksTable;
  practice_records: PracticeRecordsTable;
}

export type Engine = "mysql" | "sqlite";

/** The handle every store function takes first. */
export interface Store {
  readonly db: Kysely<Database>;
  readonly engine: Engine;
}

/** Asked for by functions that must run inside a transaction, so that forgetting it does not compile. */
export interface StoreTransaction {
  readonly db: Transaction<Database>;
  readonly engine: Engine;
}

export interface InstallationsTable {
  id: Generated<number>;
  platform: string;
  issuer: string;
  tenant_id: string;
  tenant_name: string;
  tenant_url: string;
  /** The page of the platform's admin that shows us, as the installation named it. */
  admin_url: string | null;
  api_base_url: string;
  country: string;
  currency: string;
  time_zone: string;
  /** JSON array. */
  scopes: string;
  status: "installed" | "disconnected" | "uninstalled";
  /** JSON of the adapter's own shape. */
  metadata: string;
  /** Sealed JSON record. */
  secrets: string;
  /** Lease of whoever is changing the secrets. */
  secrets_owner: string | null;
  secrets_until: string | null;
  /** Newest `updated_at` the sweep has seen. */
  swept_to: string | null;
  /** As `swept_to`, of payouts. */
  payouts_swept_to: string | null;
  sweep_due_at: string | null;
  /** When its lists are next held against what was booked; null = never yet. */
  look_back_due_at: Generated<string | null>;
  /** When what is about people was erased after the shop had removed the app. */
  erased_at: string | null;
  /** 1 = it has taken orders of files in, so that others are compared with them by their numbers. */
  has_files: Generated<number>;
  created_at: string;
  updated_at: string;
}

export interface ConnectionsTable {
  id: Generated<number>;
  installation_id: number;
  system: string;
  /** `removed` is kept for what was booked through it; nobody else sees it. */
  status: "connecting" | "connected" | "needs_reauth" | "paused" | "removed";
  ledger_tenant: string | null;
  company_name: string | null;
  secrets: string | null;
  secrets_owner: string | null;
  secrets_until: string | null;
  settings_version: number;
  /** JSON of LedgerFacts, cached. */
  facts: string | null;
  facts_at: string | null;
  /** Until then everything is looked up in the ledger before it is written: our memory may be older than the books. */
  look_until: string | null;
  /** Until when changes made by hand in the ledger have been looked for. */
  watched_to: string | null;
  /** JSON of what of the first steps is done; see `guide.ts`. */
  guide: Generated<string | null>;
  /** 1 = to books for trying out. */
  is_practice: Generated<number>;
  /** Last day of the months a person of the shop has closed. */
  closed_until: Generated<string | null>;
  /** Sealed; messages of the connection's flow are signed with it. */
  message_secret: Generated<string | null>;
  created_at: string;
  updated_at: string;
}

/** One closing of a month; a month that was opened again may be closed anew. */
export interface ClosedMonthsTable {
  installation_id: number;
  connection_id: number;
  /** YYYY-MM */
  month: string;
  closed_at: string;
  closed_by: string;
  /** JSON of ReconciledCurrency[] at that moment. */
  sums: string;
  /** Null while it is closed. */
  opened_at: string | null;
  opened_by: string | null;
}

export interface SettingsVersionsTable {
  connection_id: number;
  version: number;
  /** JSON, whole. */
  settings: string;
  changed_by: string;
  changed_at: string;
}

export interface OauthStatesTable {
  /** SHA-256 of the state value: what is stored opens nothing. */
  state_hash: string;
  purpose: "install" | "connect" | "confirm" | "keys";
  /** Sealed JSON. */
  memory: string;
  expires_at: string;
}

export interface SigningKeysTable {
  kid: string;
  /** JSON Web Key, public part. */
  public_jwk: string;
  /** Sealed private JWK. */
  private_jwk: string;
  created_at: string;
}

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

/** What a platform told us to forget and is not yet forgotten. */
export interface ErasuresTable {
  installation_id: number;
  /** `customer:<id>`, or `everybody`. */
  person: string;
  due_at: string;
  created_at: string;
}

/** Customers who asked what is held about them. */
export interface DataRequestsTable {
  id: Generated<number>;
  installation_id: number;
  delivery_id: string;
  /** The platform's id; null once the customer was forgotten or the time to answer is over. */
  customer_id: string | null;
  /** JSON array of the orders the platform named. */
  order_ids: string | null;
  asked_at: string;
  until_at: string;
  handed_over_at: string | null;
  handed_over_by: string | null;
  /** When the merchant is told by mail; null = told. */
  due_at: string | null;
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

export interface NotificationsTable {
  installation_id: number;
  connection_id: number;
  kind: "errors" | "digest";
  /** As the settings say; a change of it plans the mail anew. */
  rhythm: string;
  /** When it is looked at next whether there is something to tell. Null = never. */
  due_at: string | null;
  /** Which sides of the connection are in trouble and were reported: words with spaces between. */
  told: string;
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

export interface ApiKeysTable {
  id: string;
  installation_id: number;
  name: string;
  role: Role;
  /** SHA-256 of the key, hexadecimal: what is stored opens nothing. */
  key_hash: string;
  /** The key's last signs, for a person to tell keys apart. */
  hint: string;
  created_by: string;
  created_at: string;
  used_at: string | null;
}

export interface AccountantLinksTable {
  id: string;
  installation_id: number;
  label: string;
  /** SHA-256 of the token, hexadecimal: what is stored opens nothing. */
  token_hash: string;
  created_by: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

export interface WebhookEndpointsTable {
  id: string;
  installation_id: number;
  url: string;
  description: string | null;
  /** Sealed. */
  secret: string;
  status: "active" | "disabled";
  /** Lease of whoever delivers, or the end of the pause a failing endpoint gets. */
  busy_until: string | null;
  created_at: string;
  updated_at: string;
}

export interface WebhookDeliveriesTable {
  id: Generated<number>;
  endpoint_id: string;
  /** The `webhook-id`, the same over all attempts. */
  message_id: string;
  type: string;
  order_id: string;
  /** The body as it is signed and sent. */
  body: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  /** Null when nothing is to be sent any more. */
  due_at: string | null;
  answer_status: number | null;
  failure: string | null;
  created_at: string;
  updated_at: string;
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
