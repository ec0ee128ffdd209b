import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from "kysely";
import type { Pool, PoolConnection, QueryValues } from "mysql2";

/** A place in the pool: all connections are at work or hang. */
const acquireMs = 3_000;

type Done<T> = (error: unknown, result: T) => void;

/**
 * The pool as Kysely takes it, which gives up on a database that hangs: a webhook is then told to come again instead of
 * waiting as long as the network does. A statement that was given up may still take effect, as after a lost connection.
 */
export function impatientPool(pool: Pool, statementMs: number): MysqlPool {
  const known = new WeakMap<PoolConnection, MysqlPoolConnection>();
  const impatient = (raw: PoolConnection): MysqlPoolConnection => {
    const connection = known.get(raw) ?? impatientConnection(raw, statementMs);
    known.set(raw, connection);
    return connection;
  };
  return {
    getConnection(done: (error: unknown, connection: MysqlPoolConnection) => void) {
      let isTooLate = false;
      const timer = setTimeout(() => {
        isTooLate = true;
        const error = Object.assign(new Error("no database connection came free"), { code: "POOL_TIMEOUT" });
        // Node's convention: with an error nobody looks at the result.
        done(error, undefined as never);
      }, acquireMs);
      pool.getConnection((error, raw) => {
        clearTimeout(timer);
        if (isTooLate) raw?.release();
        else if (error === null) done(null, impatient(raw));
        else done(error, undefined as never);
      });
    },
    end: (done) => pool.end(done),
  };
}

function impatientConnection(raw: PoolConnection, statementMs: number): MysqlPoolConnection {
  return {
    config: raw.config,
    threadId: raw.threadId,
    connect: (done) => raw.connect((error) => done?.(error)),
    destroy: () => raw.destroy(),
    release: () => raw.release(),
    query(text: string, values: QueryValues, done?: Done<MysqlQueryResult>) {
      const statement = { sql: text, values, timeout: statementMs };
      // Kysely gives no callback when it wants the rows as a stream, and the driver then must not get one either.
      if (done === undefined) return raw.query(statement);
      return raw.query(statement, (error, result) => {
        // The late answer would be taken for that of the next statement.
        if (error?.code === "PROTOCOL_SEQUENCE_TIMEOUT") raw.destroy();
        done(error, result as MysqlQueryResult);
      });
    },
  };
}
