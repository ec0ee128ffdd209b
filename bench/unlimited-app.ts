import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import express from "express";
import { createPlugin } from "../plugin/index.ts";
import type { Limiter } from "../plugin/ports.ts";
import { storeDeliveries } from "../plugin/store/incoming/inbox.ts";
import { createApp } from "../server/app.ts";
import { systemClock } from "../server/clock.ts";
import { environment, readConfig } from "../server/config.ts";
import { openDatabase } from "../server/database.ts";
import { createHttpClient } from "../server/http-client.ts";
import { keysInFolder } from "../server/keys.ts";
import { listen } from "../server/listen.ts";
import { createLog } from "../server/log.ts";
import { createMetrics } from "../server/metrics.ts";
import { migrate } from "../server/migrate.ts";
import { createSecretBox } from "../server/secret-box.ts";
import { openSharedWork } from "../server/shared-work.ts";
import { startWorker } from "../server/worker.ts";
import { createStatementCounter } from "./statement-counter.ts";

/**
 * The app put together as its host does it, with one difference: the limiter never waits. Fortnox allows a company
 * 25 calls in 5 seconds, so with it every measurement would show the vendor's limit and nothing of ours.
 * For the bench it also counts statements and takes orders into its inbox by number.
 */

const root = join(import.meta.dirname, "..");
const BATCH = 200;

const neverWaits: Limiter = { through: (_key, _limit, _lane, call) => call(), pause: async () => {} };

const config = readConfig(environment());
const log = createLog(config.logLevel);
const server = await listen({ port: config.port, loopbackOnly: true });
const publicUrl = `http://localhost:${server.port}`;
const { db: plainDb, engine, ping } = openDatabase(config);
await migrate(plainDb);
const statements = createStatementCounter();
const store = { db: plainDb.withPlugin(statements), engine };
const shared = openSharedWork(config.redisUrl?.reveal() ?? null, systemClock, log);
const plugin = createPlugin(
  {
    clock: systemClock,
    log,
    http: createHttpClient({ allowLoopback: true }).http,
    secrets: createSecretBox(keysInFolder(config.dataDir)),
    queue: shared.queue,
    limiter: neverWaits,
    points: shared.points,
    faultPoint: () => {},
    mailer: null,
  },
  {
    ...store,
    publicUrl,
    production: false,
    allowedIssuers: config.platformIssuers,
    sweepIntervalSeconds: config.sweepIntervalSeconds,
    vendors: config.vendors.reveal(),
    viesUrl: config.viesUrl,
    manifestTemplate: await readFile(join(root, "manifest.json"), "utf8"),
    viewsDirectory: join(root, "views"),
  },
);
await plugin.start();

const router = express.Router();
router.get("/bench/counts", (_request, response) => {
  response.json(statements.counts);
});
router.post("/bench/orders", async (request, response) => {
  const { from, count } = request.query;
  await enter(Number(from), Number(count));
  response.status(202).end();
});
router.use(plugin.router);

const metrics = createMetrics();
const worker = startWorker({
  handle: metrics.countJobs(plugin.handle),
  tick: plugin.tick,
  queue: shared.queue,
  clock: systemClock,
  log,
});
server.serve(createApp({ router, needed: { database: ping, queue: shared.ping }, metrics, log }));
process.on("SIGTERM", () => void worker.stop(1_000).then(() => process.exit(0)));
console.log(`ready at ${publicUrl}`);

/** Orders `o<from>` and the following as deliveries of webhooks, then a tick that finds them. */
async function enter(from: number, count: number): Promise<void> {
  const { id } = await store.db.selectFrom("installations").select("id").executeTakeFirstOrThrow();
  const deliveries = Array.from({ length: count }, (_, index) => ({
    installationId: id,
    deliveryId: `msg_${randomUUID()}`,
    source: "webhook" as const,
    type: "order.paid",
    orderIds: [`o${from + index}`],
    body: null,
  }));
  while (deliveries.length > 0) await storeDeliveries(store, deliveries.splice(0, BATCH), Date.now());
  await plugin.tick();
}
