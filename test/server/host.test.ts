import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../server/config.ts";
import { holdDataFolder } from "../../server/data-folder.ts";
import { type Host, startHost } from "../../server/host.ts";
import { engines, type OpenEngine } from "../support/engines.ts";
import { createDataFolder } from "../support/provided.ts";
import { startServer } from "./http-server.ts";
import { createRecordingLog } from "./recording-log.ts";

describe.each(engines)("the app on $name", (engine) => {
  let place: OpenEngine;
  const hosts: Host[] = [];

  beforeEach(async () => {
    place = await engine.open();
  });
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.stop();
    await place.close();
  });

  async function start(more: Record<string, string> = {}) {
    const { log, lines } = createRecordingLog();
    const env = { PORT: "0", DATA_DIR: place.dataDir, NODE_ENV: "test", ...more };
    const servers = { DATABASE_URL: place.databaseUrl, REDIS_URL: place.redisUrl };
    const host = await startHost(readConfig({ ...servers, ...env }), log);
    hosts.push(host);
    const get = (path: string) => fetch(`http://127.0.0.1:${host.port}${path}`);
    return { host, get, lines };
  }

  it("is ready with a migrated database, and says where it is", async () => {
    const { host, get, lines } = await start();
    expect(await (await get("/readyz")).json()).toEqual({ database: "ok", queue: "ok" });
    expect(host.publicUrl).toBe(`http://localhost:${host.port}`);
    expect(lines.map((line) => line.message)).toContain("the database was migrated");
    expect(lines.filter((line) => line.level === "error")).toEqual([]);
  });

  it("offers itself to platforms under its own address", async () => {
    const { host, get } = await start();
    const response = await get("/manifest.json");
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(host.publicUrl);
  });

  it("starts again on the same data, and frees its port when it stops", async () => {
    const first = await start();
    await first.host.stop();
    await expect(first.get("/healthz")).rejects.toThrow();
    const second = await start({ PORT: String(first.host.port) });
    expect((await second.get("/readyz")).status).toBe(200);
    expect(second.lines.map((line) => line.message)).not.toContain("the database was migrated");
  });
});

describe("several processes of the app", () => {
  it("divide the work: one answers callers, one only works", async () => {
    const [, servers] = engines;
    const place = await servers?.open();
    const { log } = createRecordingLog();
    const start = (role: string) =>
      startHost(
        readConfig({
          ROLE: role,
          PORT: "0",
          DATA_DIR: place?.dataDir,
          DATABASE_URL: place?.databaseUrl,
          REDIS_URL: place?.redisUrl,
          ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 1).toString("base64")}`,
        }),
        log,
      );
    const [web, worker] = await Promise.all([start("web"), start("worker")]);
    const status = async (host: Host, path: string) =>
      (await fetch(`http://127.0.0.1:${host.port}${path}`)).status;
    expect([await status(web, "/readyz"), await status(worker, "/readyz")]).toEqual([200, 200]);
    expect([await status(web, "/manifest.json"), await status(worker, "/manifest.json")]).toEqual([200, 404]);
    expect(await (await fetch(`http://127.0.0.1:${worker.port}/metrics`)).text()).toContain(
      "ledger_relay_job",
    );
    await Promise.all([web.stop(), worker.stop()]);
    await place?.close();
  });
});

describe("a start that cannot succeed", () => {
  it("is refused while another process works with the same folder, and welcome after it", async () => {
    const dataDir = await createDataFolder();
    const letGo = holdDataFolder(dataDir);
    const config = readConfig({ PORT: "0", DATA_DIR: dataDir, NODE_ENV: "test" });
    const { log } = createRecordingLog();
    await expect(startHost(config, log)).rejects.toThrow("another process works with the data");
    await letGo();
    await (await startHost(config, log)).stop();
  });

  it("ends with the reason and gives everything back", async () => {
    const nobody = await startServer(() => {});
    await nobody.close();
    const { log, lines } = createRecordingLog();
    const config = readConfig({
      PORT: String(nobody.port),
      DATA_DIR: await createDataFolder(),
      DATABASE_URL: `mysql://relay@127.0.0.1:${nobody.port === 1 ? 2 : 1}/relay`,
    });
    await expect(startHost(config, log)).rejects.toThrow("could not be migrated");
    expect(lines).toEqual([]);
    await expect(fetch(`http://127.0.0.1:${nobody.port}/healthz`)).rejects.toThrow();
  });
});
