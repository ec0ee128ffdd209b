import { createConnection, type RowDataPacket } from "mysql2/promise";
import { migrateConfigured } from "../../server/migrate.ts";

/** The database that others are copied from. */
const TEMPLATE = "migrated";
/** What Kysely has noted of the migrations it has run. */
const NOTES = ["kysely_migration", "kysely_migration_lock"];

/** Migrates one database on the server of a run: copying its tables takes a fifth of the time of making them. */
export async function makeTemplate(server: string): Promise<void> {
  await query(server, `CREATE DATABASE ${TEMPLATE} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  await migrateConfigured({ databaseUrl: `${server}${TEMPLATE}`, dataDir: "" });
}

/** Gives an empty database the tables of the template. */
export async function copyTemplate(server: string, name: string): Promise<void> {
  const tables = await query(
    server,
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${TEMPLATE}'`,
  );
  const copies = [
    ...tables.map((table) => `CREATE TABLE ${name}.${table["name"]} LIKE ${TEMPLATE}.${table["name"]}`),
    ...NOTES.map((note) => `INSERT INTO ${name}.${note} SELECT * FROM ${TEMPLATE}.${note}`),
  ];
  await query(server, copies.join(";"));
}

async function query(server: string, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({ uri: server, multipleStatements: true });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await connection.end();
  }
}
