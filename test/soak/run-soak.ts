import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { startFortnox } from "../../sandbox/accounting/fortnox/server.ts";
import { listen } from "../../server/listen.ts";
import { SET_UP } from "../support/house.ts";
import { type Merchant, type OrderView, openMerchant } from "../support/merchant.ts";
import { audit, isAsExpected } from "./audit.ts";
import { type Driver, drive, type Trouble, troubles } from "./driver.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { createRandom, type Random } from "./random.ts";
import { auditReconciliation } from "./reconciled.ts";
import { endTroubles } from "./troubles.ts";

export interface SoakOptions {
  readonly seed: number;
  /** How long things happen and processes die; peace and settling come on top. */
  readonly stormMs: number;
  /** How long things go on to happen while nobody dies. */
  readonly peaceMs: number;
  /** How long orders may take to heal by themselves before somebody presses "Sync now". */
  readonly healMs: number;
  /** Until everything must be right. */
  readonly settleMs: number;
  /** Mean pause between two things that happen. */
  readonly pauseMs: number;
  readonly folder: string;
  /** Absent: all of them. */
  readonly troubles?: readonly Trouble[];
  /** Ends a server of this run's own and starts it again; absent where others use it too. */
  readonly restart?: (server: "mariadb" | "redis", awayMs: number) => Promise<void>;
  /** Absent: SQLite and the queue in the one process. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
}

export interface SoakReport {
  readonly seed: number;
  readonly orders: number;
  readonly documents: number;
  readonly payments: number;
  readonly restarts: number;
  readonly settledMs: number;
  /** Orders that somebody had to point at again because their next attempt was far away. */
  readonly pressed: number;
  /** What these were waiting for, and how many of them. */
  readonly waited: readonly string[];
  readonly wrong: readonly string[];
  readonly lastActions: readonly string[];
}

const CLIENT = { clientId: "soak-client", clientSecret: "soak-secret" };
const KEPT_ACTIONS = 60;
const SKEW_MS = 30_000;
const ASKED_AT_ONCE = 8;

/** Storm, calm, audit: the whole product as processes between a stand-in shop and a stand-in ledger. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const random = createRandom(options.seed);
  const wanted = new Set(options.troubles ?? troubles);
  const actions: string[] = [];
  const startedAt = Date.now();
  const note = (line: string): void => {
    actions.push(`+${((Date.now() - startedAt) / 1000).toFixed(2)} s ${line}`);
    if (actions.length > KEPT_ACTIONS) actions.shift();
  };
  const fortnox = await startFortnox(CLIENT);
  fortnox.faults.set({ rateLimit: false });
  const publicUrl = `http://localhost:${await freePort()}`;
  const fleet = await startFleet({
    members: membersFor(options, publicUrl, createRandom(options.seed + 1)),
    env: environmentFor(options, publicUrl, fortnox.url),
    folder: options.folder,
    // Its own stream: how long a start takes must not change what the driver chooses.
    random: createRandom(options.seed + 2),
    areMortal: wanted.has("kills"),
    note,
  });
  const { restart } = options;
  const redis = options.redisUrl === undefined ? null : new Redis(options.redisUrl);
  // It is away on purpose, and the client connects again by itself.
  redis?.on("error", () => {});
  const merchant = await openMerchant({ publicUrl }, fortnox);
  try {
    await merchant.install();
    await merchant.connect();
    await merchant.changeSettings(SET_UP);
    const driver: Driver = {
      shop: merchant.shop,
      fortnox,
      random,
      troubles: wanted,
      placed: [],
      kill: fleet.kill,
      emptyRedis: redis === null ? null : async () => void (await redis.flushdb()),
      restart: restart === undefined ? null : (...server) => fleet.excuse(() => restart(...server)),
      note,
    };
    await drive(driver, "storm", Date.now() + options.stormMs, options.pauseMs);
    await fleet.calm();
    await drive(driver, "peace", Date.now() + options.peaceMs, options.pauseMs);
    endTroubles(driver);
    const calmAt = Date.now();
    const { views, pressed, waited } = await settle(merchant, driver.placed, options);
    const { ledger } = fortnox;
    const settledMs = Date.now() - calmAt;
    return {
      seed: options.seed,
      orders: driver.placed.length,
      documents: ledger.invoices().length,
      payments: ledger.payments().length,
      restarts: fleet.restarts(),
      settledMs,
      pressed,
      waited,
      wrong: [
        ...audit(merchant.shop.orders(), views, ledger),
        ...(await auditReconciliation(merchant, ledger)),
        ...fleet.complaints(),
      ],
      lastActions: actions,
    };
  } finally {
    await close(fleet, merchant, redis);
    await fortnox.close();
  }
}

async function close(fleet: Fleet, merchant: Merchant, redis: Redis | null): Promise<void> {
  await fleet.stop();
  redis?.disconnect();
  await merchant.close();
}

/** Asks until every order stands as it must, or the time is up; the audit then says what is wrong. */
async function settle(
  merchant: Merchant,
  ids: readonly string[],
  { healMs, settleMs }: SoakOptions,
): Promise<{ views: Map<string, OrderView | null>; pressed: number; waited: readonly string[] }> {
  const views = new Map<string, OrderView | null>();
  const startedAt = Date.now();
  let open: readonly string[] = ids;
  let pressed = 0;
  let waited: readonly string[] = [];
  let pressAt = startedAt + healMs;
  for (;;) {
    for (let start = 0; start < open.length; start += ASKED_AT_ONCE) {
      const some = open.slice(start, start + ASKED_AT_ONCE);
      await Promise.all(some.map(async (id) => views.set(id, await merchant.order(id))));
    }
    open = open.filter((id) => {
      const order = merchant.shop.order(id);
      return order === undefined || !isAsExpected(order, views.get(id) ?? null);
    });
    if (open.length === 0 || Date.now() - startedAt > settleMs) return { views, pressed, waited };
    if (Date.now() > pressAt) {
      pressAt = Date.now() + 3_000;
      if (open.length > pressed) waited = reasonsOf(open.map((id) => views.get(id) ?? null));
      pressed = Math.max(pressed, open.length);
      await merchant.api("POST", "/orders/sync", { ids: open.slice(0, 50) });
    }
    await sleep(100);
  }
}

/** "12 x waiting RETRYING Fortnox did not answer", the most frequent first. */
function reasonsOf(views: readonly (OrderView | null)[]): string[] {
  const reasons = Map.groupBy(views, (view) =>
    view === null ? "unknown" : [view.state, view.code, view.message].filter(Boolean).join(" "),
  );
  return [...reasons]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([reason, those]) => `${those.length} x ${reason}`);
}

function environmentFor(
  { databaseUrl, redisUrl, folder }: SoakOptions,
  publicUrl: string,
  ledgerUrl: string,
): Record<string, string> {
  const dataDir = join(folder, "data");
  mkdirSync(dataDir, { recursive: true });
  return {
    NODE_ENV: "test",
    LOG_LEVEL: "warn",
    PUBLIC_URL: publicUrl,
    DATA_DIR: dataDir,
    SWEEP_INTERVAL_S: "2",
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    FORTNOX_CLIENT_ID: CLIENT.clientId,
    FORTNOX_CLIENT_SECRET: CLIENT.clientSecret,
    FORTNOX_API_URL: ledgerUrl,
    FORTNOX_AUTH_URL: ledgerUrl,
  };
}

/** One process that does everything, or one for the web and two workers whose clocks differ. */
function membersFor(
  { databaseUrl, troubles: wanted = troubles }: SoakOptions,
  publicUrl: string,
  random: Random,
): Record<string, string>[] {
  const web = { PORT: new URL(publicUrl).port };
  if (databaseUrl === undefined) return [{ ROLE: "all", ...web }];
  const worker = () => ({
    ROLE: "worker",
    PORT: "0",
    CLOCK_SKEW_MS: String(wanted.includes("skew") ? random.between(-SKEW_MS, SKEW_MS) : 0),
  });
  return [{ ROLE: "web", ...web }, worker(), worker()];
}

async function freePort(): Promise<number> {
  const server = await listen({ port: 0, loopbackOnly: true });
  await server.stop(0);
  return server.port;
}
