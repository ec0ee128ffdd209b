import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import { createConnection } from "mysql2/promise";
import { inject } from "vitest";
import { copyTemplate } from "./migrated-database.ts";
import { mariadbUrl, redisUrl } from "./provided.ts";
import { redisDatabases } from "./redis-server.ts";

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes a utf8mb4 database of its own for one test: empty, or with every table as the migrations make them. */
export async function createDatabase(tables: "none" | "migrated" = "none"): Promise<TestDatabase> {
  const server = mariadbUrl();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await execute(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  if (tables === "migrated") await copyTemplate(server, name);
  return {
    url: `${server}${name}`,
    drop: () => execute(server, `DROP DATABASE IF EXISTS ${name}`),
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const connection = await createConnection(url);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

export interface TestRedis {
  readonly url: string;
  empty(): Promise<void>;
}

/** Hands out a numbered Redis database that no other test of this run uses. */
export async function reserveRedis(): Promise<TestRedis> {
  const url = `${redisUrl()}/${await reserveNumber()}`;
  return { url, empty: () => emptyRedis(url) };
}

/** A number is taken by making a folder: that succeeds once, in whichever process, and outlives a `FLUSHALL`. */
async function reserveNumber(): Promise<number> {
  for (let number = 0; number < redisDatabases; number += 1) {
    try {
      await mkdir(join(inject("runFolder"), `redis-${number}`));
      return number;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  throw new Error(`All ${redisDatabases} Redis databases of this run are taken.`);
}

async function emptyRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  try {
    await redis.flushdb();
  } finally {
    redis.disconnect();
  }
}
