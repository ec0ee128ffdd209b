import { type ColumnDefinitionBuilder, type Expression, sql } from "kysely";
import { type AnyDatabase, isSqlite, type types } from "./table.ts";

type ColumnType = (typeof types)[keyof typeof types] | Expression<unknown>;

/**
 * `add column`, once: MySQL has no `if not exists` for columns, so the catalogue is asked. Null in the rows that are
 * there unless `build` gives it a default: old processes go on writing rows without it.
 */
export async function addColumnOnce(
  db: AnyDatabase,
  table: string,
  column: string,
  type: ColumnType,
  build: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder = (one) => one,
): Promise<void> {
  if (await hasColumn(db, table, column)) return;
  await db.schema.alterTable(table).addColumn(column, type, build).execute();
}

export async function dropColumnIfThere(db: AnyDatabase, table: string, column: string): Promise<void> {
  if (!(await hasColumn(db, table, column))) return;
  await db.schema.alterTable(table).dropColumn(column).execute();
}

async function hasColumn(db: AnyDatabase, table: string, column: string): Promise<boolean> {
  const found = isSqlite(db)
    ? await sql`select 1 from pragma_table_info(${table}) where name = ${column}`.execute(db)
    : await sql`select 1 from information_schema.columns
        where table_schema = database() and table_name = ${table} and column_name = ${column} limit 1`.execute(
        db,
      );
  return found.rows.length > 0;
}
