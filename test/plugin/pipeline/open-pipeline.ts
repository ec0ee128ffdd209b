import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Connector, Ledger } from "../../../plugin/connectors/connector.ts";
import { loadNotificationWriter } from "../../../plugin/panel/notifications/writer.ts";
import { loadTexts } from "../../../plugin/panel/words/texts.ts";
import type { Context } from "../../../plugin/pipeline/context.ts";
import type { Platform, Shop } from "../../../plugin/platforms/platform.ts";
import { type Clock, HttpFailure, type Mailer } from "../../../plugin/ports.ts";
import { defaultSettings } from "../../../plugin/settings/schema.ts";
import { saveFacts, setConnected } from "../../../plugin/store/connections.ts";
import { saveInstallation } from "../../../plugin/store/installations.ts";
import type { Vies } from "../../../plugin/vies/client.ts";
import { systemClock } from "../../../server/clock.ts";
import { openDatabase } from "../../../server/database.ts";
import { createMemoryLimiter } from "../../../server/memory-limiter.ts";
import { createMemoryPoints } from "../../../server/memory-points.ts";
import { createMemoryQueue } from "../../../server/memory-queue.ts";
import { migrateConfigured } from "../../../server/migrate.ts";
import { createSecretBox } from "../../../server/secret-box.ts";
import { createRecordingLog } from "../../server/recording-log.ts";
import type { Engine } from "../../support/engines.ts";
import { facts } from "../../support/plans.ts";
import { createConnection } from "../store/open-store.ts";

/** What a test lets the shop and the ledger answer; everything else is a mistake of the test. */
export interface Sides {
  readonly shop?: Partial<Shop>;
  readonly ledger?: Partial<Ledger>;
  readonly clock?: Clock;
  readonly vies?: Vies;
  readonly mailer?: Mailer;
}

/** The pipeline on an empty database, with one installed shop; nothing but the pipeline runs. */
export async function openPipeline(engine: Engine, sides: Sides = {}) {
  const data = await engine.open("migrated");
  const place = { databaseUrl: data.databaseUrl ?? null, dataDir: data.dataDir };
  await migrateConfigured(place);
  const database = openDatabase(place);
  const store = { db: database.db, engine: database.engine };
  const clock = sides.clock ?? systemClock;
  const { log, lines } = createRecordingLog();
  const connectors = new Map([["fortnox", connectorOf(sides.ledger ?? {})]]);
  const context: Context = {
    store,
    ports: {
      clock,
      log,
      http: () => Promise.reject(new HttpFailure("nobody is there", { sent: false })),
      secrets: createSecretBox([{ id: "k", bytes: new Uint8Array(32) }]),
      queue: createMemoryQueue(log),
      limiter: createMemoryLimiter(clock),
      points: createMemoryPoints(clock),
      faultPoint: () => {},
      mailer: sides.mailer ?? null,
    },
    platforms: new Map([["manifest", platformOf(sides.shop ?? {})]]),
    connectors,
    vies: sides.vies ?? { check: unasked },
    app: {
      clientId: "https://relay.example/manifest.json",
      publicUrl: "https://relay.example",
      clientAssertion: unasked,
      loopbackAllowed: false,
      allowedIssuers: [],
    },
    publicUrl: "https://relay.example",
    // Each process has a name of its own, and remembers settings under it.
    owner: `worker-${randomUUID().slice(0, 8)}`,
    sweepIntervalMs: 1_000,
    mailLayout: ({ text }) => text,
    sayIn: (_country, english) => english,
    notifications: loadNotificationWriter({
      viewsDirectory: VIEWS,
      speak: loadTexts(join(VIEWS, "locales")),
      connectors,
      clock,
      publicUrl: "https://relay.example",
    }),
  };
  const now = clock.now();
  const installationId = await saveInstallation(store, { ...SHOP, metadata: {} }, now);
  return {
    context,
    store,
    log: lines,
    installationId,
    /** Connects a company of its own; orders of any age are booked. */
    async connect(ledgerTenant: string): Promise<number> {
      const settings = defaultSettings("2000-01-01", "SE");
      const id = await createConnection(store, installationId, "fortnox", settings, "test", now);
      await setConnected(store, id, { ledgerTenant, name: ledgerTenant }, now);
      await saveFacts(store, id, facts({ readAt: new Date(clock.now()).toISOString() }), now);
      return id;
    },
    async close() {
      await context.ports.queue.close(0);
      await database.close();
      await data.close();
    },
  };
}

const VIEWS = join(import.meta.dirname, "../../../views");

export type Pipeline = Awaited<ReturnType<typeof openPipeline>>;

const SHOP = {
  platform: "manifest",
  issuer: "https://shop.example",
  tenantId: "t1",
  tenantName: "Fjäll & Form",
  tenantUrl: "https://shop.example",
  adminUrl: null,
  apiBaseUrl: "https://shop.example/api",
  country: "SE",
  currency: "SEK",
  timeZone: "Europe/Stockholm",
  scopes: ["orders:read"],
} as const;

const unasked = (): never => {
  throw new Error("the test did not expect this call");
};

function platformOf(shop: Partial<Shop>): Platform {
  const open = (): Shop => ({
    canShowState: false,
    order: unasked,
    changedOrders: unasked,
    showState: unasked,
    changedProducts: null,
    setStock: null,
    ...shop,
  });
  const reader = { claim: unasked, verify: unasked };
  return { id: "manifest", name: "Shop", install: null, webhooks: reader, sessions: reader, open };
}

function connectorOf(ledger: Partial<Ledger>): Connector {
  const open = (): Ledger => ({
    find: unasked,
    perform: unasked,
    matchCustomers: unasked,
    articleNumber: (sku) => sku,
    matchArticle: unasked,
    stock: null,
    facts: unasked,
    choices: unasked,
    check: unasked,
    ...ledger,
  });
  return {
    id: "fortnox",
    name: "Fortnox",
    capabilities: {
      maxRows: 498,
      booksSeparately: true,
      booksPaymentsSeparately: true,
      canEmail: true,
      removesDrafts: true,
      journals: true,
    },
    auth: { kind: "consent", authorizeUrl: unasked, finish: unasked },
    open,
  };
}
