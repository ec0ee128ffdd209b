import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import type { Services } from "../test/support/services.ts";

/** Where the app keeps its data in a measurement. */
export interface Engine {
  readonly name: "SQLite" | "MariaDB + Redis";
  /** The app's variables for an empty store; each call gives another one. */
  fresh(): Promise<Readonly<Record<string, string>>>;
}

/** SQLite in a folder, and the queue inside the process. */
export function embeddedEngine(folder: string): Engine {
  return { name: "SQLite", fresh: async () => ({ DATA_DIR: newFolder(folder) }) };
}

/** MariaDB that flushes at every commit, as in production, and Redis. */
export function serverEngine(services: Services, folder: string): Engine {
  const { mariadbUrl, redisUrl } = services;
  if (mariadbUrl === null || redisUrl === null) throw new Error(services.problems.join("\n"));
  let redisNumber = 0;
  return {
    name: "MariaDB + Redis",
    async fresh() {
      redisNumber += 1;
      return {
        DATA_DIR: newFolder(folder),
        DATABASE_URL: await newDatabase(mariadbUrl),
        REDIS_URL: `${redisUrl}/${redisNumber}`,
      };
    },
  };
}

/** An empty database of the server; its address. */
export async function newDatabase(server: string): Promise<string> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const connection = await createConnection(server);
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  await connection.end();
  return `${server}${name}`;
}

function newFolder(parent: string): string {
  const folder = join(parent, `data-${randomBytes(6).toString("hex")}`);
  mkdirSync(folder);
  return folder;
}
