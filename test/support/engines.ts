import { rm } from "node:fs/promises";
import { createDatabase, reserveRedis } from "./databases.ts";
import { createDataFolder } from "./provided.ts";

/** Where one opened engine keeps its data. Without addresses the app uses SQLite in `dataDir` and its own queue. */
export interface OpenEngine {
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly dataDir: string;
  /** Removes the data. Close what uses it first. */
  close(): Promise<void>;
}

export interface Engine {
  readonly name: "sqlite + in-process queue" | "mariadb + redis";
  /** Opens an empty one each time it is called; `migrated`: it may have its tables already, which is quicker. */
  open(tables?: "none" | "migrated"): Promise<OpenEngine>;
}

/** Both engines, for `describe.each(engines)("orders are kept on $name", (engine) => …)`. */
export const engines: Engine[] = [
  { name: "sqlite + in-process queue", open: openEmbedded },
  { name: "mariadb + redis", open: openServers },
];

async function openEmbedded(): Promise<OpenEngine> {
  const dataDir = await createDataFolder();
  return { dataDir, close: () => rm(dataDir, { recursive: true, force: true }) };
}

async function openServers(tables: "none" | "migrated" = "none"): Promise<OpenEngine> {
  const [database, redis, dataDir] = await Promise.all([
    createDatabase(tables),
    reserveRedis(),
    createDataFolder(),
  ]);
  return {
    databaseUrl: database.url,
    redisUrl: redis.url,
    dataDir,
    close: async () => {
      await Promise.all([database.drop(), redis.empty(), rm(dataDir, { recursive: true, force: true })]);
    },
  };
}
