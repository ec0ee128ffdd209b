import { type RawBuilder, sql } from "kysely";
import type { Engine } from "./database.ts";

/**
 * What differs between the two engines inside the store. Everything else is the same SQL.
 */

/** True for a unique key that exists already. */
export function isDuplicateKey(error: unknown): boolean {
  const errno = property(error, "errno");
  const code = property(error, "code");
  const sqlite = property(error, "errcode");
  // MySQL and MariaDB 1062; SQLite extended codes 1555 (primary key) and 2067 (unique).
  return errno === 1062 || (code === "ERR_SQLITE_ERROR" && (sqlite === 1555 || sqlite === 2067));
}

/** True when another transaction was quicker and the database made this one give way: run again, it meets the outcome. */
export function hasGivenWay(error: unknown): boolean {
  // Deadlock; MariaDB's "record has changed since last read", which servers from 11.6 on say unless told otherwise.
  return [1213, 1020].includes(Number(property(error, "errno")));
}

/** True when the database itself is away or busy: the caller answers 503 or tries again, nothing was decided. */
export function isDatabaseAway(error: unknown): boolean {
  const code = property(error, "code");
  const errno = property(error, "errno");
  const sqlite = property(error, "errcode");
  return (
    (typeof code === "string" && /^(PROTOCOL_|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|POOL_)/.test(code)) ||
    hasGivenWay(error) ||
    // Too many connections, server gone, lost connection, lock wait time-out, read only, disk full; InnoDB without room
    // for more calls its table full.
    [1040, 1053, 1205, 1290, 1021, 1114, 2006, 2013, 3572].includes(Number(errno)) ||
    // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_READONLY
    (code === "ERR_SQLITE_ERROR" && [5, 6, 8, 10, 13, 14].includes(Number(sqlite) & 0xff))
  );
}

function property(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null && name in error
    ? (error as Record<string, unknown>)[name]
    : undefined;
}

interface Upsertable<Q> {
  onDuplicateKeyUpdate(update: Record<string, unknown>): Q;
  onConflict(build: (conflict: ConflictBuilder) => unknown): Q;
}

interface ConflictBuilder {
  columns(columns: readonly string[]): { doUpdateSet(update: Record<string, unknown>): unknown };
}

/** Insert, or update the row with this key: `on duplicate key update` on MySQL, `on conflict` on SQLite. */
export function upsert<Q>(
  engine: Engine,
  query: Q,
  key: readonly string[],
  update: Record<string, unknown>,
): Q {
  const insert = query as Upsertable<Q>;
  switch (engine) {
    case "mysql":
      return insert.onDuplicateKeyUpdate(update);
    case "sqlite":
      return insert.onConflict((conflict) => conflict.columns(key).doUpdateSet(update));
  }
}

/** For `upsert` of several rows: each column takes what its own row of the insert brought. */
export function incoming(engine: Engine, columns: readonly string[]): Record<string, RawBuilder<unknown>> {
  return Object.fromEntries(
    columns.map((name) => {
      const column = sql.ref(name);
      return [name, engine === "mysql" ? sql`values(${column})` : sql`excluded.${column}`];
    }),
  );
}

/** Insert that leaves existing rows alone: `insert ignore` on MySQL, `insert or ignore` on SQLite. */
export function insertIgnoring<Q extends { ignore(): Q; orIgnore(): Q }>(engine: Engine, query: Q): Q {
  switch (engine) {
    case "mysql":
      return query.ignore();
    case "sqlite":
      return query.orIgnore();
  }
}

/** Locks the rows a transaction reads: `for update` on MySQL; SQLite has one writer at a time and needs no row locks. */
export function locking<Q extends { forUpdate(): Q }>(engine: Engine, query: Q): Q {
  switch (engine) {
    case "mysql":
      return query.forUpdate();
    case "sqlite":
      return query;
  }
}

/** In an upsert's update: what the insert would have put into the column. */
export function inserted(engine: Engine, column: string): RawBuilder<unknown> {
  return engine === "mysql" ? sql`values(${sql.ref(column)})` : sql`${sql.ref(`excluded.${column}`)}`;
}

/** True where the column holds the text, sign for sign: what would be a wildcard is only itself. */
export function holds(column: string, text: string): RawBuilder<boolean> {
  const part = `%${text.replace(/[!%_]/g, "!$&")}%`;
  return sql<boolean>`${sql.ref(column)} like ${part} escape '!'`;
}
