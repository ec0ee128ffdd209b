import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPlugin, type PluginOptions } from "../plugin/index.ts";
import type { Log, Ports } from "../plugin/ports.ts";
import { agreedClock } from "./agreed-clock.ts";
import { createApp } from "./app.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { holdDataFolder } from "./data-folder.ts";
import { openDatabase } from "./database.ts";
import { createFaultPoint } from "./fault-point.ts";
import { createHttpClient } from "./http-client.ts";
import { keysInFolder } from "./keys.ts";
import { type HttpServer, listen } from "./listen.ts";
import { logCalls } from "./log-calls.ts";
import { createMailer } from "./mail.ts";
import { createMetrics } from "./metrics.ts";
import { migrateConfigured } from "./migrate.ts";
import { isLoopbackUrl } from "./network-address.ts";
import { createSecretBox } from "./secret-box.ts";
import { openSharedWork } from "./shared-work.ts";
import { startWorker } from "./worker.ts";

/** Together shorter than the 30 s an orchestrator commonly waits before it kills. */
const requestGraceMs = 10_000;
const jobGraceMs = 10_000;

const root = join(import.meta.dirname, "..");

export interface Host {
  /** Where people and platforms reach it. */
  readonly publicUrl: string;
  readonly port: number;
  /** Lets what is under way finish, then gives back everything. */
  stop(): Promise<void>;
}

/** What a test has otherwise than it is in service. */
export interface Fitting {
  /** Puts ports of its own in place of some of ours. */
  readonly ports?: (ours: Ports) => Ports;
  readonly tickMs?: number;
}

/** Starts one process of the app. Nothing stays open when it fails. */
export async function startHost(config: Config, log: Log, fitting: Fitting = {}): Promise<Host> {
  const server = await listen({
    port: config.port,
    loopbackOnly: config.publicUrl === null || isLoopbackUrl(new URL(config.publicUrl)),
  });
  const publicUrl = config.publicUrl ?? `http://localhost:${server.port}`;
  // In the order of opening; given back from the last to the first.
  const closers: (() => Promise<void>)[] = [() => server.stop(0)];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) {
      await close().catch((error: unknown) => log.error("something did not close", { error }));
    }
  };
  try {
    await open({ config, log, fitting, server, publicUrl, closers });
  } catch (error) {
    await stop();
    throw error;
  }
  return { publicUrl, port: server.port, stop };
}

interface Opening {
  readonly config: Config;
  readonly log: Log;
  readonly fitting: Fitting;
  readonly server: HttpServer;
  readonly publicUrl: string;
  readonly closers: (() => Promise<void>)[];
}

async function open({ config, log, fitting, server, publicUrl, closers }: Opening): Promise<void> {
  if (config.databaseUrl === null) closers.push(holdDataFolder(config.dataDir));
  const migrations = await migrateConfigured(config);
  if (migrations.length > 0) log.info("the database was migrated", { migrations });
  const database = openDatabase(config);
  closers.push(database.close);
  const clock = await agreedClock(systemClock, database.time, log);
  closers.push(clock.close);

  const client = createHttpClient({ allowLoopback: config.environment !== "production" });
  closers.push(client.close);
  const shared = openSharedWork(config.redisUrl?.reveal() ?? null, clock, log);
  closers.push(shared.close);

  const metrics = createMetrics();
  const ours: Ports = {
    clock,
    log,
    http: logCalls(metrics.countCalls(client.http), log),
    secrets: createSecretBox(config.encryptionKeys?.reveal() ?? keysInFolder(config.dataDir)),
    queue: shared.queue,
    limiter: shared.limiter,
    points: shared.points,
    faultPoint: createFaultPoint(config.faultPoint),
    mailer: config.mail === null ? null : createMailer(config.mail),
  };
  const ports = fitting.ports?.(ours) ?? ours;
  const { db, engine } = database;
  const plugin = createPlugin(ports, { db, engine, publicUrl, ...(await pluginOptions(config)) });
  await plugin.start();
  metrics.watchBacklog(() => plugin.backlog());
  if (config.role !== "web") {
    const worker = startWorker({
      handle: metrics.countJobs((job) => plugin.handle(job)),
      tick: () => plugin.tick(),
      tickMs: fitting.tickMs,
      queue: shared.queue,
      clock,
      log,
    });
    closers.push(() => worker.stop(jobGraceMs));
  }
  const isWorker = config.role === "worker";
  if (!isWorker) {
    for (const { platform, url } of plugin.entrances) log.info("shops can sign up", { platform, url });
  }
  server.serve(
    createApp({
      router: isWorker ? null : plugin.router,
      needed: { database: database.ping, ...(isWorker ? { queue: shared.ping } : {}) },
      // Deliveries are taken in without it: their rows are the truth, and the queue is filled from them again.
      helpful: isWorker ? {} : { queue: shared.ping },
      metrics,
      log,
    }),
  );
  closers.push(() => server.stop(requestGraceMs));
}

async function pluginOptions(config: Config): Promise<Omit<PluginOptions, "db" | "engine" | "publicUrl">> {
  return {
    production: config.environment === "production",
    allowedIssuers: config.platformIssuers,
    sweepIntervalSeconds: config.sweepIntervalSeconds,
    vendors: config.vendors.reveal(),
    viesUrl: config.viesUrl,
    manifestTemplate: await readFile(join(root, "manifest.json"), "utf8"),
    viewsDirectory: join(root, "views"),
    guidesDirectory: join(root, "docs", "guides"),
  };
}
