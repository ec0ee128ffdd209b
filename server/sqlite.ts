import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";

const busyTimeoutMs = 5_000;
const cachedStatements = 200;

/** Node's own SQLite under Kysely. */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(path: string) {
    super({ database: async () => openSqlite(path) });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

/**
 * SQLite can take back schema changes; saying so makes Kysely run all migrations in one transaction.
 * As that begins immediate (below), processes that start at once migrate one after the other.
 */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function openSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  // Full: a webhook is answered only after its row is on the disk; WAL alone could lose the last commits at a power cut.
  database.exec("pragma journal_mode = wal; pragma synchronous = full;");
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql);
    // Taken out and put back: the first of the map is the one not used for longest.
    statements.delete(sql);
    const statement = known ?? database.prepare(sql);
    statements.set(sql, statement);
    const [oldest] = statements.keys();
    if (statements.size > cachedStatements && oldest !== undefined) statements.delete(oldest);
    return statement;
  }

  return {
    close: () => database.close(),
    // A transaction that reads first and then writes would fail at once, without waiting, if another process wrote meanwhile.
    prepare: (sql) => toKysely(prepared(sql === "begin" ? "begin immediate" : sql)),
  };
}

function toKysely(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)).map(plain),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => plainRows(statement.iterate(...bindable(parameters))),
  };
}

/** Node's rows have no prototype; MySQL's have one, and code must not see the difference. */
function plain(row: Record<string, unknown>): Record<string, unknown> {
  return { ...row };
}

function* plainRows(rows: Iterable<Record<string, unknown>>): IterableIterator<unknown> {
  for (const row of rows) yield plain(row);
}

function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (
      value === null ||
      typeof value === "string" ||
      typeof value === "number" ||
      typeof value === "bigint" ||
      value instanceof Uint8Array
    ) {
      return value;
    }
    throw new TypeError(`SQLite stores text, numbers, bytes and null, not ${typeof value}`);
  });
}
