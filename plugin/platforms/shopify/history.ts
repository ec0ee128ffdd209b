import { z } from "zod";
import type { HistoryPage, HistoryRange, Installation, ShopPorts, ShopResult } from "../platform.ts";
import type { Ask } from "./client.ts";
import {
  beginDocument,
  countDocument,
  historyQuery,
  writingDocument,
  writtenDocument,
} from "./documents/history.ts";
import { numberOf } from "./gid.ts";
import { type FileReader, nextOrders } from "./history-file.ts";
import { changedOrders, searchFor } from "./orders.ts";
import { unreadable } from "./read-order.ts";

/** Below so many orders ten questions are quicker than the list Shopify writes by itself. */
export const MANY_ORDERS = 2_500;
const FIRST_LOOK_MS = 2_000;
const LOOK_MS = 5_000;

/** Where a list Shopify writes goes on: its operation, and the first byte of the file that was not read. */
const PLACE = /^bulk:(\d+):(\d+)$/;

interface History {
  readonly ask: Ask;
  readonly read: FileReader;
  /** From so many orders on Shopify is asked to write. */
  readonly many: number;
  readonly log: ShopPorts["log"];
  readonly installation: Pick<Installation, "tenantName">;
}

/**
 * The orders of a long time: few are asked for page by page, many Shopify writes into a file while we wait. The cursor
 * names the operation, so whoever goes on after a restart goes on with the same one. Whatever ends without a file is
 * asked for page by page, from the beginning: an order found twice is booked once.
 */
export async function orderHistory(
  history: History,
  range: HistoryRange,
  cursor: string | null,
): Promise<ShopResult<HistoryPage>> {
  const place = cursor === null ? null : PLACE.exec(cursor);
  if (place !== null) return await written(history, range, place[1] ?? "", Number(place[2]));
  if (cursor !== null) return await changedOrders(history.ask, range, cursor);
  const isLong = await hasMany(history, searchFor(range));
  if (!isLong.ok) return isLong;
  const operation = isLong.value ? await operationFor(history, historyQuery(searchFor(range))) : null;
  if (operation === null) return await changedOrders(history.ask, range, null);
  return operation.ok ? stillWriting(operation.value, 0, FIRST_LOOK_MS) : operation;
}

const countAnswer = z.object({ ordersCount: z.object({ count: z.int() }).nullish() });

async function hasMany({ ask, many }: History, query: string): Promise<ShopResult<boolean>> {
  const asked = await ask(countDocument, { query, limit: many });
  if (!asked.ok) return asked;
  const read = countAnswer.safeParse(asked.data);
  if (!read.success) return unreadable("the number of orders", read.error);
  return { ok: true, value: (read.data.ordersCount?.count ?? 0) >= many };
}

const writingAnswer = z.object({
  bulkOperations: z.object({
    nodes: z.array(z.object({ id: z.string(), status: z.string(), query: z.string() })),
  }),
});
const beginAnswer = z.object({
  bulkOperationRunQuery: z
    .object({
      bulkOperation: z.object({ id: z.string() }).nullish(),
      userErrors: z.array(z.object({ code: z.string().nullish(), message: z.string() })),
    })
    .nullish(),
});

/** The number of the operation that writes the list; null where Shopify begins none. */
async function operationFor({ ask, log }: History, query: string): Promise<ShopResult<string> | null> {
  // One that was begun while its answer was lost, or by a process that died: a shop has five at most.
  const listed = await ask(writingDocument, {});
  if (!listed.ok) return listed;
  const known = writingAnswer.safeParse(listed.data);
  if (!known.success) return unreadable("its bulk operations", known.error);
  const same = known.data.bulkOperations.nodes.find((one) => one.query === query && isAtWork(one.status));
  if (same !== undefined) return { ok: true, value: numberOf(same.id) };
  const asked = await ask(beginDocument, { query });
  if (!asked.ok) return asked;
  const begun = beginAnswer.safeParse(asked.data);
  if (!begun.success) return unreadable("its bulk operations", begun.error);
  const { bulkOperation, userErrors = [] } = begun.data.bulkOperationRunQuery ?? {};
  if (bulkOperation != null) return { ok: true, value: numberOf(bulkOperation.id) };
  log.info("Shopify does not write the list of orders; it is read page by page", {
    refused: userErrors.map((one) => one.code ?? one.message),
  });
  return null;
}

const isAtWork = (status: string): boolean => status === "CREATED" || status === "RUNNING";

const writtenAnswer = z.object({
  bulkOperation: z
    .object({
      status: z.string(),
      errorCode: z.string().nullish(),
      objectCount: z.string().regex(/^\d{1,15}$/),
      url: z.string().nullish(),
    })
    .nullish(),
});

async function written(
  { ask, read, log, installation }: History,
  range: HistoryRange,
  id: string,
  offset: number,
): Promise<ShopResult<HistoryPage>> {
  const asked = await ask(writtenDocument, { id: `gid://shopify/BulkOperation/${id}` });
  if (!asked.ok) return asked;
  const answer = writtenAnswer.safeParse(asked.data);
  if (!answer.success) return unreadable("its list of orders", answer.error);
  const operation = answer.data.bulkOperation ?? null;
  if (operation !== null && isAtWork(operation.status))
    return stillWriting(id, Number(operation.objectCount), LOOK_MS);
  if (operation?.status === "COMPLETED") {
    // No address: there was nothing to write.
    if (operation.url == null) return { ok: true, value: { orders: [], nextCursor: null } };
    const next = await nextOrders(read, installation, operation.url, offset);
    if (next !== "gone") {
      if (!next.ok) return next;
      const { orders, nextOffset } = next.value;
      return {
        ok: true,
        value: { orders, nextCursor: nextOffset === null ? null : `bulk:${id}:${nextOffset}` },
      };
    }
  }
  log.warn("the list of orders Shopify wrote cannot be had; it is read page by page", {
    status: operation?.status ?? "unknown",
    errorCode: operation?.errorCode ?? null,
  });
  return await changedOrders(ask, range, null);
}

function stillWriting(id: string, found: number, afterMs: number): ShopResult<HistoryPage> {
  return { ok: true, value: { orders: [], nextCursor: `bulk:${id}:0`, writing: { found, afterMs } } };
}
