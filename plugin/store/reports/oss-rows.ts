import type { Selectable } from "kysely";
import type { OssRow } from "../../domain/oss-row.ts";
import type { OssRowsTable, Store } from "../database.ts";
import type { TransferKey } from "../transfers/transfers.ts";

/**
 * Keeps the rows of an order as they are now: a draft may change, or go again, before somebody books it. Reads first,
 * so that an order looked at again and again costs no write.
 */
export async function keepOssRows(store: Store, order: TransferKey, rows: readonly OssRow[]): Promise<void> {
  const known = await store.db
    .selectFrom("oss_rows")
    .selectAll()
    .where("installation_id", "=", order.installationId)
    .where("connection_id", "=", order.connectionId)
    .where("order_id", "=", order.orderId)
    .execute();
  if (fingerprintOf(known.map(fromRow)) === fingerprintOf(rows)) return;
  await store.db.transaction().execute(async (db) => {
    await db
      .deleteFrom("oss_rows")
      .where("installation_id", "=", order.installationId)
      .where("connection_id", "=", order.connectionId)
      .where("order_id", "=", order.orderId)
      .execute();
    if (rows.length > 0) await insertOssRows(db, order, rows);
  });
}

async function insertOssRows(db: Store["db"], order: TransferKey, rows: readonly OssRow[]): Promise<void> {
  await db
    .insertInto("oss_rows")
    .values(
      rows.map((row) => ({
        installation_id: order.installationId,
        connection_id: order.connectionId,
        order_id: order.orderId,
        document: row.document,
        country: row.country,
        rate: row.rate,
        nature: row.nature,
        day: row.day,
        supply_day: row.supplyDay,
        currency: row.currency,
        net: row.net,
        vat: row.vat,
      })),
    )
    .execute();
}

const fingerprintOf = (rows: readonly OssRow[]): string =>
  JSON.stringify(rows.map((row) => JSON.stringify(row)).sort());

/** The rows of one day's documents. */
export async function ossRowsOfDay(
  store: Store,
  connection: { readonly installationId: number; readonly connectionId: number },
  day: string,
): Promise<OssRow[]> {
  const rows = await store.db
    .selectFrom("oss_rows")
    .selectAll()
    .where("installation_id", "=", connection.installationId)
    .where("connection_id", "=", connection.connectionId)
    .where("day", "=", day)
    .execute();
  return rows.map(fromRow);
}

/** Members in one order, so that rows can be compared as texts. */
function fromRow(row: Selectable<OssRowsTable>): OssRow {
  return {
    document: row.document,
    country: row.country,
    rate: row.rate,
    nature: row.nature,
    day: row.day,
    supplyDay: row.supply_day,
    currency: row.currency,
    net: row.net,
    vat: row.vat,
  };
}
