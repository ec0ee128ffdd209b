import { promises as fs } from "node:fs";
import path from "node:path";
import type { Kysely } from "kysely";
import { FileMigrationProvider, Migrator } from "kysely/migration";
import type { Database } from "../plugin/store/database.ts";
import type { Config } from "./config.ts";
import { openDatabase } from "./database.ts";

const folder = path.join(import.meta.dirname, "..", "migrations");

/** Opens the configured database for it, with the patience migrations need. */
export async function migrateConfigured(
  config: Pick<Config, "databaseUrl" | "dataDir">,
): Promise<readonly string[]> {
  const { db, close } = openDatabase(config, { isPatient: true });
  try {
    return await migrate(db);
  } finally {
    await close();
  }
}

/**
 * Brings the database to the schema of this version and returns the names of the migrations that ran.
 * Processes that start at once wait for each other: MySQL by a named lock, SQLite by its write lock.
 */
export async function migrate(db: Kysely<Database>, migrationFolder = folder): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results.find((result) => result.status === "Error")?.migrationName;
    throw new Error(
      failed === undefined ? "the database could not be migrated" : `migration ${failed} failed`,
      {
        cause: error,
      },
    );
  }
  return results.map((result) => result.migrationName);
}
