/**
 * What does an order cost when the database holds 5,000 merchants, and what would 50,000 merchants with a hundred orders a
 * second need?
 */
import { Redis } from "ioredis";
import { type Kysely, sql } from "kysely";
import type { Database, Store } from "../plugin/store/database.ts";
import { hasWaitingDeliveries } from "../plugin/store/incoming/inbox.ts";
import { installationsToSweep } from "../plugin/store/installations.ts";
import { dueTransfers } from "../plugin/store/transfers/transfer-demand.ts";
import { createBullQueue } from "../server/bull-queue.ts";
import { openDatabase } from "../server/database.ts";
import { createLog } from "../server/log.ts";
import { fillScaled } from "../test/support/scaled-database.ts";
import type { Child } from "./child.ts";
import { bookOrders, startJoinedApp } from "./orders-booked.ts";
import { countsOf, type Peers, startPeers } from "./peers.ts";
import { cpuTimeOf } from "./process-figures.ts";
import { type Figure, median, rounded } from "./table.ts";
import type { World } from "./world.ts";

/** A million customers and articles. */
const SCALE = { installations: 5_000, ordersEach: 25, mappingsEach: 200 };
/** Until the code is compiled and the buyers are known, so that the empty database is not judged by a cold process. */
const FIRST_WARM_UP = 1_500;
const WARM_UP = 200;
const ORDERS = 600;
const WITHIN_SECONDS = 20;
/** A shop's buyers and products come again; the million above is for weight. */
const MAPPINGS_PER_ORDER = 0.2;
const JOBS = 5_000;
const BATCH = 500;

const WANTED = { merchants: 50_000, ordersPerSecond: 100 };
const SECONDS_A_YEAR = 365 * 86_400;
/** What an order waits for: six calls, each answered by vendors in about this long. */
const WAITING_SECONDS = 6 * 0.3;
/** Orders a process works on at once (server/worker.ts). */
const PLACES = 20;
/** A worker busier than this falls behind at every burst. */
const BUSY = 0.5;
/** Days a delivery and years a log line stay (plugin/pipeline/tidy-up.ts). */
const DELIVERY_YEARS = 30 / 365;
const LOG_YEARS = 550 / 365;

export async function scale({ engines, folder }: World): Promise<Figure[]> {
  const engine = engines.find(({ name }) => name.startsWith("MariaDB"));
  if (engine === undefined) throw new Error("there is no MariaDB to fill");
  const variables = await engine.fresh();
  const peers = await startPeers(folder);
  const app = await startJoinedApp(variables, peers, folder);
  const database = openDatabase(
    { databaseUrl: variables["DATABASE_URL"] ?? "", dataDir: folder },
    { isPatient: true },
  );
  const { db } = database;
  try {
    await bookOrders(app, peers, { from: 1, atMost: FIRST_WARM_UP, withinSeconds: 2 * WITHIN_SECONDS });
    const empty = await costOfOrders(app, peers, 1 + FIRST_WARM_UP);
    await fillScaled(db, SCALE);
    await sql`analyze table transfers, effects, mappings, transfer_log, inbox`.execute(db);
    const from = 1 + FIRST_WARM_UP + ORDERS;
    await bookOrders(app, peers, { from, atMost: WARM_UP, withinSeconds: WITHIN_SECONDS });
    const filled = await costOfOrders(app, peers, from + WARM_UP);
    const sizes = await sizesOf(db);
    const jobBytes = await bytesPerJob((await engine.fresh())["REDIS_URL"] ?? "");
    return [
      ...compared(empty, filled),
      ...(await looks({ db, engine: database.engine })),
      ...sizes.map(sizeFigure),
      line("Redis per waiting job", `${rounded(jobBytes)} bytes`, "the queue only points at rows"),
      ...extrapolated(sizes, filled.cpuMs),
    ];
  } finally {
    await database.close();
    await app.stop();
    await peers.stop();
  }
}

const line = (figure: string, value: string, beside: string): Figure => ({
  figure,
  engine: "MariaDB + Redis",
  value,
  beside,
});

interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
  readonly statements: number;
}

async function costOfOrders(app: Child, peers: Peers, from: number): Promise<Cost> {
  const [cpu, counts] = [await cpuTimeOf(app), await countsOf(app)];
  const { orders, seconds } = await bookOrders(app, peers, {
    from,
    atMost: ORDERS,
    withinSeconds: WITHIN_SECONDS,
  });
  const sum = (all: Readonly<Record<string, number>>) => Object.values(all).reduce((a, b) => a + b, 0);
  return {
    ms: (seconds * 1000) / orders,
    cpuMs: ((await cpuTimeOf(app)) - cpu) / orders,
    statements: (sum(await countsOf(app)) - sum(counts)) / orders,
  };
}

function compared(empty: Cost, filled: Cost): Figure[] {
  const among = `${rounded(SCALE.installations)} merchants with ${SCALE.ordersEach} orders and ${SCALE.mappingsEach} mappings each`;
  const row = (name: string, key: keyof Cost, unit: string) =>
    line(
      name,
      `${rounded(filled[key], 1)}${unit}`,
      `${rounded(empty[key], 1)}${unit} in an empty database, ratio ${rounded(filled[key] / empty[key], 2)}`,
    );
  return [
    line("An order among", among, "the same app, before and after the database was filled"),
    row("  time", "ms", " ms"),
    row("  processor time", "cpuMs", " ms"),
    row("  statements", "statements", ""),
  ];
}

/** What every worker asks every second. */
async function looks(store: Store): Promise<Figure[]> {
  const now = Date.now();
  const asked = {
    "Look for due orders": () => dueTransfers(store, now, BATCH),
    "Look for shops to sweep": () => installationsToSweep(store, now, BATCH),
    "Look for deliveries": () => hasWaitingDeliveries(store),
  };
  const figures: Figure[] = [];
  for (const [name, ask] of Object.entries(asked)) {
    const times: number[] = [];
    for (let attempt = 0; attempt < 21; attempt += 1) {
      const startedAt = performance.now();
      await ask();
      times.push(performance.now() - startedAt);
    }
    figures.push(line(name, `${rounded(median(times), 1)} ms`, "once a second per worker"));
  }
  return figures;
}

interface TableSize {
  readonly table: string;
  readonly bytesPerRow: number;
  readonly rowsPerOrder: number;
}

async function sizesOf(db: Kysely<Database>): Promise<TableSize[]> {
  const { rows } = await sql<{ name: string; bytes: string | number }>`
    select table_name as name, data_length + index_length as bytes from information_schema.tables
    where table_schema = database() and table_name in ('transfers', 'effects', 'mappings', 'transfer_log', 'inbox')
    order by 2 desc`.execute(db);
  const orders = SCALE.installations * SCALE.ordersEach;
  return Promise.all(
    rows.map(async ({ name, bytes }) => {
      const counted = await sql<{ n: string | number }>`select count(*) as n from ${sql.table(name)}`.execute(
        db,
      );
      const count = Number(counted.rows[0]?.n ?? 0);
      const rowsPerOrder = name === "mappings" ? MAPPINGS_PER_ORDER : count / orders;
      return { table: name, bytesPerRow: Number(bytes) / count, rowsPerOrder };
    }),
  );
}

const sizeFigure = ({ table, bytesPerRow, rowsPerOrder }: TableSize): Figure =>
  line(
    `Bytes per row of ${table}`,
    rounded(bytesPerRow),
    `with its indexes; ${rounded(rowsPerOrder, 1)} rows per order`,
  );

async function bytesPerJob(redisUrl: string): Promise<number> {
  const queue = createBullQueue(redisUrl, createLog("error"));
  const redis = new Redis(redisUrl);
  const used = async () => Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
  const before = await used();
  const jobs = Array.from({ length: JOBS }, (_, index) => ({
    job: {
      kind: "transfer" as const,
      installationId: 1_000 + index,
      connectionId: 1_000 + index,
      orderId: `order-${index}`,
      lane: "backlog" as const,
    },
    options: { key: `${1_000 + index}:${1_000 + index}:order-${index}` },
  }));
  while (jobs.length > 0) await queue.add(jobs.splice(0, BATCH));
  const bytes = ((await used()) - before) / JOBS;
  await queue.close(0);
  redis.disconnect();
  return bytes;
}

function extrapolated(sizes: readonly TableSize[], cpuMs: number): Figure[] {
  const { merchants, ordersPerSecond } = WANTED;
  const ordersAYear = ordersPerSecond * SECONDS_A_YEAR;
  const years: Readonly<Record<string, number>> = { inbox: DELIVERY_YEARS, transfer_log: LOG_YEARS };
  const bytesOf = (some: readonly TableSize[], lasting: (table: string) => number) =>
    some.reduce((sum, one) => sum + one.bytesPerRow * one.rowsPerOrder * lasting(one.table), 0);
  const kept = sizes.filter(({ table }) => years[table] === undefined);
  const passing = sizes.filter(({ table }) => years[table] !== undefined);
  const gigabytes = (bytes: number) => `${rounded(bytes / 1e9)} GB`;
  const perOrder = bytesOf(kept, () => 1);
  const asked = `${rounded(merchants)} merchants, ${ordersPerSecond} orders a second all year`;
  return [
    line("Orders a year", rounded(ordersAYear), asked),
    line("  kept for good, a year", gigabytes(perOrder * ordersAYear), `${rounded(perOrder)} bytes an order`),
    line(
      "  log and deliveries, in all",
      gigabytes(bytesOf(passing, (table) => years[table] ?? 1) * ordersAYear),
      "550 and 30 days of them",
    ),
    line(
      "  worker processes, by waiting",
      rounded(Math.ceil((ordersPerSecond * WAITING_SECONDS) / PLACES)),
      `${PLACES} orders at once each, ${rounded(WAITING_SECONDS, 1)} s of calls an order`,
    ),
    line(
      "  cores for them",
      rounded((ordersPerSecond * cpuMs) / 1000 / BUSY, 1),
      `half busy, ${rounded(cpuMs, 1)} ms an order`,
    ),
  ];
}
