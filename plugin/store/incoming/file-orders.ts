import { bareNumber, isFileOrderId } from "../../domain/file-order-id.ts";
import type { FileOrdersTable, Store } from "../database.ts";

/** Orders of files. Every statement leads with the installation. */

/** An order of a file; `content` is JSON of the caller's shape. */
export interface StoredFileOrder {
  readonly fileId: number;
  readonly place: number;
  readonly orderId: string;
  readonly number: string;
  readonly standing: FileOrdersTable["standing"];
  readonly content: unknown;
}

/** The order of this id as it was taken in; null when none was. */
export async function takenOrder(store: Store, installationId: number, orderId: string): Promise<unknown> {
  const row = await store.db
    .selectFrom("file_orders")
    .select("content")
    .where("installation_id", "=", installationId)
    .where("order_id", "=", orderId)
    .where("standing", "=", "taken")
    .executeTakeFirst();
  return row === undefined ? null : JSON.parse(row.content);
}

/** Whether the order of this id was taken in from a file. */
export async function isTaken(store: Store, installationId: number, orderId: string): Promise<boolean> {
  const row = await store.db
    .selectFrom("file_orders")
    .select("place")
    .where("installation_id", "=", installationId)
    .where("order_id", "=", orderId)
    .where("standing", "=", "taken")
    .executeTakeFirst();
  return row !== undefined;
}

/** Orders of a file behind a place, as they stand in it. */
export async function fileOrders(
  store: Store,
  installationId: number,
  fileId: number,
  after: number,
  limit: number,
): Promise<StoredFileOrder[]> {
  const rows = await store.db
    .selectFrom("file_orders")
    .selectAll()
    .where("installation_id", "=", installationId)
    .where("file_id", "=", fileId)
    .where("place", ">", after)
    .orderBy("place")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    fileId: row.file_id,
    place: row.place,
    orderId: row.order_id,
    number: row.number,
    standing: row.standing,
    content: JSON.parse(row.content),
  }));
}

/** One file's version of these orders, by their ids. */
export async function fileVersions(
  store: Store,
  installationId: number,
  fileId: number,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  if (orderIds.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("file_orders")
    .select(["order_id", "content"])
    .where("installation_id", "=", installationId)
    .where("order_id", "in", [...orderIds])
    .where("file_id", "=", fileId)
    .execute();
  return new Map(rows.map((row) => [row.order_id, JSON.parse(row.content)]));
}

/** Which of these numbers the shop itself has relayed or is about to; what it has left out is free to come from a file. */
export async function numbersOfShop(
  store: Store,
  installationId: number,
  numbers: readonly string[],
): Promise<ReadonlySet<string>> {
  if (numbers.length === 0) return new Set();
  const rows = await store.db
    .selectFrom("transfers")
    .select(["number", "order_id"])
    .distinct()
    .where("installation_id", "=", installationId)
    .where("number", "in", [...numbers, ...numbers.map((number) => `#${number}`)])
    .where("kind", "=", "order")
    .where("state", "<>", "skipped")
    .execute();
  return new Set(
    rows.filter(({ order_id }) => !isFileOrderId(order_id)).map(({ number }) => bareNumber(number ?? "")),
  );
}

/** Which of these orders have something in a ledger, or perhaps. */
export async function ordersWithEffects(
  store: Store,
  installationId: number,
  connectionIds: readonly number[],
  orderIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (orderIds.length === 0 || connectionIds.length === 0) return new Set();
  const rows = await store.db
    .selectFrom("effects")
    .select("order_id")
    .distinct()
    .where("installation_id", "=", installationId)
    .where("connection_id", "in", [...connectionIds])
    .where("order_id", "in", [...orderIds])
    .execute();
  return new Set(rows.map((row) => row.order_id));
}

/** Makes a file's version of these orders the one that counts, in place of any other. */
export async function takeVersions(
  store: Store,
  installationId: number,
  fileId: number,
  orderIds: readonly string[],
): Promise<void> {
  if (orderIds.length === 0) return;
  const these = store.db
    .updateTable("file_orders")
    .where("installation_id", "=", installationId)
    .where("order_id", "in", [...orderIds]);
  await these.set({ standing: "staged" }).where("standing", "=", "taken").execute();
  await these.set({ standing: "taken" }).where("file_id", "=", fileId).execute();
}

/** Marks orders of a file that the shop itself relays. */
export async function markKnown(
  store: Store,
  installationId: number,
  fileId: number,
  orderIds: readonly string[],
): Promise<void> {
  if (orderIds.length === 0) return;
  await store.db
    .updateTable("file_orders")
    .set({ standing: "known" })
    .where("installation_id", "=", installationId)
    .where("order_id", "in", [...orderIds])
    .where("file_id", "=", fileId)
    .where("standing", "=", "staged")
    .execute();
}

/** How many orders of a file the shop itself relays. */
export async function countKnown(store: Store, installationId: number, fileId: number): Promise<number> {
  const row = await store.db
    .selectFrom("file_orders")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("installation_id", "=", installationId)
    .where("file_id", "=", fileId)
    .where("standing", "=", "known")
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** For erasure: puts another content in place of an order's. */
export async function rewriteFileOrder(
  store: Store,
  installationId: number,
  { fileId, place }: Pick<StoredFileOrder, "fileId" | "place">,
  content: unknown,
): Promise<void> {
  await store.db
    .updateTable("file_orders")
    .set({ content: JSON.stringify(content) })
    .where("installation_id", "=", installationId)
    .where("file_id", "=", fileId)
    .where("place", "=", place)
    .execute();
}

/** For erasure: all orders of files of an installation, some hundred at a time. */
export async function* everyFileOrder(store: Store, installationId: number): AsyncGenerator<StoredFileOrder> {
  const files = await store.db
    .selectFrom("order_files")
    .select("id")
    .where("installation_id", "=", installationId)
    .orderBy("id")
    .execute();
  for (const { id } of files) {
    for (let after = 0; ; ) {
      const rows = await fileOrders(store, installationId, id, after, PAGE);
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) break;
      after = last.place;
    }
  }
}

const PAGE = 500;
