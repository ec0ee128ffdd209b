import type { OssRow } from "../domain/oss-row.ts";
import type { Store } from "./database.ts";
import { insertIgnoring } from "./dialect.ts";
import type { TransferKey } from "./transfers.ts";

/** Keeps rows of documents in the ledger; such a document never changes, so what is known already stays. */
export async function keepOssRows(store: Store, order: TransferKey, rows: readonly OssRow[]): Promise<void> {
  if (rows.length === 0) return;
  await insertIgnoring(
    store.engine,
    store.db.insertInto("oss_rows").values(
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
    ),
  ).execute();
}

/** A draft that was removed from the ledger was no supply. */
export async function dropOssRows(
  store: Store,
  order: TransferKey,
  documents: readonly string[],
): Promise<void> {
  if (documents.length === 0) return;
  await store.db
    .deleteFrom("oss_rows")
    .where("installation_id", "=", order.installationId)
    .where("connection_id", "=", order.connectionId)
    .where("order_id", "=", order.orderId)
    .where("document", "in", [...documents])
    .execute();
}

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
  return rows.map((row) => ({
    document: row.document,
    country: row.country,
    rate: row.rate,
    nature: row.nature,
    day: row.day,
    supplyDay: row.supply_day,
    currency: row.currency,
    net: row.net,
    vat: row.vat,
  }));
}
