import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPlugin } from "../../plugin/index.ts";
import type { Clock, Limiter } from "../../plugin/ports.ts";
import { agreedClock } from "../../server/agreed-clock.ts";
import { createApp } from "../../server/app.ts";
import { systemClock } from "../../server/clock.ts";
import { environment, readConfig } from "../../server/config.ts";
import { openDatabase } from "../../server/database.ts";
import { createFaultPoint } from "../../server/fault-point.ts";
import { createHttpClient } from "../../server/http-client.ts";
import { keysInFolder } from "../../server/keys.ts";
import { listen } from "../../server/listen.ts";
import { createLog } from "../../server/log.ts";
import { createMetrics } from "../../server/metrics.ts";
import { migrate } from "../../server/migrate.ts";
import { createSecretBox } from "../../server/secret-box.ts";
import { openSharedWork } from "../../server/shared-work.ts";
import { startWorker } from "../../server/worker.ts";

/**
 * One process of the app, put together as its host does it, with two differences: the limiter never waits, for the
 * vendor's 25 calls in 5 seconds would let a soak do little but wait; and its clock may go wrong by `CLOCK_SKEW_MS`.
 */

const root = join(import.meta.dirname, "..", "..");
const GRACE_MS = 3_000;

const neverWaits: Limiter = { through: (_key, _limit, _lane, call) => call(), pause: async () => {} };

const config = readConfig(environment());
const skewMs = Number(process.env["CLOCK_SKEW_MS"] ?? "0");
const wrongClock: Clock = { ...systemClock, now: () => systemClock.now() + skewMs };
const log = createLog(config.logLevel);
const server = await listen({ port: config.port, loopbackOnly: true });
const database = openDatabase(config);
await migrate(database.db);
const clock = await agreedClock(wrongClock, database.time, log);
const shared = openSharedWork(config.redisUrl?.reveal() ?? null, clock, log);
const plugin = createPlugin(
  {
    clock,
    log,
    http: createHttpClient({ allowLoopback: true }).http,
    secrets: createSecretBox(keysInFolder(config.dataDir)),
    queue: shared.queue,
    limiter: neverWaits,
    points: shared.points,
    faultPoint: createFaultPoint(config.faultPoint),
    mailer: null,
  },
  {
    db: database.db,
    engine: database.engine,
    publicUrl: config.publicUrl ?? `http://localhost:${server.port}`,
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

const metrics = createMetrics();
const worker =
  config.role === "web"
    ? null
    : startWorker({
        handle: metrics.countJobs(plugin.handle),
        tick: plugin.tick,
        queue: shared.queue,
        clock,
        log,
      });
server.serve(
  createApp({
    router: config.role === "worker" ? null : plugin.router,
    needed: { database: database.ping, queue: shared.ping },
    metrics,
    log,
  }),
);
process.on("SIGTERM", () => void (worker?.stop(GRACE_MS) ?? Promise.resolve()).then(() => process.exit(0)));
console.log(`ready at http://localhost:${server.port}`);
