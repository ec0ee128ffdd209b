import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** A migration sees the database as it was then, not as the code's types say now. */
export type AnyDatabase = Kysely<unknown>;

/** SQLite supports RETURNING, MySQL does not: the adapter tells the engines apart without naming a driver. */
export function isSqlite(db: AnyDatabase): boolean {
  return db.getExecutor().adapter.supportsReturning === true;
}

/** A table that may exist already: a migration that stopped half-way can run again. Binary collation on MySQL: ids and SKUs differ by case. */
export function createTable(db: AnyDatabase, name: string): CreateTableBuilder<string, never> {
  const table = db.schema.createTable(name).ifNotExists();
  return isSqlite(db)
    ? table
    : table.modifyEnd(sql`engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin row_format=dynamic`);
}

/** Types both engines understand. */
export const types = {
  id: "bigint",
  count: "integer",
  /** Platform and ledger ids, codes. */
  key: "varchar(191)",
  word: "varchar(40)",
  name: "varchar(255)",
  /** UTC instant as sortable text. */
  instant: "char(24)",
  text: "text",
  long: sql`mediumtext`,
} as const;

/** Auto-increment key, in each engine's own words. */
export function withId(
  db: AnyDatabase,
  table: CreateTableBuilder<string, never>,
): CreateTableBuilder<string, "id"> {
  return isSqlite(db)
    ? table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    : table.addColumn("id", "bigint", (column) => column.primaryKey().autoIncrement());
}

/** `create index`, once: MySQL has no `if not exists` for indexes, so the catalogue is asked. */
export async function createIndexOnce(
  db: AnyDatabase,
  table: string,
  name: string,
  columns: readonly string[],
  options: { readonly unique?: boolean } = {},
): Promise<void> {
  if (await hasIndex(db, table, name)) return;
  const index = db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns]);
  await (options.unique === true ? index.unique() : index).execute();
}

async function hasIndex(db: AnyDatabase, table: string, name: string): Promise<boolean> {
  const found = isSqlite(db)
    ? await sql`select 1 from sqlite_master where type = 'index' and name = ${name}`.execute(db)
    : await sql`select 1 from information_schema.statistics
        where table_schema = database() and table_name = ${table} and index_name = ${name} limit 1`.execute(
        db,
      );
  return found.rows.length > 0;
}
