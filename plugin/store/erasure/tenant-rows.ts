import type { Store } from "../database.ts";

export interface TenantRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

const PAGE = 500;
/** Sealed or good for opening something: never leaves the database. */
const SECRET = new Set(["secrets", "secrets_owner", "secrets_until", "token_hash", "message_secret"]);

/** Everything we hold of one installation, without its secrets, row by row. */
export async function* rowsOfTenant(store: Store, installationId: number): AsyncGenerator<TenantRow> {
  const { db } = store;
  const installation = await db
    .selectFrom("installations")
    .selectAll()
    .where("id", "=", installationId)
    .execute();
  yield* shown("installations", installation);
  const connections = await db
    .selectFrom("connections")
    .selectAll()
    .where("installation_id", "=", installationId)
    .orderBy("id")
    .execute();
  yield* shown("connections", connections);
  for (const { id } of connections) {
    const versions = await db
      .selectFrom("settings_versions")
      .selectAll()
      .where("connection_id", "=", id)
      .orderBy("version")
      .execute();
    yield* shown("settings_versions", versions);
  }
  for (const table of [
    "transfers",
    "effects",
    "mappings",
    "transfer_log",
    "payout_movements",
    "vat_number_checks",
    "inbox",
    "products",
    "stock_runs",
    "stock_levels",
    "notifications",
    "data_requests",
    "practice_records",
    "closed_months",
    "accountant_links",
    "order_files",
    "file_orders",
  ] as const) {
    for (let offset = 0; ; offset += PAGE) {
      const rows = await db
        .selectFrom(table)
        .selectAll()
        .where("installation_id", "=", installationId)
        .orderBy(ORDER[table][0])
        .orderBy(ORDER[table][1])
        .limit(PAGE)
        .offset(offset)
        .execute();
      yield* shown(table, rows);
      if (rows.length < PAGE) break;
    }
  }
}

const ORDER = {
  transfers: ["connection_id", "order_id"],
  effects: ["connection_id", "order_id"],
  mappings: ["connection_id", "platform_key"],
  transfer_log: ["connection_id", "id"],
  payout_movements: ["connection_id", "order_id"],
  vat_number_checks: ["installation_id", "id"],
  inbox: ["installation_id", "id"],
  products: ["installation_id", "sku"],
  stock_runs: ["installation_id", "connection_id"],
  stock_levels: ["connection_id", "article"],
  notifications: ["connection_id", "kind"],
  data_requests: ["installation_id", "id"],
  practice_records: ["connection_id", "position"],
  closed_months: ["connection_id", "month"],
  accountant_links: ["installation_id", "id"],
  order_files: ["installation_id", "id"],
  file_orders: ["file_id", "place"],
} as const;

function* shown(table: string, rows: readonly object[]): Generator<TenantRow> {
  for (const row of rows) {
    yield { table, row: Object.fromEntries(Object.entries(row).filter(([name]) => !SECRET.has(name))) };
  }
}
