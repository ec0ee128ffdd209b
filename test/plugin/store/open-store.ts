import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createConnection as createIn } from "../../../plugin/store/connections.ts";
import type { Store } from "../../../plugin/store/database.ts";
import { saveInstallation } from "../../../plugin/store/installations.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import type { TransferResult } from "../../../plugin/store/transfers/transfer-leases.ts";
import { openDatabase } from "../../../server/database.ts";
import { migrate } from "../../../server/migrate.ts";
import type { Engine } from "../../support/engines.ts";

export const NOW = Date.parse("2026-05-04T10:00:00.000Z");

export interface OpenStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** An empty, migrated database of an engine. */
export async function openStore(engine: Engine): Promise<OpenStore> {
  const opened = await engine.open("migrated");
  const place = { databaseUrl: opened.databaseUrl ?? null, dataDir: opened.dataDir };
  const database = openDatabase(place, { isPatient: true });
  await migrate(database.db);
  return {
    store: { db: database.db, engine: database.engine },
    async close() {
      await database.close();
      await opened.close();
    },
  };
}

/** One store for a suite, emptied before each test: migrating takes longer than most tests. */
export function inEmptyStore(engine: Engine, use: (store: Store) => void): void {
  let opened: OpenStore;
  let tables: readonly string[];
  beforeAll(async () => {
    opened = await openStore(engine);
    tables = (await opened.store.db.introspection.getTables()).map(({ name }) => name);
    use(opened.store);
  });
  beforeEach(async () => {
    for (const name of tables) await sql`delete from ${sql.table(name)}`.execute(opened.store.db);
  });
  afterAll(() => opened.close());
}

export function installShop(store: Store, tenantId = "t1", tenantName = "Fjäll & Form ☕") {
  return saveInstallation(
    store,
    {
      platform: "manifest",
      issuer: "https://shop.example",
      tenantId,
      tenantName,
      tenantUrl: "https://shop.example",
      adminUrl: "https://shop.example/admin/apps/accounting",
      apiBaseUrl: "https://shop.example/api",
      country: "SE",
      currency: "SEK",
      timeZone: "Europe/Stockholm",
      scopes: ["orders:read"],
      metadata: { jwks: 1 },
    },
    NOW,
  );
}

export const delivery = (installationId: number, deliveryId: string, orderIds = ["1"]) => ({
  installationId,
  deliveryId,
  source: "webhook" as const,
  type: "order.paid",
  orderIds,
  body: '{"å":"☕"}',
});

export const result = (change: Partial<TransferResult> = {}): TransferResult => ({
  state: "booked",
  code: null,
  message: null,
  fix: null,
  warnings: [],
  retryAt: null,
  attempts: 0,
  shown: "x",
  order: {
    number: "#1",
    customer: "Anna Åkesson",
    buyerKey: "c1",
    total: "249.00",
    currency: "SEK",
    orderedAt: "2026-05-04T09:00:00.000Z",
    url: null,
    version: "2026-05-04T09:00:00Z",
  },
  ...change,
});

export function wantIn(store: Store, keys: Parameters<typeof wantTransfers>[1], nowMs = NOW) {
  return store.db.transaction().execute((db) => wantTransfers({ db, engine: store.engine }, keys, nowMs));
}

/** A connection by itself, in a transaction of its own. */
export function createConnection(
  store: Store,
  installationId: number,
  system: string,
  settings: unknown,
  by: string,
  nowMs: number,
  isPractice = false,
): Promise<number> {
  return store.db
    .transaction()
    .execute((db) => createIn(db, installationId, system, settings, by, nowMs, isPractice));
}
