import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Database } from "../../../plugin/store/database.ts";
import { CONNECTION_TABLES } from "../../../plugin/store/practice/practice-removal.ts";
import { openDatabase } from "../../../server/database.ts";
import { migrate } from "../../../server/migrate.ts";
import { engines } from "../../support/engines.ts";

type Columns = { readonly [T in keyof Database]: { readonly [C in keyof Database[T]]: true } };

// The compiler sees that nothing is missing here; the test sees that the migrations make exactly this.
const columns: Columns = {
  installations: {
    id: true,
    platform: true,
    issuer: true,
    tenant_id: true,
    tenant_name: true,
    tenant_url: true,
    admin_url: true,
    api_base_url: true,
    country: true,
    currency: true,
    time_zone: true,
    scopes: true,
    status: true,
    metadata: true,
    secrets: true,
    secrets_owner: true,
    secrets_until: true,
    swept_to: true,
    payouts_swept_to: true,
    sweep_due_at: true,
    look_back_due_at: true,
    erased_at: true,
    has_files: true,
    created_at: true,
    updated_at: true,
  },
  connections: {
    id: true,
    installation_id: true,
    system: true,
    status: true,
    ledger_tenant: true,
    company_name: true,
    secrets: true,
    secrets_owner: true,
    secrets_until: true,
    settings_version: true,
    facts: true,
    facts_at: true,
    look_until: true,
    watched_to: true,
    guide: true,
    is_practice: true,
    closed_until: true,
    message_secret: true,
    created_at: true,
    updated_at: true,
  },
  settings_versions: {
    connection_id: true,
    version: true,
    settings: true,
    changed_by: true,
    changed_at: true,
  },
  oauth_states: { state_hash: true, purpose: true, memory: true, expires_at: true },
  signing_keys: { kid: true, public_jwk: true, private_jwk: true, created_at: true },
  inbox: {
    id: true,
    installation_id: true,
    delivery_id: true,
    receipt: true,
    source: true,
    type: true,
    order_ids: true,
    body: true,
    received_at: true,
    taken_at: true,
    connection_id: true,
  },
  transfers: {
    installation_id: true,
    connection_id: true,
    order_id: true,
    kind: true,
    state: true,
    code: true,
    message: true,
    fix: true,
    warnings: true,
    wanted_seq: true,
    handled_seq: true,
    owner: true,
    due_at: true,
    attempts: true,
    number: true,
    customer: true,
    total: true,
    currency: true,
    ordered_at: true,
    platform_url: true,
    version: true,
    shown: true,
    sums: true,
    imported: true,
    cause: true,
    skip: true,
    documents: true,
    reported_code: true,
    reported_at: true,
    listed_sums: true,
    created_at: true,
    updated_at: true,
  },
  erasures: { installation_id: true, person: true, due_at: true, created_at: true },
  closed_months: {
    installation_id: true,
    connection_id: true,
    month: true,
    closed_at: true,
    closed_by: true,
    sums: true,
    opened_at: true,
    opened_by: true,
  },
  data_requests: {
    id: true,
    installation_id: true,
    delivery_id: true,
    customer_id: true,
    order_ids: true,
    asked_at: true,
    until_at: true,
    handed_over_at: true,
    handed_over_by: true,
    due_at: true,
  },
  effects: {
    installation_id: true,
    connection_id: true,
    order_id: true,
    document: true,
    step: true,
    state: true,
    planned: true,
    ref: true,
    totals: true,
    warning: true,
    reference: true,
    changed: true,
    created_at: true,
    updated_at: true,
  },
  mappings: {
    installation_id: true,
    connection_id: true,
    kind: true,
    platform_key: true,
    state: true,
    ledger_number: true,
    fingerprint: true,
    owner: true,
    owner_until: true,
    created_at: true,
    updated_at: true,
  },
  products: { installation_id: true, sku: true, product: true, updated_at: true },
  product_reads: { installation_id: true, due_at: true, read_to: true, completed_at: true },
  stock_runs: {
    installation_id: true,
    connection_id: true,
    due_at: true,
    report: true,
    created_at: true,
    updated_at: true,
  },
  stock_levels: {
    installation_id: true,
    connection_id: true,
    article: true,
    available: true,
    state: true,
    updated_at: true,
  },
  notifications: {
    installation_id: true,
    connection_id: true,
    kind: true,
    rhythm: true,
    due_at: true,
    told: true,
    created_at: true,
    updated_at: true,
  },
  practice_records: {
    installation_id: true,
    connection_id: true,
    kind: true,
    number: true,
    position: true,
    reference: true,
    revision: true,
    content: true,
    created_at: true,
    updated_at: true,
  },
  transfer_log: {
    id: true,
    installation_id: true,
    connection_id: true,
    order_id: true,
    at: true,
    step: true,
    message: true,
    detail: true,
  },
  oss_rows: {
    installation_id: true,
    connection_id: true,
    order_id: true,
    document: true,
    country: true,
    rate: true,
    nature: true,
    day: true,
    supply_day: true,
    currency: true,
    net: true,
    vat: true,
  },
  payout_movements: {
    installation_id: true,
    connection_id: true,
    order_id: true,
    turn: true,
    payout_id: true,
    paid_at: true,
    movement: true,
    kind: true,
    amount: true,
    currency: true,
  },
  imports: {
    id: true,
    installation_id: true,
    connection_id: true,
    from_day: true,
    to_day: true,
    file_id: true,
    created_after: true,
    created_before: true,
    dry_run: true,
    state: true,
    page_cursor: true,
    pending: true,
    under_way: true,
    is_last_page: true,
    found: true,
    report: true,
    message: true,
    attempts: true,
    owner: true,
    due_at: true,
    created_by: true,
    created_at: true,
    updated_at: true,
  },
  import_orders: {
    import_id: true,
    order_id: true,
  },
  order_files: {
    id: true,
    installation_id: true,
    name: true,
    report: true,
    begun: true,
    created_by: true,
    created_at: true,
  },
  file_orders: {
    installation_id: true,
    file_id: true,
    place: true,
    order_id: true,
    number: true,
    standing: true,
    content: true,
  },
  api_keys: {
    id: true,
    installation_id: true,
    name: true,
    role: true,
    key_hash: true,
    hint: true,
    created_by: true,
    created_at: true,
    used_at: true,
  },
  accountant_links: {
    id: true,
    installation_id: true,
    label: true,
    token_hash: true,
    created_by: true,
    created_at: true,
    expires_at: true,
    used_at: true,
  },
  webhook_endpoints: {
    id: true,
    installation_id: true,
    url: true,
    description: true,
    secret: true,
    status: true,
    busy_until: true,
    created_at: true,
    updated_at: true,
  },
  webhook_deliveries: {
    id: true,
    endpoint_id: true,
    message_id: true,
    type: true,
    order_id: true,
    body: true,
    state: true,
    attempts: true,
    due_at: true,
    answer_status: true,
    failure: true,
    created_at: true,
    updated_at: true,
  },
  vat_number_checks: {
    id: true,
    installation_id: true,
    number: true,
    requester: true,
    verdict: true,
    name: true,
    consultation: true,
    checked_at: true,
  },
};

describe.each(engines)("the migrations on $name", (engine) => {
  it("make exactly the columns the code knows, and nothing when they run again", async () => {
    const opened = await engine.open();
    const database = openDatabase({ databaseUrl: opened.databaseUrl ?? null, dataDir: opened.dataDir });
    try {
      expect((await migrate(database.db)).length).toBeGreaterThan(0);
      expect(await migrate(database.db)).toEqual([]);
      const tables = await database.db.introspection.getTables();
      const made = tables
        .filter((table) => !table.name.startsWith("kysely_"))
        .map((table) => [table.name, table.columns.map((column) => column.name).sort()] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const known = Object.entries(columns)
        .map(([table, names]) => [table, Object.keys(names).sort()] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      expect(made).toEqual(known);
    } finally {
      await database.close();
      await opened.close();
    }
  });
});

describe("practice books", () => {
  it("are deleted from every table that is about one connection", () => {
    const tables = Object.entries(columns).filter(([, names]) => "connection_id" in names);
    const known = [...CONNECTION_TABLES, "settings_versions"];
    expect(tables.map(([name]) => name).toSorted()).toEqual(known.toSorted());
  });
});

describe("released migrations", () => {
  // Add a line for a new file; a changed line means that a file others have already run was edited.
  const released: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(join(import.meta.dirname, "released-migrations.json"), "utf8"),
  );
  const folder = join(import.meta.dirname, "../../../migrations");
  it("are never edited: their hashes stay as they were", () => {
    const hashes = Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name.endsWith(".ts"))
        .sort()
        .map((name) => [
          name,
          createHash("sha256")
            .update(readFileSync(join(folder, name)))
            .digest("hex")
            .slice(0, 16),
        ]),
    );
    expect(hashes).toEqual(released);
  });
});
