import { promises as fs } from "node:fs";
import path from "node:path";
import { type Kysely, sql } from "kysely";
import { FileMigrationProvider, type Migration, type MigrationProvider, Migrator } from "kysely/migration";
import type { Database } from "../plugin/store/database.ts";
import { type DatabasePlace, openDatabase } from "./database.ts";

/** Kysely's own. */
const MIGRATION_TABLE = "kysely_migration";
const folder = path.join(import.meta.dirname, "..", "migrations");

/** Opens the configured database for it, with the patience migrations need. */
export async function migrateConfigured(config: DatabasePlace): Promise<readonly string[]> {
  const { db, close } = openDatabase(config, { isPatient: true });
  try {
    return await migrate(db);
  } finally {
    await close();
  }
}

/**
 * Brings the database to the schema of this version and returns the names of the migrations that ran.
 * Processes that start at once wait for each other: MySQL by a named lock, SQLite by its write lock. A database that a
 * newer release has migrated already is left as it is: what a release adds, the one before it can live with.
 */
export async function migrate(db: Kysely<Database>, migrationFolder = folder): Promise<readonly string[]> {
  const ours = await new FileMigrationProvider({ fs, path, migrationFolder }).getMigrations();
  const known = await executed(db).catch((error: unknown) => {
    throw new Error("the database could not be migrated", { cause: error });
  });
  const migrator = new Migrator({ db, provider: withNewer(ours, known) });
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

/** Our migrations, and in place of those a newer release has run an empty one each: Kysely wants to know them all. */
function withNewer(ours: Record<string, Migration>, executed: readonly string[]): MigrationProvider {
  const last = Object.keys(ours).sort().at(-1) ?? "";
  const newer = executed.filter((name) => name > last).map((name) => [name, { up: async () => {} }] as const);
  return { getMigrations: async () => ({ ...ours, ...Object.fromEntries(newer) }) };
}

/** Names of the migrations that have run; none in an empty database. */
async function executed(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === MIGRATION_TABLE)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db);
  return rows.map((row) => row.name);
}
