import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { describe, expect, it } from "vitest";
import { createDatabase, reserveRedis } from "./databases.ts";
import { engines } from "./engines.ts";
import { chosenServices } from "./global-setup.ts";
import { chromiumPath, createDataFolder } from "./provided.ts";

async function firstRow(url: string, sql: string): Promise<RowDataPacket | undefined> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows[0];
  } finally {
    await connection.end();
  }
}

describe("MariaDB for tests", () => {
  it("is 10.11 or later and listens on this machine only", async () => {
    const database = await createDatabase();
    const row = await firstRow(database.url, "SELECT VERSION() AS version, @@bind_address AS address");
    await database.drop();
    const [major, minor] = String(row?.["version"]).split(".").map(Number);
    expect((major ?? 0) * 100 + (minor ?? 0)).toBeGreaterThanOrEqual(1011);
    expect(row?.["address"]).toBe("127.0.0.1");
  });

  it("gives each test an empty database that keeps every character of a customer's name", async () => {
    const database = await createDatabase();
    const charset = await firstRow(
      database.url,
      "SELECT @@character_set_database AS charset, @@collation_database AS collation",
    );
    const tables = await firstRow(
      database.url,
      "SELECT COUNT(*) AS count FROM information_schema.tables WHERE table_schema = DATABASE()",
    );
    await database.drop();
    expect(charset).toEqual({ charset: "utf8mb4", collation: "utf8mb4_unicode_ci" });
    expect(Number(tables?.["count"])).toBe(0);
  });

  it("forgets a dropped database", async () => {
    const database = await createDatabase();
    await database.drop();
    await expect(firstRow(database.url, "SELECT 1")).rejects.toMatchObject({ errno: 1049 });
  });
});

describe("Redis for tests", () => {
  it("refuses writes instead of forgetting jobs when its memory is full", async () => {
    const { url } = await reserveRedis();
    const redis = new Redis(url);
    const policy = await redis.config("GET", "maxmemory-policy");
    redis.disconnect();
    expect(policy).toEqual(["maxmemory-policy", "noeviction"]);
  });

  it("gives each test a database that the others do not see", async () => {
    const [first, second] = await Promise.all([reserveRedis(), reserveRedis()]);
    const one = new Redis(first.url);
    const other = new Redis(second.url);
    await one.set("order", "1001");
    expect(await other.get("order")).toBeNull();
    await first.empty();
    expect(await one.get("order")).toBeNull();
    one.disconnect();
    other.disconnect();
  });
});

describe("Chromium for tests", () => {
  it("answers with its version", async () => {
    const { stdout } = await promisify(execFile)(chromiumPath(), ["--version"]);
    expect(stdout).toMatch(/Chrom\w+ \d+\./);
  });
});

describe.each(engines)("the engine $name", (engine) => {
  it("opens empty, twice at once, and closes", async () => {
    const [first, second] = await Promise.all([engine.open(), engine.open()]);
    expect(await readdir(first.dataDir)).toEqual([]);
    expect(first.dataDir).not.toBe(second.dataDir);
    if (engine.name === "mariadb + redis") {
      expect(first.databaseUrl).toMatch(/^mysql:/);
      expect(first.databaseUrl).not.toBe(second.databaseUrl);
      expect(first.redisUrl).not.toBe(second.redisUrl);
    }
    await Promise.all([first.close(), second.close()]);
    await expect(readdir(first.dataDir)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("the choice of services", () => {
  it("is all of them unless TEST_SERVICES says otherwise", async () => {
    expect(chosenServices(undefined)).toEqual(["mariadb", "redis", "chromium"]);
    expect(chosenServices("none")).toEqual([]);
    expect(chosenServices("redis, mariadb")).toEqual(["redis", "mariadb"]);
    expect(() => chosenServices("postgres")).toThrow(/none of mariadb/);
  });

  it("leaves data folders usable without any service", async () => {
    expect(await readdir(await createDataFolder())).toEqual([]);
  });
});
