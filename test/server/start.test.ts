import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createDataFolder } from "../support/provided.ts";

const entry = join(import.meta.dirname, "..", "..", "server", "start.ts");

interface Started {
  readonly child: ChildProcess;
  output(): string;
  errors(): string;
  /** The exit code, or the signal that ended it. */
  end(): Promise<number | string>;
}

function start(folder: string, env: Record<string, string>): Started {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env["PATH"], DATA_DIR: folder, ...env },
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    errors += String(chunk);
  });
  const closed = once(child, "close");
  return {
    child,
    output: () => output,
    errors: () => errors,
    async end() {
      const [code, signal] = await closed;
      return code ?? signal;
    },
  };
}

async function addressOf(app: Started): Promise<string> {
  const find = () => /ready at (https?:\S+)/.exec(app.output())?.[1];
  const ended = app.end().then((how) => {
    throw new Error(`the app ended with ${how}: ${app.output()}${app.errors()}`);
  });
  await Promise.race([ended, vi.waitFor(() => expect(find()).toBeDefined(), { timeout: 20_000 })]);
  ended.catch(() => {});
  return find() ?? "";
}

describe("npm start", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "prints its address, answers, and ends in good order on %s",
    async (signal) => {
      const app = start(await createDataFolder(), { ROLE: "all", PORT: "0" });
      const address = await addressOf(app);
      expect((await fetch(`${address}/readyz`)).status).toBe(200);
      app.child.kill(signal);
      expect(await app.end()).toBe(0);
      expect(app.errors()).toBe("");
    },
  );

  it("reads .env, and lets variables from outside win", async () => {
    const folder = await createDataFolder();
    await writeFile(
      join(folder, ".env"),
      "ROLE=all\nPORT=0\nPUBLIC_URL=https://from-file.test\nLOG_LEVEL=silent\n",
    );
    const app = start(folder, { PUBLIC_URL: "https://from-outside.test" });
    expect(await addressOf(app)).toBe("https://from-outside.test");
    expect(app.output().trim()).toBe("Ledger Relay is ready at https://from-outside.test");
    app.child.kill("SIGTERM");
    expect(await app.end()).toBe(0);
  });

  it("says what is wrong with its variables, one line each, and ends", async () => {
    const app = start(await createDataFolder(), { ROLE: "web", NODE_ENV: "production", PORT: "0" });
    expect(await app.end()).toBe(1);
    const lines = app.errors().trim().split("\n");
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "DATABASE_URL",
      "REDIS_URL",
      "PUBLIC_URL",
      "ENCRYPTION_KEYS",
    ]);
    expect(app.output()).toBe("");
  });

  it("ends with the reason when its database cannot be reached, and keeps the password to itself", async () => {
    const app = start(await createDataFolder(), {
      ROLE: "all",
      PORT: "0",
      LOG_LEVEL: "silent",
      DATABASE_URL: "mysql://relay:s3cret@127.0.0.1:1/relay",
    });
    expect(await app.end()).toBe(1);
    expect(app.errors()).toMatch(/^Ledger Relay cannot start: .*ECONNREFUSED/);
    expect(app.output() + app.errors()).not.toContain("s3cret");
  });
});
