import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from "kysely";
import { SqliteLine } from "./sqlite-line.ts";

const cachedStatements = 200;

/** Kysely's connections over one SQLite file: those without a transaction share commits, see `SqliteLine`. */
export class SqliteDriver implements Driver {
  readonly #open: () => DatabaseSync;
  #database: DatabaseSync | null = null;
  #statements: Statements | null = null;
  #line: SqliteLine | null = null;

  constructor(open: () => DatabaseSync) {
    this.#open = open;
  }

  async init(): Promise<void> {
    this.#database = this.#open();
    this.#statements = new Statements(this.#database);
    this.#line = new SqliteLine(this.#database);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#statements === null || this.#line === null) throw new Error("SQLite is not open");
    return new Session(this.#statements, this.#line);
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await session(connection).begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    session(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    session(connection).rollback();
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#database?.close();
  }
}

function session(connection: DatabaseConnection): Session {
  if (connection instanceof Session) return connection;
  throw new TypeError("this connection is another driver's");
}

/** What Kysely calls a connection: the order of statements of one caller. */
class Session implements DatabaseConnection {
  readonly #statements: Statements;
  readonly #line: SqliteLine;
  #isAlone = false;

  constructor(statements: Statements, line: SqliteLine) {
    this.#statements = statements;
    this.#line = line;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#isAlone
      ? this.#statements.run<R>(query)
      : await this.#line.take(() => this.#statements.run<R>(query));
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    const isOurs = this.#isAlone;
    if (!isOurs) await this.#line.beAlone();
    try {
      const rows = this.#statements.prepared(sql).iterate(...bindable(parameters));
      for (const row of rows) yield { rows: [plain<R>(row)] };
    } finally {
      if (!isOurs) this.#line.leave();
    }
  }

  async begin(): Promise<void> {
    await this.#line.beAlone();
    try {
      // A transaction that reads first and then writes would fail at once, without waiting, if another process wrote meanwhile.
      this.#statements.prepared("begin immediate").run();
    } catch (error) {
      this.#line.leave();
      throw error;
    }
    this.#isAlone = true;
  }

  /** When it fails, Kysely asks for a rollback. */
  commit(): void {
    this.#statements.prepared("commit").run();
    this.#leave();
  }

  rollback(): void {
    try {
      this.#statements.prepared("rollback").run();
    } finally {
      this.#leave();
    }
  }

  #leave(): void {
    this.#isAlone = false;
    this.#line.leave();
  }
}

/** Statements as SQLite has compiled them, the latest used ones. */
class Statements {
  readonly #database: DatabaseSync;
  readonly #known = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepared(sql: string): StatementSync {
    const known = this.#known.get(sql);
    // Taken out and put back: the first of the map is the one not used for longest.
    this.#known.delete(sql);
    const statement = known ?? this.#database.prepare(sql);
    this.#known.set(sql, statement);
    const [oldest] = this.#known.keys();
    if (this.#known.size > cachedStatements && oldest !== undefined) this.#known.delete(oldest);
    return statement;
  }

  run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = this.prepared(sql);
    if (statement.columns().length > 0) {
      return { rows: statement.all(...bindable(parameters)).map((row) => plain<R>(row)) };
    }
    const { changes, lastInsertRowid } = statement.run(...bindable(parameters));
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  }
}

/** Node's rows have no prototype; MySQL's have one, and code must not see the difference. */
function plain<R>(row: Record<string, unknown>): R {
  // The shape is the query's promise, which Kysely's types keep.
  return { ...row } as R;
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
