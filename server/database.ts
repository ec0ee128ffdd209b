import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CompiledQuery, Kysely, MysqlDialect, sql } from "kysely";
import { createPool } from "mysql2";
import type { Database, Engine } from "../plugin/store/database.ts";
import { impatientPool } from "./impatient-pool.ts";
import { revealed, type Secret } from "./secret.ts";
import { NodeSqliteDialect } from "./sqlite.ts";

/** Per process. MySQL's own default allows 151 over all of them. */
const connectionLimit = 10;

export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly engine: Engine;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** The server's clock in milliseconds since the epoch; null where no other process shares the database. */
  readonly time: (() => Promise<number>) | null;
  close(): Promise<void>;
}

/** Longer than any statement of ours takes on a sound database; a webhook that meets a hanging one is told to come again. */
const statementMs = 8_000;

/** Where the database is: at an address, or (null) in the data folder. */
export interface DatabasePlace {
  readonly databaseUrl: Secret | string | null;
  readonly dataDir: string;
}

/**
 * Opens MySQL or MariaDB when an address is configured, else the SQLite file in the data folder. Connects at the first
 * query. `isPatient`: for migrations, which take as long as they take.
 */
export function openDatabase(
  config: DatabasePlace,
  { isPatient = false }: { readonly isPatient?: boolean } = {},
): OpenDatabase {
  return config.databaseUrl === null
    ? openEmbedded(config.dataDir)
    : openServer(revealed(config.databaseUrl), isPatient);
}

function openEmbedded(dataDir: string): OpenDatabase {
  mkdirSync(dataDir, { recursive: true });
  const dialect = new NodeSqliteDialect(join(dataDir, "ledger-relay.sqlite"));
  return opened(new Kysely<Database>({ dialect }), "sqlite");
}

function openServer(uri: string, isPatient: boolean): OpenDatabase {
  const pool = createPool({
    uri,
    connectionLimit,
    charset: "utf8mb4",
    timezone: "Z",
    dateStrings: true,
    // Whole numbers beyond 2^53 and decimals arrive as text: neither passes through a float.
    supportBigNumbers: true,
    decimalNumbers: false,
    connectTimeout: 3_000,
    enableKeepAlive: true,
  });
  const dialect = new MysqlDialect({
    pool: isPatient ? pool : impatientPool(pool, statementMs),
    // Without strict mode a text that is too long would be cut off in silence.
    onCreateConnection: async (connection) => {
      await connection.executeQuery(
        CompiledQuery.raw("set session sql_mode = concat(@@sql_mode, ',STRICT_ALL_TABLES')"),
      );
    },
  });
  return opened(new Kysely<Database>({ dialect }), "mysql");
}

function opened(db: Kysely<Database>, engine: Engine): OpenDatabase {
  return {
    db,
    engine,
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    time: engine === "sqlite" ? null : () => serverTime(db),
    close: () => db.destroy(),
  };
}

async function serverTime(db: Kysely<Database>): Promise<number> {
  // Counted from UTC: `unix_timestamp(now())` would be an hour off in the hour that a local clock goes through twice.
  const microseconds = sql<number | string>`timestampdiff(microsecond, '1970-01-01', utc_timestamp(6))`;
  const row = await sql<{ us: number | string }>`select ${microseconds} as us`.execute(db);
  return Number(row.rows[0]?.us) / 1000;
}
