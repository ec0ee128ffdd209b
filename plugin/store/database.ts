import type { Kysely, Transaction } from "kysely";
import type {
  AccountantLinksTable,
  ApiKeysTable,
  ClosedMonthsTable,
  ConnectionsTable,
  InstallationsTable,
  OauthStatesTable,
  SettingsVersionsTable,
  SigningKeysTable,
} from "./tables/access.ts";
import type {
  OssRowsTable,
  PayoutMovementsTable,
  PracticeRecordsTable,
  ProductReadsTable,
  ProductsTable,
  StockLevelsTable,
  StockRunsTable,
  VatNumberChecksTable,
} from "./tables/books.ts";
import type {
  DataRequestsTable,
  ErasuresTable,
  NotificationsTable,
  WebhookDeliveriesTable,
  WebhookEndpointsTable,
} from "./tables/messages.ts";
import type {
  EffectsTable,
  FileOrdersTable,
  ImportOrdersTable,
  ImportsTable,
  InboxTable,
  MappingsTable,
  OrderFilesTable,
  TransferLogTable,
  TransfersTable,
} from "./tables/orders.ts";

export type * from "./tables/access.ts";
export type * from "./tables/books.ts";
export type * from "./tables/messages.ts";
export type * from "./tables/orders.ts";

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
