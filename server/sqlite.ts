import { DatabaseSync } from "node:sqlite";
import { type Driver, SqliteAdapter, SqliteDialect } from "kysely";
import { SqliteDriver } from "./sqlite-driver.ts";

const busyTimeoutMs = 5_000;

/** Node's own SQLite under Kysely. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #path: string;

  constructor(path: string) {
    super({ database: () => Promise.reject(new Error("the driver below opens the file itself")) });
    this.#path = path;
  }

  override createDriver(): Driver {
    return new SqliteDriver(() => openSqlite(this.#path));
  }

  override createAdapter(): SqliteAdapter {
    return new SharedAdapter();
  }
}

class SharedAdapter extends SqliteAdapter {
  /**
   * SQLite can take back schema changes; saying so makes Kysely run all migrations in one transaction.
   * As that begins immediate, processes that start at once migrate one after the other.
   */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The driver keeps order among them, and can let them share a commit only when it sees who waits. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

function openSqlite(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  // Full: a webhook is answered only after its row is on the disk; WAL alone could lose the last commits at a power cut.
  database.exec("pragma journal_mode = wal; pragma synchronous = full;");
  return database;
}
